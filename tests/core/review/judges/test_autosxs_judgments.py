"""Judgments that AutoSxS left are matched by their texts, whichever answer stood as A."""

import json

import pytest

from core.access import SYSTEM, Role
from core.errors import Conflict, InvalidInput, NotFound
from core.review.judges import (
    JudgeVerdict,
    judge_result,
    keep_judgments,
    keep_run_judgments,
    run_judge,
    runs_with_judgments,
)
from core.training.side_by_side import SideBySide
from tests.core.builders import new_person, rows_of
from tests.core.review.judges.judged_reviews import closed
from tests.core.review.review_scene import finished_run, judge, prepared, read


def judgment(number: int, choice: str | None, *, turned: bool = False) -> SideBySide:
    """AutoSxS on one item of a prepared review."""
    answers = (f"plain {number}", f"fancy {number}")
    one, other = answers[::-1] if turned else answers
    return SideBySide(
        f"{number}",
        f"prompt {number}",
        one,
        other,
        choice,
        0.8,
        "Because.",
        "" if choice else "It was too long.",
    )


def kept(studio, review, *rows: SideBySide):
    with studio.db.write() as session:
        return keep_judgments(session, SYSTEM, review, rows, origin="judgments.jsonl")


def test_judgments_are_kept_once_by_their_texts(studio, project):
    """B of a row that stood the other way round is the first model; the same file again adds nothing."""
    review = prepared(studio, project, 4)
    rows = [
        judgment(0, "B"),
        judgment(1, "B", turned=True),
        judgment(2, None),
        judgment(0, "A"),
        judgment(9, "A"),
    ]
    for _ in range(2):
        found = kept(studio, review, *rows)
        assert (found.kept, found.unmatched, found.doubled, found.judge.unclear) == (3, 1, 1, 1)
    assert {one.choice for one in rows_of(studio, JudgeVerdict)} == {"second", "first", None}
    rhea = new_person(studio, Role.REVIEWER, "Rhea")
    judge(studio, review, rhea, "first")
    result = read(studio, judge_result, closed(studio, review), found.judge.id)
    assert (result.won, result.changed, result.consistency) == ((1, 0, 1), None, None)
    assert result.judge.name == "AutoSxS: judgments.jsonl"


def test_a_file_of_another_review_is_refused(studio, project):
    review = prepared(studio, project, 2)
    with pytest.raises(InvalidInput, match=r"None of the 1 judgments of judgments\.jsonl"):
        kept(studio, review, judgment(7, "A"))
    assert rows_of(studio, JudgeVerdict) == []


def test_the_studio_does_not_ask_autosxs(studio, project):
    review = prepared(studio, project, 2)
    number = kept(studio, review, judgment(0, "A")).judge.id
    with pytest.raises(Conflict, match="in a run of its own"):
        run_judge(studio.db, SYSTEM, number)


def test_what_a_run_left_is_brought_in(studio, project, tmp_path):
    """By its artifact; the run stands with the judge, and a run without judgments is not there."""
    review = prepared(studio, project, 2)
    row = {"id": "0", "prompt": "prompt 0", "response_a": "fancy 0", "response_b": "plain 0", "choice": "A"}
    (tmp_path / "judgments.jsonl").write_text(json.dumps(row) + "\n")
    run = finished_run(studio, project, {"judgments": (tmp_path / "judgments.jsonl").as_uri()}).run
    assert read(studio, runs_with_judgments, project.id) == [(run.id, "Steeper")]
    found = keep_run_judgments(studio.db, SYSTEM, review, run.id)
    assert (found.kept, found.judge.run_id, found.judge.name) == (1, run.id, "AutoSxS: Steeper")
    assert [one.choice for one in rows_of(studio, JudgeVerdict)] == ["second"]
    other = finished_run(studio, project, {}, number=2).run
    with pytest.raises(NotFound, match="has left no judgments"):
        keep_run_judgments(studio.db, SYSTEM, review, other.id)
