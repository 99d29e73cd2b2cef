"""What was left out, cut off or cannot be shown is counted and said, and never whose it was."""

import json

import pytest
from sqlmodel import col, update

from core.access import SYSTEM, Role
from core.review import (
    Comparison,
    last_verdict,
    parse_answers,
    prepare,
    remarks,
    results,
    reveal,
    review_progress,
    sort_answers,
    unblind,
)
from core.review.answers.joining import join_predictions
from core.review.answers.predictions import Unanswered
from core.review.comparison_queue import Reviewing
from core.review.remarks import about
from tests.core.builders import rows_of
from tests.core.review.review_scene import judge, predictions, prepared, read, shown


def answered(prompt, text, *, finish="STOP", uri="", error=None):
    """A line of batch prediction."""
    parts = [{"fileData": {"mimeType": "image/png", "fileUri": uri}}] if uri else []
    row = {"request": {"contents": [{"role": "user", "parts": [*parts, {"text": prompt}]}]}}
    if error:
        return row | {"error": {"message": error}}
    candidate = {"content": {"parts": [{"text": text}]}, "finishReason": finish}
    return row | {"response": {"candidates": [candidate]}}


def answers(name, *rows):
    """All that a file holds."""
    lines = [json.dumps(row).encode() for row in rows]
    return sort_answers(name, parse_answers(lines, name))


@pytest.fixture
def told(studio, project):
    """A set in which everything happens once at least."""
    base = answers(
        "base.jsonl",
        answered("Look.", "A tram.", uri="gs://b/1.png"),
        answered("Look.", "", uri="gs://b/2.png", error="The picture is gone."),
        answered("Tell.", "Once upon a", finish="MAX_TOKENS"),
        answered("Add.", "4"),
        answered("Sing.", "La."),
    )
    tuned = answers(
        "tuned.jsonl",
        answered("Look.", "A train.", uri="gs://b/1.png"),
        answered("Look.", "A dog.", uri="gs://b/2.png"),
        answered("Tell.", "There was a", finish="SAFETY"),
        answered("Add.", "4"),
        answered("Sing.", "La la", finish="MAX_TOKENS"),
    )
    return prepare(studio.db, SYSTEM, project, base, tuned, title="Pictures")


def test_a_picture_is_compared_with_itself_only(studio, told):
    """The other picture's answer has nothing to be compared with."""
    assert (told.comparisons, told.only_base, told.only_tuned) == (3, 0, 1)
    rows = {(one.prompt, one.base_text, one.tuned_text, one.beside) for one in rows_of(studio, Comparison)}
    assert ("Look.", "A tram.", "A train.", "image/png gs://b/1.png") in rows


def test_all_of_it_is_said(told):
    said = " ".join(remarks(told.about, blind=False))
    assert "both models gave the same text: 1 prompt." in said
    assert "The base model left 1 prompt unanswered: The picture is gone. 1." in said
    assert (
        "1 of the base model (MAX_TOKENS 1), 2 of the tuned model (MAX_TOKENS 1, SAFETY 1)"
        in said.replace("SAFETY 1, MAX_TOKENS 1", "MAX_TOKENS 1, SAFETY 1")
    )
    assert "such as pictures: 1 prompt." in said


def test_who_is_blind_is_not_told_whose_answers_were_cut(told):
    said = " ".join(remarks(told.about, blind=True))
    assert "3 answers were cut off before the end" in said
    assert "MAX_TOKENS" not in said


def test_of_a_plain_set_nothing_is_said(studio, project):
    made = prepared(studio, project, 2)
    assert list(remarks(made.about, blind=False)) == []


def test_marks_stand_with_the_texts_and_name_no_model(studio, told, people):
    """On whichever side the answer stands."""
    pairs = {one.input_text: one for one in shown(studio, told, people[Role.REVIEWER])}
    assert "[Not shown here: image/png gs://b/1.png]\n\nLook." in pairs
    tale = pairs["Tell."]
    assert {tale.left.text, tale.right.text} == {
        "Once upon a\n\n[This answer was cut off: MAX_TOKENS]",
        "There was a\n\n[This answer was cut off: SAFETY]",
    }
    song = pairs["Sing."]
    assert {song.left.text, song.right.text} == {"La.", "La la\n\n[This answer was cut off: MAX_TOKENS]"}


def test_after_unblinding_the_marks_are_there_too(studio, told, people):
    reviewer = people[Role.REVIEWER]
    judge(studio, told, reviewer, "base", "tuned", "tie")
    with studio.db.write() as session:
        unblind(session, reviewer, told)
    found = {one.prompt.split("\n")[-1]: one for one in read(studio, reveal, reviewer, told, limit=9)}
    assert found["Tell."].base_text.endswith("[This answer was cut off: MAX_TOKENS]")
    assert found["Look."].prompt.startswith("[Not shown here: image/png")


def test_where_both_models_say_the_same_there_is_nothing_to_judge(studio, project, people):
    """No refusal: the set says it, and has no comparison."""
    same = [("a", "one"), ("b", "two")]
    made = prepare(
        studio.db, SYSTEM, project, predictions("x", *same), predictions("y", *same), title="Alike"
    )
    assert (made.comparisons, made.about) == (0, {"identical": 2})
    assert shown(studio, made, people[Role.REVIEWER]) == []
    assert "the same text: 2 prompts." in next(remarks(made.about, blind=True))


def test_sets_of_earlier_days_show_and_count_no_identical_texts(studio, project, people):
    """There they are rows, and some have verdicts."""
    reviewer = people[Role.REVIEWER]
    made = prepared(studio, project, 3)
    judge(studio, made, reviewer, "tie")
    with studio.db.write() as session:
        given = read(studio, last_verdict, Reviewing(made, reviewer.id)).pair.id
        alike = update(Comparison).where(col(Comparison.id) == given)
        session.exec(alike.values(tuned_text=Comparison.base_text))
    assert len(shown(studio, made, reviewer)) == 2
    assert read(studio, review_progress, made, reviewer.id).given == 0
    assert read(studio, results, SYSTEM, made).everyone.n == 0


def test_many_reasons_are_few_and_the_rest():
    """Five by name; seven reasons of one prompt each."""
    left = [Unanswered(f"p{n}", f"reason {n}", "f", n) for n in range(7)]
    found = about(join_predictions([], []), {"tuned": left})
    assert found["tuned_unanswered"].pop("other reasons") == 2
    assert len(found["tuned_unanswered"]) == 5
