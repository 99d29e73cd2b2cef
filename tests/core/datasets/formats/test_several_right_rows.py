"""Lists of right and wrong answers: pairs of one of each, or rankings in which the right ones tie."""

import pytest

from core.datasets.formats import Wanted, recognise
from core.datasets.importing.plan import first_rows
from core.datasets.problems import Fault, Problem
from core.datasets.records import AnswerSetRecord, PairRecord
from core.datasets.sources import source_of_bytes
from tests.core.datasets.sources.reading_rows import parquet


def row(right: list, wrong: list, **more: object) -> dict:
    """As RewardBench 2 has them."""
    counts = {"num_correct": len(right), "num_incorrect": len(wrong), "total_completions": len(right + wrong)}
    return {
        "id": "7",
        "prompt": "Name a tree.",
        "chosen": right,
        "rejected": wrong,
        **counts,
        "subset": "Ties",
        **more,
    }


THREE = row(["Oak."], ["Cat.", "Dog."], models=["m", "n", "o"])
TIES = row(["Oak.", "Elm."], ["Cat.", None], models=["m"])


def made_of(one: dict, wanted: Wanted = Wanted.PAIRS) -> list:
    """What is made of a row; no other format may take it."""
    found = recognise([one], wanted)
    assert found.format.name == "several-right"
    return list(found.format.adapter(wanted)(1, one))


@pytest.mark.parametrize(
    ("one", "pairs"),
    [
        (THREE, [("Oak.", "Cat.", "m", "n"), ("Oak.", "Dog.", "m", "o")]),
        (TIES, [("Oak.", "Cat.", "m", "m"), ("Elm.", "Cat.", "m", "m")]),
        (row(["Oak."], ["Cat."], models=None), [("Oak.", "Cat.", None, None)]),
        (row(["Oak."], ["Cat."], models=["m", "n", "o"]), [("Oak.", "Cat.", None, None)]),
        ({"prompt": "Name a tree.", "chosen": "Oak.", "rejected": ["Cat."]}, [("Oak.", "Cat.", None, None)]),
        ({**THREE, "chosen": '["Oak."]', "rejected": '["Cat."]'}, [("Oak.", "Cat.", None, None)]),
    ],
)
def test_each_right_answer_beside_each_wrong_one(one, pairs):
    """Of several right ones none is better than another; models are told by their place."""
    made = made_of(one)
    assert [(pair.candidate_0, pair.candidate_1, pair.source_0, pair.source_1) for pair in made] == pairs
    assert all(isinstance(pair, PairRecord) and pair.choice == 0 for pair in made)
    assert set(made[0].extra) <= {"id", "subset"}


def test_in_rankings_the_right_ones_tie_in_front():
    """A set of all answers."""
    (made,) = made_of(TIES, Wanted.ANSWER_SETS)
    assert isinstance(made, AnswerSetRecord)
    assert (made.candidates, made.scores) == (("Oak.", "Elm.", "Cat."), (1, 1, 0))
    (few,) = made_of(row(["Oak."], ["Cat."]), Wanted.ANSWER_SETS)
    assert isinstance(few, Problem)


@pytest.mark.parametrize(
    ("one", "field", "fault"),
    [
        (row(["Oak."], []), "rejected", Fault.EMPTY),
        (row([None], ["Cat."]), "chosen", Fault.EMPTY),
        (row(["Oak."], ["Oak."]), "rejected[0]", Fault.IDENTICAL),
        ({**THREE, "prompt": None}, "prompt", Fault.MISSING),
        ({**THREE, "chosen": "['Oak.']", "rejected": "['Cat.' 'Dog.']"}, "chosen", Fault.NOT_TEXT),
        (row([f"Oak {n}." for n in range(51)], [f"Cat {n}." for n in range(50)]), "chosen", Fault.SHAPE),
    ],
)
def test_what_cannot_be_compared_is_refused(one, field, fault):
    """And says why."""
    (made,) = made_of(one)
    assert (made.field, made.fault) == (field, fault)


def test_texts_that_look_like_lists_are_texts():
    """An answer that is a list as JSON is one answer, where nothing says otherwise."""
    one = {"prompt": "As JSON.", "chosen": '["a"]', "rejected": '["b"]'}
    found = recognise([one], Wanted.PAIRS)
    assert found.format.name == "trl"
    assert found.format.adapter(Wanted.PAIRS)(1, one)[0].candidate_0 == '["a"]'


def test_parquet_and_prompts():
    """Nested lists; prompts alone."""
    (one,) = first_rows(source_of_bytes("f", parquet({name: [value] for name, value in TIES.items()})))
    assert [pair.candidate_0 for pair in made_of(one)] == ["Oak.", "Elm."]
    (prompt,) = recognise([TIES], Wanted.PROMPTS).format.adapter(Wanted.PROMPTS)(1, TIES)
    assert prompt.input_text == "Name a tree."
