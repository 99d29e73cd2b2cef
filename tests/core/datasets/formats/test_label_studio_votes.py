"""Which field of a Label Studio export is the vote: an answer of its annotators, never what a task says."""

import pytest

from core.datasets.formats import Wanted, format_named, recognise
from core.datasets.records import PairRecord
from core.labelling import Outcome
from tests.core.datasets.formats.label_studio_exports import NOBODY, PERSON, answer, as_text, flat, side, task


def read(*rows: dict, **said: str) -> list:
    """The choices of rows, as an import reads them; or the question that it asks."""
    found = recognise(rows, Wanted.PAIRS, said=said)
    assert found.format == format_named("label-studio")
    if found.question:
        return [found.asked]
    made = [one for row in rows for one in found.format.adapter(Wanted.PAIRS, found.columns)(1, row)]
    return [one.choice if isinstance(one, PairRecord) else one.reason for one in made]


@pytest.mark.parametrize("form", [dict, as_text])
@pytest.mark.parametrize("control", ["pw", "helpful", "overall quality"])
def test_what_a_pairwise_control_says_is_the_vote_whatever_the_task_says(form, control):
    """Its answer has a shape of its own, as JSON or as JSON text."""
    rows = [
        flat(1, {control: [{"selected": "right"}]}, stance="left"),
        flat(2, {control: [{"selected": "left"}]}, stance="right"),
        flat(3, {}, person=NOBODY, stance="left"),
    ]
    assert read(*map(form, rows)) == [1, 0, None]


def test_a_bare_word_is_the_vote_where_it_cannot_be_the_tasks():
    """By its place behind the task's number."""
    rows = [flat(1, {"which": "right"}, stance="left"), flat(2, {}, stance="right") | {"which": "left"}]
    assert read(*rows) == [1, 0]


def test_a_bare_word_is_the_vote_by_the_name_of_its_field():
    """Where fields are in the order of the alphabet, their places say nothing."""
    rows = [flat(1, {"comparison": "right"}, stance="left"), flat(2, {"comparison": "left"}, stance="left")]
    assert read(*map(as_text, rows)) == [1, 0]


def test_a_bare_word_is_the_vote_where_two_annotators_of_a_task_differ():
    """A task's own field would be alike."""
    rows = [
        as_text(flat(1, {"which": which}, person=PERSON | {"annotator": number}, stance="left"))
        for number, which in enumerate(("left", "right"))
    ]
    assert read(*rows) == [0, 1]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([flat(1, {}, stance="left")], "stance"),
        ([flat(1, {}, comparison="left")], "comparison"),
        ([as_text(flat(1, {}, stance="left")), as_text(flat(2, {}, stance="right"))], "stance"),
    ],
)
def test_a_word_of_the_task_is_no_vote(rows, field):
    """There is an annotation and none of what it says is sure to be one, so it is asked."""
    (question,) = read(*rows)
    assert question.startswith("There are annotations, but none of their answers is sure to be the choice")
    assert f"--column choice={field}, or --column choice=" in question
    assert read(*rows, choice="") == [None] * len(rows)
    assert read(*rows, choice=field)[0] == 0


def test_a_field_that_stands_where_nobody_has_annotated_is_the_tasks():
    """Even with a name like a control's."""
    rows = [
        as_text(flat(1, {"which": [{"selected": "right"}]}, preference="left")),
        as_text(flat(2, {}, person=NOBODY, preference="left")),
    ]
    assert read(*rows) == [1, None]
    (question,) = read(
        as_text(flat(1, {}, preference="left")), as_text(flat(2, {}, person=NOBODY, preference="left"))
    )
    assert question.startswith("There are annotations, but none says which text is better.")


@pytest.mark.parametrize(
    "rows",
    [
        [task(1, [side("style", "left"), side("overall", "right")])],
        [flat(1, {"style": [{"selected": "left"}], "overall": [{"selected": "right"}]})],
        [as_text(flat(1, {"style": [{"selected": "left"}], "overall": [{"selected": "right"}]}))],
        [flat(1, {"style": "left", "overall": "right"})],
    ],
)
def test_which_of_several_comparisons_counts_is_asked(rows):
    """Whichever stands first is no answer."""
    (question,) = read(*rows)
    assert question.startswith("The annotations compare the two texts more than once (")
    assert "--column choice=style" in question
    assert "--column choice=overall" in question
    assert (read(*rows, choice="overall"), read(*rows, choice="style")) == ([1], [0])


