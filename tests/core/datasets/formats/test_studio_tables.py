"""The studio's own Parquet, and the evidence of a set, come in with every judgment."""

from io import BytesIO
from typing import Any

import pytest

from core.datasets.exports import FrozenRow, export_named, write_rows
from core.datasets.formats import Prompts, Wanted, format_named
from core.datasets.importing import recognise_sources
from core.datasets.importing.plan import first_rows
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord, PromptRecord, Understood
from core.datasets.sources import source_of_bytes
from core.labelling import Outcome

ROW = {"input_text": "user: Hi\n\nuser: Why?", "candidate_0": "So.", "candidate_1": "Because.", "choice": 1}
TURNS = {"prompt": [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Why?"}]}


def given(annotator: int, outcome: str, **more: Any) -> dict[str, Any]:
    """A judgment as evidence has it."""
    return {"annotator": annotator, "outcome": outcome, "purpose": "regular", **more}


JUDGMENTS = [
    given(3, "candidate_1", strength=2, answered_at="2026-03-04T05:06:07+00:00"),
    given(4, "tie", rationale="Both will do."),
    given(5, "both_bad"),
    given(6, "skip"),
    given(7, "candidate_0", about={"batch": "b1"}),
]
EVIDENCE = {
    "pair": "f00d",
    "origin": "rows.jsonl",
    "line": 9,
    "source_0": "old",
    "source_1": None,
    "confidence": 0.75,
    "decided_by": "judgments",
    "judgments": JUDGMENTS,
    "metadata": {"topic": "bread", "n": 1},
    "conversation": TURNS,
}


def read(*rows: FrozenRow, wanted: Wanted = Wanted.PAIRS) -> list[Understood]:
    """What becomes of rows that go out as Parquet and come in again."""
    file = BytesIO()
    write_rows(export_named("parquet"), rows, file)
    source = source_of_bytes("set", file.getvalue())
    found = recognise_sources([source], wanted)
    assert (found.format.name, found.question) == ("studio", "")
    adapt = found.format.adapter(wanted, found.columns, Prompts())
    return [one for line, row in enumerate(first_rows(source), 1) for one in adapt(line, row)]


def test_every_judgment_comes_back():
    """One of each annotator, who appears by number, with all that was said of it; a skip is none."""
    made = read(FrozenRow(ROW, EVIDENCE))
    told = [(one.annotator, one.choice, one.strength, one.about_choice) for one in made]
    assert told == [
        ("annotator 3", 1, 2, {}),
        ("annotator 4", Outcome.TIE, None, {"rationale": "Both will do."}),
        ("annotator 5", Outcome.BOTH_BAD, None, {}),
        ("annotator 7", 0, None, {"batch": "b1"}),
    ]
    assert made[0] == PairRecord(
        1, ROW["input_text"], "So.", "Because.", 1, "old", None, EVIDENCE["metadata"], "annotator 3", 2,
        conversation=TURNS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decided", "judgments", "told"),
    [
        ("coin", [given(1, "tie")], [("annotator 1", Outcome.TIE)]),
        ("adjudication", [given(1, "tie")], [("annotator 1", Outcome.TIE), ("adjudication", 1)]),
        ("gold", [], [("gold", 1)]),
        ("model", [], [(None, None)]),
        ("judgments", None, [(None, 1)]),
    ],
)
def test_who_decided(decided, judgments, told):
    """A coin's choice is nobody's, a model's no person's; whoever settled a pair is one more judge."""
    evidence = {"pair": "f00d", "decided_by": decided, "judgments": judgments}
    made = read(FrozenRow(ROW, evidence))
    assert [(one.annotator, one.choice) for one in made] == told
    assert [remark.fault for remark in made[0].remarks] == ([Fault.UNREAD] if decided == "model" else [])


def test_prompts_come_back():
    """From sets of prompts and from those of pairs, with their turns."""
    prompts = FrozenRow({"input_text": "Why?"}, {"origin": "x", "metadata": {"n": 2}})
    assert read(prompts, wanted=Wanted.PROMPTS) == [PromptRecord(1, "Why?", {"n": 2})]
    pairs = FrozenRow(ROW, EVIDENCE)
    assert read(pairs, wanted=Wanted.PROMPTS) == [
        PromptRecord(1, ROW["input_text"], EVIDENCE["metadata"], TURNS)
    ]


def test_evidence_without_texts_says_what_to_import():
    """Its lines hold texts only where text cannot say the row."""
    adapt = format_named("studio").adapter(Wanted.PAIRS)
    (problem,) = adapt(1, EVIDENCE)
    assert isinstance(problem, Problem)
    assert "import the set's Parquet export" in problem.reason
    made = adapt(2, {**EVIDENCE, "row": ROW})
    assert [one.choice for one in made] == [1, Outcome.TIE, Outcome.BOTH_BAD, 0]


def test_an_unknown_outcome_is_no_choice():
    """It is told, and the other judgments come in."""
    (problem, made) = read(
        FrozenRow(ROW, {"decided_by": "judgments", "judgments": [given(1, "odd"), JUDGMENTS[0]]})
    )
    assert (problem.field, made.choice) == ("judgments", 1)
