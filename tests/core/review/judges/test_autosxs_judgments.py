"""Judgments that AutoSxS left are matched by their texts, whichever answer stood as A."""

import pytest

from core.access import SYSTEM, Role
from core.errors import Conflict, InvalidInput
from core.review.judges import JudgeVerdict, Judgment, judge_result, keep_judgments, run_judge
from tests.core.builders import new_person, rows_of
from tests.core.review.judges.judged_reviews import closed
from tests.core.review.review_scene import judge, prepared, read


def judgment(number: int, choice: str, *, turned: bool = False) -> Judgment:
    """AutoSxS on one item of a prepared review."""
    answers = (f"plain {number}", f"fancy {number}")
    one, other = answers[::-1] if turned else answers
    return Judgment(f"prompt {number}", one, other, choice, 0.8, "Because.")


def kept(studio, review, *rows: Judgment):
    with studio.db.write() as session:
        return keep_judgments(session, SYSTEM, review, rows, origin="judgments.jsonl")


def test_judgments_are_kept_once_by_their_texts(studio, project):
    """B of a row that stood the other way round is the first model; the same file again adds nothing."""
    review = prepared(studio, project, 4)
    rows = [
        judgment(0, "B"),
        judgment(1, "B", turned=True),
        judgment(2, "None"),
        judgment(0, "A"),
        Judgment("prompt 9", "a", "b", "A"),
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
