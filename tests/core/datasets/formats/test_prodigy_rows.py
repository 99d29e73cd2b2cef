"""Prodigy's comparisons by the documented shapes, since the tool itself is sold; texts of our own."""

from typing import Any

import pytest

from core.datasets.formats import Prompts, Wanted, recognise
from core.datasets.problems import Fault, Problem
from core.labelling import Outcome

ABOUT = {"_input_hash": 1, "_task_hash": 2, "_session_id": "taste-ana", "_view_id": "compare"}
FIRST, SECOND = "Plainly.", "With ghosts."


def compared(answer: str, *, turned: bool = False, **more: Any) -> dict[str, Any]:
    """A row of ``compare``; the text of file A is ``FIRST``, wherever it stood."""
    texts = (SECOND, FIRST) if turned else (FIRST, SECOND)
    mapping = {"A": "reject", "B": "accept"} if turned else {"A": "accept", "B": "reject"}
    sides = {"accept": {"text": texts[0]}, "reject": {"text": texts[1]}}
    return {
        "id": 1,
        "input": {"text": "Why?"},
        **sides,
        "mapping": mapping,
        "answer": answer,
        **ABOUT,
        **more,
    }


def chosen(*picked: str, answer: str = "accept", options: Any = None, **more: Any) -> dict[str, Any]:
    """A row of a choice between options, which stood in an order of chance."""
    listed = options or [{"id": "p2", "text": SECOND}, {"id": "p1", "text": FIRST}]
    return {"text": "Why?", "options": listed, "accept": list(picked), "answer": answer, **ABOUT, **more}


def read(*rows: dict[str, Any]) -> list[Any]:
    """What becomes of rows that are recognised by themselves."""
    found = recognise(list(rows), Wanted.PAIRS)
    assert found.format.name == "prodigy"
    assert not found.question
    adapt = found.format.adapter(Wanted.PAIRS, found.columns, Prompts())
    return [one for line, row in enumerate(rows, 1) for one in adapt(line, row)]


@pytest.mark.parametrize(("answer", "choice"), [("accept", 0), ("reject", 1)])
def test_the_side_that_was_taken_names_the_text_that_stood_there(answer: str, choice: int):
    """Straight and turned rows are one pair, and the choice follows the text."""
    straight, turned = read(compared(answer), compared(answer, turned=True))
    for made, said in ((straight, choice), (turned, 1 - choice)):
        assert (made.candidate_0, made.candidate_1, made.choice) == (FIRST, SECOND, said)
        assert (made.input_text, made.source_0, made.source_1) == ("Why?", "A", "B")
        assert made.annotator == "taste-ana"
        assert made.about_choice.keys() == {"mapping", "_view_id"}


def test_ignored_tasks_are_skips():
    """They stay pairs that nobody has judged."""
    (one,) = read(compared("ignore"))
    assert (one.choice, one.annotator) == (None, None)
    assert [each.fault for each in one.remarks] == [Fault.SKIPPED]


def test_without_a_mapping_the_sides_keep_their_order():
    """As with ``--no-random``: what stood under accept is the first."""
    rows = [compared("reject") | {"mapping": None}]
    assert [(one.choice, one.candidate_0, one.source_0) for one in read(*rows)] == [(1, FIRST, None)]


@pytest.mark.parametrize(
    ("row", "choice"),
    [
        (chosen("p1"), 0),
        (chosen("p2"), 1),
        (chosen("p1", "p2"), Outcome.TIE),
        (chosen(answer="ignore"), None),
        (chosen(answer="reject"), None),
    ],
)
def test_options_are_told_apart_by_their_ids(row: dict[str, Any], choice: Any):
    """The same pair in whichever order the options stood."""
    (one,) = read(row)
    assert (one.choice, one.candidate_0, one.source_1) == (choice, FIRST, "p2")


def test_a_third_option_may_say_that_the_two_tie():
    """By its id or its text; any other third option is refused."""
    options = [{"id": "p1", "text": FIRST}, {"id": "p2", "text": SECOND}, {"id": 3, "text": "Both are bad"}]
    assert [one.choice for one in read(chosen("3", options=options))] == [Outcome.BOTH_BAD]
    options[2] = {"id": 3, "text": "Something else."}
    (one,) = read(chosen("3", options=options))
    assert isinstance(one, Problem)


def test_a_mapping_that_says_nothing_is_refused():
    """Nobody can tell which file stood where."""
    (one,) = read(compared("accept") | {"mapping": {"A": "accept", "B": "accept"}})
    assert one.field == "mapping"


def test_texts_alone_and_names_of_models():
    """Sides may be bare texts; of options that are called A and B, ``mapping`` names the models."""
    bare = compared("reject", turned=True) | {"accept": SECOND, "reject": FIRST}
    assert [(one.choice, one.candidate_0) for one in read(bare)] == [(0, FIRST)]
    options = [{"id": "B", "text": SECOND}, {"id": "A", "text": FIRST}]
    (one,) = read(chosen("B", options=options, mapping={"A": "small", "B": "large"}))
    assert (one.choice, one.candidate_0, one.source_0, one.source_1) == (1, FIRST, "small", "large")


def test_other_tasks_are_not_taken():
    """Yes and no to one text are no comparison, nor is a choice of labels."""
    spam = {"text": "Buy now", "label": "SPAM", "answer": "accept", "_task_hash": 3}
    assert recognise([spam], Wanted.PAIRS).format.name != "prodigy"