def test_a_row_with_several_comparisons_is_refused_where_none_was_expected():
    """The first rows of the file had no annotation."""
    late = task(1, [side("style", "left"), side("overall", "right")])
    read_late = format_named("label-studio").adapter(Wanted.PAIRS, recognise([task(2)], Wanted.PAIRS).columns)
    (problem,) = read_late(7, late)
    assert problem.sentence("f") == (
        "f, line 7, field style, overall: are several comparisons of the same two texts; say which counts: "
        '--column choice=<name> (it is {"style": ["left"], "overall": ["right"]}).'
    )


CHOICES = [
    task(1, [answer("better", "choices", choices=["Answer 1"])]),
    task(2, [answer("better", "choices", choices=["Answer 2"])]),
    task(3, [answer("better", "choices", choices=["Tie"])]),
    task(4, [answer("clear", "rating", rating=4)]),
]
BARE = [
    flat(one["id"], {"better": word})
    for one, word in zip(CHOICES, ("Answer 1", "Answer 2", "Tie"), strict=False)
]


@pytest.mark.parametrize("rows", [CHOICES, [*BARE, flat(4, {"clear": [{"rating": 4}]}, source="a b")]])
def test_comparisons_made_with_other_controls_are_asked_about_and_mapped(rows):
    """With their names, the values seen and what to type."""
    (question,) = read(*rows)
    assert '“better”: "Answer 1", "Answer 2", "Tie"; “clear”: "4"' in question
    typed = "--column choice=better --column 'choice_0=Answer 1' --column 'choice_1=Answer 2'"
    assert typed in question
    (written,) = read(*rows, choice="better")
    assert 'The answers “better” are "Answer 1", "Answer 2", "Tie"; how is the choice' in written
    said = {"choice": "better", "choice_0": "Answer 2", "choice_1": "Answer 1"}
    assert read(*rows, **said) == [1, 0, Outcome.TIE, None]
    assert read(*map(as_text, BARE), **said) == [1, 0, Outcome.TIE]


def test_a_control_that_nobody_has_answered_is_asked_about():
    """Most likely it is misspelt; those there are, are named."""
    (question,) = read(*CHOICES, choice="beter")
    assert question.startswith('No annotation has an answer “beter”; those there are: “better”: "Answer 1"')
    assert read(task(1), choice="beter") == [None]


def test_answers_that_cannot_be_a_choice_are_named():
    """Such as several at once; then there is none in the file, unless somebody exports it again."""
    (question,) = read(task(1, [answer("order", "ranker", ranker={"best": ["b", "a"]})]))
    assert "(“order”: no single word). None of them can be one; is there no choice in this file?" in question


def test_an_earlier_answer_that_a_task_holds_is_no_vote():
    """It stands before the task's number, as all that is the task's."""
    (question,) = read(flat(1, {}, previous=[{"selected": "left"}]))
    assert question.startswith("There are annotations")
    assert read(flat(1, {"pw": [{"selected": "right"}]}, previous=[{"selected": "left"}])) == [1]


def test_numbers_can_be_the_choice():
    """A rating of 1 is the first text here, as 1.0 in a table."""
    rows = [task(1, [answer("pick", "rating", rating=1)]), task(2, [answer("pick", "number", number=2.0)])]
    assert read(*rows, choice="pick", choice_0="1", choice_1="2") == [0, 1]
    assert read(rows[0], choice="pick", choice_0="0", choice_1="1") == [1]


def test_several_words_may_stand_for_one_choice_and_for_a_tie():
    """With commas between them, as for columns; sentences that name a side need no mapping."""
    words = ("A", "A+", "B", "none of both")
    rows = [task(place, [answer("pick", "choices", choices=[word])]) for place, word in enumerate(words)]
    said = {"choice": "pick", "choice_0": "A,A+", "choice_1": "B", "choice_tie": "none of both"}
    assert read(*rows, **said) == [0, 0, 1, Outcome.TIE]
    told = [task(1, [answer("pick", "choices", choices=["Right is better"])])]
    assert read(*told, choice="pick") == [1]


def test_another_answer_than_the_two_named_is_refused():
    """With both of them."""
    rows = [task(1, [answer("better", "choices", choices=["Answer 3"])])]
    said = {"choice": "better", "choice_0": "Answer 1", "choice_1": "Answer 2"}
    assert read(*rows, **said) == ['must be "Answer 1" or "Answer 2", or be a tie']
