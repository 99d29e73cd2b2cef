"""No row of one format is taken for one of another: one format is sure of it, in whatever file it stands."""

import pytest
from in_files import CONTAINERS, in_container, recognised
from trainer_rows import (
    ASK,
    BAD,
    CHOSEN,
    DIALOGUE,
    GOOD,
    GOOD_TURN,
    ROWS,
    SWIFT,
    WHOLE,
    gemini,
    nemo,
    nova,
    turn,
)

from core.datasets.formats import Wanted, known_formats
from core.datasets.importing.plan import first_rows
from core.datasets.sources import source_of_bytes
from tests.core.datasets.every_format import READ_AS, out, ways_back
from tests.core.datasets.exports.making_rows import pair

TEXTS = {"chosen": GOOD, "rejected": BAD}
ONE = {"prompt": ASK, "completion": GOOD}
OTHERS = [
    ("kto", ONE | {"label": True}),
    ("kto", {"instruction": ASK, "input": "", "output": GOOD, "kto_tag": False}),
    ("kto", {"messages": CHOSEN, "label": True}),
    ("supervised", {"input_text": ASK, "output_text": GOOD}),
    ("supervised", ONE),
    ("supervised", {"instruction": ASK, "input": "", "output": GOOD, "system": ""}),
    ("supervised", {"messages": CHOSEN}),
    ("gemini", {"contents": [turn("user", ASK), turn("model", GOOD)]}),
    ("vertex", {"input_text": ASK, "candidate_0": GOOD, "candidate_1": BAD, "choice": 0}),
    ("trl", {"prompt": ASK, **TEXTS}),
    ("trl", {"prompt": ASK, **TEXTS, "messages": CHOSEN, "score_chosen": 2.0, "score_rejected": 1.0}),
    ("trl", {"prompt": ASK, **TEXTS, "label": 1}),
    ("trl", {"prompt": ASK, **TEXTS, "completion": GOOD}),
    ("trl", {"messages": WHOLE, **TEXTS, "rejected_response": BAD}),
    ("ms-swift", SWIFT | {"label": True}),
]  # fmt: skip
SURE = [(form, row) for _, form, row, _ in ROWS] + OTHERS


@pytest.mark.parametrize("container", CONTAINERS)
def test_one_format_alone_is_sure_of_a_row(container):
    """So the order in which formats are asked decides nothing."""
    for form, row in SURE:
        (read,) = first_rows(in_container([row], container))
        assert [one.name for one in known_formats() if one.is_sure(read, Wanted.PAIRS)] == [form], row


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": ASK, "completions": [{"response": GOOD, "score": 1}, {"response": BAD, "score": 0}]},
        {"context": ASK, "completions": [{"text": GOOD, "rank": 1}, {"text": BAD, "rank": 2}]},
        {"context": WHOLE, "completions": []},
        {"contents": ASK, "completions": gemini(1, 0)["completions"]},
        {"contents": [{"text": ASK}]},
        {"messages": nova("preferred", "preferred")["messages"][:-1]},
        {"messages": [*DIALOGUE[:-1], {"role": "user", "candidates": "x"}]},
        {"messages": DIALOGUE, "rejected_response": None},
        {"completions": nemo(0, 1)["completions"]},
        {"input": {"messages": WHOLE}, "preferred_output": [GOOD_TURN]},
        {"prompt": ASK, "completion": GOOD, "label": "science"},
        {"prompt": ASK, "response": GOOD, "label": True},
        {"input_text": ASK, "output_text_a": GOOD, "output_text_b": BAD},
        {"instruction": ASK, "output_1": GOOD, "output_2": BAD, "preference": 1},
        {"input_text": ASK, "judgments": [], "pair": 1},
        {"prompt": ASK, "completion": GOOD, "response_a": GOOD, "response_b": BAD, "label": True},
    ],
)
def test_rows_that_only_look_like_them_are_left_to_others(row):
    """A trainer's format takes no row that lacks what it is known by."""
    mine = {"openai-preference", "aws-nova", "nemo-rl", "ms-swift", "gemini", "kto", "studio", "trl"}
    sure = {one.name for one in known_formats() if one.is_sure(row, Wanted.PAIRS)}
    assert not sure & mine, sure


@pytest.mark.parametrize("export", ways_back(), ids=lambda one: one.name)
def test_the_studio_knows_its_own_files_by_their_rows(export):
    """Also by a single one; Vertex's format, which any candidate_0 calls up, comes last."""
    judged = {"judgments": [], "decided_by": "judgments", "pair": "f00d"}
    file, _ = out(export, [pair(conversation={"prompt": DIALOGUE}, **judged)])
    for row in first_rows(source_of_bytes("set", file)):
        sure = [one.name for one in known_formats() if one.is_sure(row, Wanted.PAIRS)]
        expected = READ_AS.get(export.name, export.name)
        assert (sure[0], set(sure) - {"vertex"}) == (expected, {expected} - {"vertex"})


def test_mixed_files_are_read_as_most_rows_are():
    """And the others are refused in words, never read as something else."""
    assert recognised([SWIFT, SWIFT, gemini(1, 0)]).format.name == "ms-swift"
