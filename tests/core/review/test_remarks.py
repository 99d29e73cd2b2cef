"""What was left out, cut off or cannot be shown is counted and said, and never whose it was."""

import json

import pytest

from core.access import SYSTEM, Role
from core.review import ModelAnswers, ReviewItem, create_review, parse_answers, remarks, sort_answers
from core.review.answers import Predictions, Unanswered, join_answers
from core.review.remarks import about
from tests.core.builders import rows_of
from tests.core.review.review_scene import EVERYTHING, prepared, shown


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
    models = [ModelAnswers("base", base), ModelAnswers("tuned", tuned)]
    return create_review(studio.db, SYSTEM, project, models, title="Pictures", design=EVERYTHING)


def test_a_picture_is_compared_with_itself_only(studio, told):
    """The other picture's answer has nothing to be compared with."""
    assert told.items == 3
    rows = {(one.prompt, one.beside) for one in rows_of(studio, ReviewItem)}
    assert ("Look.", "image/png gs://b/1.png") in rows


def test_all_of_it_is_said(told):
    said = " ".join(remarks(told.about, ["base", "tuned"]))
    assert "models gave the same text: 1 prompt." in said
    assert "Prompts left unanswered: 1 of base (The picture is gone. 1)." in said
    assert "1 of base (MAX_TOKENS 1), 2 of tuned (MAX_TOKENS 1, SAFETY 1)" in said.replace(
        "SAFETY 1, MAX_TOKENS 1", "MAX_TOKENS 1, SAFETY 1"
    )
    assert "such as pictures: 1 prompt." in said


def test_while_it_is_open_nobody_is_told_whose_answers_were_cut(told):
    said = " ".join(remarks(told.about, None))
    assert "Answers cut off before their end and judged as they are: 3." in said
    assert "MAX_TOKENS" not in said


def test_of_a_plain_set_nothing_is_said(studio, project):
    made = prepared(studio, project, 2)
    assert list(remarks(made.about, ["a", "b"])) == []


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


def test_many_reasons_are_few_and_the_rest():
    """Five by name; seven reasons of one prompt each."""
    left = [Unanswered(f"p{n}", f"reason {n}", "f", n) for n in range(7)]
    sets = [Predictions("x", [], []), Predictions("y", [], left)]
    found = about(join_answers(sets), [], sets)["unanswered"]["1"]
    assert found.pop("other reasons") == 2
    assert len(found) == 5
