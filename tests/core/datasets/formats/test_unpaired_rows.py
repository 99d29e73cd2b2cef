"""Unpaired answers are paired again: a good and a bad one to one prompt; what is left over is told."""

import pytest
from in_files import CONTAINERS, in_container, recognised
from trainer_rows import ASK, BAD, BRIEF, DIALOGUE, GOOD, SHOWN, WHOLE, said, sharegpt

from core.datasets.formats import Prompts, Wanted, format_named, left_over
from core.datasets.importing import recognise_sources
from core.datasets.importing.plan import first_rows
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord, PromptRecord


def one(text: str, *, label: object, prompt: object = ASK, **more: object) -> dict[str, object]:
    return {"prompt": prompt, "completion": text, "label": label, **more}


def paired(rows, container="lines", wanted=Wanted.PAIRS):
    """What becomes of the rows of a file, with what is told at its end."""
    source = in_container(rows, container)
    found = recognise_sources([source], wanted)
    assert found.format.name == "kto"
    adapt = found.format.adapter(wanted, None, Prompts())
    made = [record for line, row in enumerate(first_rows(source), 1) for record in adapt(line, row)]
    return [*made, *left_over(adapt)]


FACTORY = [sharegpt(turn) for turn in DIALOGUE]
WAYS = [
    [
        {"messages": WHOLE, "completion": said("assistant", text), "label": good}
        for text, good in ((GOOD, True), (BAD, False))
    ],
    ([one(BAD, label=False, prompt=WHOLE), one(GOOD, label=True, prompt=WHOLE)]),
    (
        [
            {"conversations": [*FACTORY, sharegpt(said("assistant", text))], "system": BRIEF, "kto_tag": good}
            for text, good in ((GOOD, True), (BAD, False))
        ]
    ),
    (
        [
            {"messages": [*WHOLE, said("assistant", text)], "label": good}
            for text, good in ((BAD, False), (GOOD, True))
        ]
    ),
    (
        [
            {"instruction": ASK, "input": "", "output": text, "kto_tag": good, "system": BRIEF,
             "history": [[DIALOGUE[0]["content"], DIALOGUE[1]["content"]]]}
            for text, good in ((GOOD, True), (BAD, False))
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("rows", WAYS)
def test_a_good_and_a_bad_answer_are_a_pair(rows, container):
    """Whichever comes first; the good one is the choice, and turns are kept."""
    (made,) = paired(rows, container)
    assert isinstance(made, PairRecord), made
    assert (made.input_text, made.candidate_0, made.candidate_1, made.choice) == (SHOWN, GOOD, BAD, 0)
    assert [turn["content"] for turn in made.conversation["prompt"]] == [turn["content"] for turn in WHOLE]
    prompts = paired(rows, container, Wanted.PROMPTS)
    assert [prompt.input_text for prompt in prompts] == [SHOWN, SHOWN]
    assert all(isinstance(prompt, PromptRecord) for prompt in prompts)


def test_answers_of_several_prompts_are_told_apart():
    """Each waits for the next of the other kind to its own prompt, the one that came first at first."""
    rows = [
        one("a good", label=True),
        one("b good", label=True, prompt="b?"),
        one("another good", label=True),
        one("a bad", label=False),
        one("b bad", label=False, prompt="b?"),
        one("another bad", label=False),
    ]
    made = [(pair.line, pair.candidate_0, pair.candidate_1) for pair in paired(rows)]
    assert made == [(4, "a good", "a bad"), (5, "b good", "b bad"), (6, "another good", "another bad")]


def test_an_answer_too_many_is_paired_with_one_that_has_its_counterpart():
    """It says something: it is worse than the good one, too."""
    made = paired([one("good", label=True), one("bad", label=False), one("worse", label=False)])
    assert [(pair.candidate_0, pair.candidate_1) for pair in made] == [("good", "bad"), ("good", "worse")]


def test_what_has_no_counterpart_is_told_at_the_end():
    """With its line, and nothing else is lost by it."""
    (made,) = paired([one(GOOD, label=True)])
    assert isinstance(made, Problem)
    assert (made.line, made.field, made.fault) == (1, "completion", Fault.UNPAIRED)
    assert made.reason.startswith("is one of answers to a prompt that are all labelled true")


def test_fields_of_both_rows_stay():
    """Where the two say something else, what the rejected one says stands under a name of its own."""
    (made,) = paired([one(GOOD, label=True, id=7, of="x"), one(BAD, label=False, id=8, of="x")])
    assert made.extra == {"id": 7, "of": "x", "rejected_id": 8}


@pytest.mark.parametrize(("label", "field"), [(1, "label"), (0, "label"), (None, "label")])
def test_a_number_is_no_label(label, field):
    """It may as well mean that the answer is harmful, so it is refused in words."""
    found = recognised([one(GOOD, label=True)])
    (made,) = found.format.adapter(Wanted.PAIRS, None, Prompts())(3, one(GOOD, label=label))
    assert isinstance(made, Problem)
    assert (made.line, made.field) == (3, field)
    assert "must be true or false" in made.reason


def test_gold_pairs_of_them():
    """Whoever says so may import pairs of them whose right answer is known."""
    adapt = format_named("kto").adapter(Wanted.GOLD, None, Prompts())
    assert [*adapt(1, one(GOOD, label=True)), *adapt(2, one("other", label=True, prompt="?"))] == []
    (made,) = adapt(3, one(BAD, label=False))
    assert (made.choice, made.note) == (0, "")
    assert [problem.line for problem in left_over(adapt)] == [2]
