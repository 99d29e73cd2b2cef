"""A frozen set as the studio's Parquet has it: each row with its metadata and all its judgments.

Also the lines of its evidence, as far as these hold texts. Each judgment is one of an annotator again, who
appears by number; what a coin decided is nobody's choice, and what a model decided is no person's.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from core.datasets.formats.format import Adapter, Format, one_each
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choices import STRENGTHS
from core.datasets.formats.shared.fields import opened_cell, pair_texts, rest_of, text_in
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import list_of
from core.datasets.problems import Fault, Problem, Refused, or_problem, shorten
from core.datasets.records import Choice, PairRecord, PromptRecord, Remark, Understood
from core.labelling import Outcome

SOURCES = ("source_0", "source_1")
TEXTS = ("input_text", "candidate_0", "candidate_1")
OF_PROMPTS = frozenset({"input_text", "origin", "line", "metadata", "conversation"})
OF_EVIDENCE = frozenset({"pair", "decided_by", "judgments", "flipped"})
ENOUGH = 3
KNOWN = OF_PROMPTS | OF_EVIDENCE | {*TEXTS, "choice", "confidence", *SOURCES, "row"}
KNOWN |= {"annotator_kind", "model_labels"}
CHOICES: dict[str, Choice] = {
    Outcome.CANDIDATE_0: 0,
    Outcome.CANDIDATE_1: 1,
    Outcome.TIE: Outcome.TIE,
    Outcome.BOTH_BAD: Outcome.BOTH_BAD,
}
SETTLED, MODEL = ("adjudication", "gold"), "model"
NO_TEXTS = (
    "is missing: this is the evidence of a frozen set, which holds no texts; import the set's Parquet "
    "export, which has both"
)
OF_A_MODEL = "decided; no person has chosen, so the pair comes in as one that nobody has judged"


def _pairs(_: Columns | None, __: Prompts) -> Adapter:
    return _records


def _records(line: int, row: Row) -> Sequence[Understood]:
    made = _pair(line, row)
    if isinstance(made, Problem):
        return (made,)
    judged = list(_judged(line, row, made))
    if not judged and row.get("decided_by") != MODEL and row.get("choice") in (0, 1):
        made.choice = row["choice"]  # a set of before evidence was kept
    return judged or (made,)


@or_problem
def _pair(line: int, row: Row) -> PairRecord:
    """The pair without any choice."""
    row = _with_texts(line, row)
    texts = pair_texts(line, *((name, row.get(name)) for name in TEXTS))
    by_model = row.get("decided_by") == MODEL
    remark = Remark(Fault.UNREAD, "decided_by", MODEL, OF_A_MODEL)
    return PairRecord(
        line,
        *texts,
        **{name: row[name] for name in SOURCES if isinstance(row.get(name), str)},
        extra=_metadata(row),
        conversation=_object(row, "conversation") or None,
        remarks=(remark,) if by_model else (),
    )


def _with_texts(line: int, row: Row) -> Row:
    """A row of the table, or the row that stands in its evidence because text cannot say it."""
    if "input_text" in row:
        return row
    inner = opened_cell(row.get("row"))
    if not isinstance(inner, dict):
        raise Refused(Problem(line, "input_text", "missing", NO_TEXTS, Fault.MISSING))
    return {**row, **inner}


def _judged(line: int, row: Row, pair: PairRecord) -> Iterator[Understood]:
    """The pair once for each judgment, and for whoever settled it."""
    for given in list_of(row.get("judgments")) or ():
        outcome = str(given.get("outcome")) if isinstance(given, dict) else ""
        if outcome not in CHOICES:
            if outcome != Outcome.SKIP:
                yield Problem(line, "judgments", shorten(given), "has no outcome that is known", Fault.UNREAD)
            continue
        yield _with_choice(pair, CHOICES[outcome], f"annotator {given.get('annotator')}", given)
    decided, choice = row.get("decided_by"), row.get("choice")
    if decided in SETTLED and choice in (0, 1):
        yield _with_choice(pair, choice, decided, {})


def _with_choice(pair: PairRecord, choice: Choice, annotator: str, given: Row) -> PairRecord:
    """A copy of the pair with one judgment; what else is told of the judgment stays with it."""
    strength = given.get("strength")
    about = {"rationale": given.get("rationale"), "confidence": given.get("confidence")}
    about |= _object(given, "about")
    return PairRecord(
        pair.line,
        pair.input_text,
        pair.candidate_0,
        pair.candidate_1,
        choice,
        pair.source_0,
        pair.source_1,
        extra=pair.extra,
        annotator=annotator,
        strength=strength if type(strength) is int and strength in STRENGTHS else None,
        about_choice={name: value for name, value in about.items() if value is not None},
        conversation=pair.conversation,
    )


@or_problem
def _prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:  # noqa: ARG001 - nothing is guessed
    row = _with_texts(line, row)
    text = text_in(line, ("input_text", row["input_text"]))
    said = rest_of(_object(row, "conversation"), set(TEXTS))
    return PromptRecord(line, text, _metadata(row), said or None)


def _metadata(row: Row) -> dict[str, Any]:
    """The fields that the imported row had, and any that somebody has added to the table."""
    return _object(row, "metadata") | rest_of(row, KNOWN)


def _object(row: Row, name: str) -> dict[str, Any]:
    """What a field holds, as JSON or as it is; empty if that is no object."""
    said = opened_cell(row.get(name))
    return said if isinstance(said, dict) else {}


def _is_sure(row: Row, wanted: Wanted) -> bool:
    """Whether it has columns that no other table has; those without a value are not in the row."""
    names = row.keys()
    if wanted == Wanted.ANSWER_SETS:
        return False
    if len(OF_EVIDENCE & names) >= ENOUGH:
        return names >= set(TEXTS) or "input_text" not in names
    kept = [row.get(name) for name in ("metadata", "conversation")]
    return wanted == Wanted.PROMPTS and "origin" in names <= OF_PROMPTS and kept != [None, None]


FORMAT = Format(
    name="studio",
    title="a frozen set of a studio",
    label="A frozen set with its judgments (the studio's Parquet)",
    telling="the columns of the studio's own Parquet (input_text, candidate_0, candidate_1, judgments)",
    looks_like="the Parquet that `export --format parquet` writes, with `judgments` and `metadata`",
    becomes="pairs, one judgment each for every annotator of the set, who appear by number; ties are ties",
    adapters={Wanted.PAIRS: _pairs, Wanted.PROMPTS: one_each(_prompt)},
    is_sure=_is_sure,
    check_first="Whether the numbered annotators are people whose choices another file has brought already.",
    tells_unread=True,
)
