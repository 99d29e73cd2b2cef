"""OpenAI's comparisons of summaries: policies are sources, workers annotators, confidences strengths."""

import pytest

from core.datasets.formats import Wanted, format_named
from core.datasets.formats.openai_comparisons import CONTRADICTS, openai_pair, openai_prompt
from core.datasets.problems import Fault, Problem
from core.datasets.records import GoldRecord, PairRecord, PromptRecord

INFO = {"id": "t3_34xale", "post": " My boyfriend is long distance.\n", "title": "Mine", "subreddit": "love"}
ROW = {
    "info": INFO,
    "summaries": [
        {"text": " Mum thought she had eaten it.", "policy": "sup1", "note": "fine"},
        {"text": " Should I break up?", "policy": "ref", "note": None},
    ],
    "choice": 1,
    "worker": "ikNmucwunMnYJCQpnq6ZYb57OW7NiD",
    "batch": "batch9",
    "split": "train",
    "extra": {"confidence": 8},
}
ARTICLE = {"id": "cnn-1", "article": "News.", "site": "cnn", "post": None}


def with_confidence(confidence, choice) -> PairRecord:
    """The record of a row with these."""
    made = openai_pair(1, ROW | {"extra": {"confidence": confidence}, "choice": choice})
    assert isinstance(made, PairRecord)
    return made


def test_a_comparison_becomes_a_pair_with_a_choice():
    """Texts to the character; what belongs to the choice is kept apart from what belongs to the pair."""
    assert openai_pair(5, ROW) == PairRecord(
        5,
        " My boyfriend is long distance.\n",
        " Mum thought she had eaten it.",
        " Should I break up?",
        choice=1,
        source_0="sup1",
        source_1="ref",
        extra={"info": {"id": "t3_34xale", "title": "Mine", "subreddit": "love"}},
        annotator="ikNmucwunMnYJCQpnq6ZYb57OW7NiD",
        strength=3,
        about_choice={
            "batch": "batch9",
            "split": "train",
            "extra": {"confidence": 8},
            "confidence": 8,
            "notes": ["fine", None],
        },
    )


@pytest.mark.parametrize(
    ("confidence", "choice", "strength"),
    [(1, 0, 4), (2, 0, 3), (3, 0, 2), (4, 0, 1), (6, 1, 1), (7, 1, 2), (8, 1, 3), (9, 1, 4)],
)
def test_confidence_says_how_much_better(confidence, choice, strength):
    """Its distance from 5: 1 is 4 away, 4 is 1 away."""
    made = with_confidence(confidence, choice)
    assert (made.strength, CONTRADICTS in made.about_choice) == (strength, False)


@pytest.mark.parametrize(("confidence", "choice"), [(1, 1), (4, 1), (6, 0), (9, 0)])
def test_confidence_against_the_choice_is_marked(confidence, choice):
    """The choice stands, without a strength; what was written is kept."""
    made = with_confidence(confidence, choice)
    assert (made.choice, made.strength) == (choice, None)
    assert (made.about_choice["confidence"], made.about_choice[CONTRADICTS]) == (confidence, True)


@pytest.mark.parametrize("confidence", [5, None, 0, 10, "7", 7.5, True, [1]])
def test_other_confidences_say_nothing(confidence):
    """They are kept, but are no strength."""
    made = with_confidence(confidence, 1)
    assert (made.strength, CONTRADICTS in made.about_choice) == (None, False)
    assert made.about_choice["extra"] == {"confidence": confidence}


def test_an_article_does_as_well_as_a_post():
    """Which of the two a row has, it has under its name; the other is null."""
    made = openai_pair(1, ROW | {"info": ARTICLE})
    assert made.input_text == "News."
    assert made.extra == {"info": {"id": "cnn-1", "site": "cnn", "post": None}}


def test_unknown_fields_are_kept():
    """Of the row and of the summaries; a policy that is no text too."""
    summaries = [{"text": "a", "policy": 7, "x": 1}, {"text": "b"}]
    row = {"info": {"post": "p"}, "summaries": summaries, "more": [1]}
    assert openai_pair(1, row) == PairRecord(
        1, "p", "a", "b", extra={"more": [1], "summaries": [{"policy": 7, "x": 1}, {}]}
    )


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"info": None}, "info", Fault.SHAPE),
        ({"info": {}}, "info.post", Fault.MISSING),
        ({"info": {"post": None, "article": None}}, "info.post", Fault.MISSING),
        ({"info": {"post": 7}}, "info.post", Fault.NOT_TEXT),
        ({"info": {"article": " "}}, "info.article", Fault.EMPTY),
        ({"summaries": "ab"}, "summaries", Fault.SHAPE),
        ({"summaries": [{"text": "a"}]}, "summaries", Fault.SHAPE),
        ({"summaries": ["a", "b"]}, "summaries", Fault.SHAPE),
        ({"summaries": [{"text": "a"}, {"policy": "x"}]}, "summaries[1].text", Fault.MISSING),
        ({"summaries": [{"text": "a"}, {"text": "a"}]}, "summaries[1].text", Fault.IDENTICAL),
        ({"summaries": [{"text": ""}, {"text": "a"}]}, "summaries[0].text", Fault.EMPTY),
        ({"summaries": [{"text": "a"}, {"text": "b", "policy": "\0"}]}, "summaries[1].policy", Fault.NUL),
        ({"choice": "1"}, "choice", Fault.CHOICE_IS_TEXT),
        ({"worker": ""}, "worker", Fault.ANNOTATOR),
        ({"worker": "  "}, "worker", Fault.ANNOTATOR),
        ({"worker": 7}, "worker", Fault.ANNOTATOR),
        ({"worker": "w" * 61}, "worker", Fault.ANNOTATOR),
        ({"worker": "a\nb"}, "worker", Fault.ANNOTATOR),
    ],
)
def test_a_faulty_comparison_is_refused(change, field, fault):
    """With the field at fault, as the row has it."""
    problem = openai_pair(2, ROW | change)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (2, field, fault)


@pytest.mark.parametrize("name", ["info", "summaries"])
def test_a_missing_part_is_named(name):
    """With the fields there are."""
    problem = openai_pair(1, {key: value for key, value in ROW.items() if key != name})
    assert isinstance(problem, Problem)
    assert (problem.field, problem.fault) == (name, Fault.MISSING)


def test_the_post_is_a_prompt():
    """Of the axis evaluations too, which have one summary."""
    axis = {"info": INFO, "summary": {"text": "s", "policy": "sup1", "axes": {"overall": 6}}, "split": "test"}
    assert openai_prompt(1, axis) == PromptRecord(
        1,
        INFO["post"],
        {
            "summary": axis["summary"],
            "split": "test",
            "info": {"id": "t3_34xale", "title": "Mine", "subreddit": "love"},
        },
    )
    assert isinstance(openai_prompt(1, {}), Problem)
    assert isinstance(openai_prompt(1, {"info": {"post": ""}}), Problem)


def test_comparisons_may_be_gold():
    """Where they have a choice."""
    (made,) = format_named("openai").adapter(Wanted.GOLD)(1, ROW)
    assert (type(made), made.choice, made.note) == (GoldRecord, 1, "")
