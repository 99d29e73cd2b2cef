"""The first rows of a file as they would be taken: what annotators will see, and how each row was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from core.datasets.checks import excerpt
from core.datasets.formats import Parts, Prompts, Row, Wanted
from core.datasets.formats.mapping import NOTHING_SAID
from core.datasets.formats.shared.names import CHOICES, find
from core.datasets.formats.shared.paths import lifted
from core.datasets.importing.directions import Read, directions, sides_of
from core.datasets.importing.plan import Shape
from core.datasets.problems import Problem
from core.datasets.records import SAYS, AnswerSetRecord, PairRecord, Record, Understood

MOST_FIELDS = 100
LONGEST_NAME = 80
PARTS = {
    "input_text": "the prompt",
    "candidate_0": "candidate 0",
    "candidate_1": "candidate 1",
    "choice": "the choice",
    "won_0": "the choice: true where candidate 0 is better",
    "won_1": "the choice: true where candidate 1 is better",
    "tied": "the choice: true where both are as good",
    "both_bad": "the choice: true where both are bad",
    "score_0": "the choice: the score of candidate 0",
    "score_1": "the choice: the score of candidate 1",
    "rank_0": "the choice: the rank of candidate 0",
    "rank_1": "the choice: the rank of candidate 1",
    "strength": "the strength of the choice",
    "source_0": "the source of candidate 0",
    "source_1": "the source of candidate 1",
    "annotator": "the annotator",
    "note": "the note of the choice",
}
OF_PROMPT = {
    "prompt": "the prompt",
    "input": "the prompt: below the instruction",
    "system": "the prompt: system turn",
    "history": "the prompt: earlier turns",
    "context": "the prompt: in front",
    "media": "belongs to the prompt and cannot be shown",
}
METADATA = "metadata"
WITH_CHOICE = "kept with the choice"
EMPTY = "empty in the first rows"
READ = "read by the format"
REFUSED = "stands in rows that are refused"
ONE_OF_TWO = "one of the two candidates"
NOTHING: tuple[object, ...] = (None, "", [], {})
TRACED = ("candidate_0", "candidate_1", "source_0", "source_1", "annotator", "input_text")
"""Parts of a record that are known again by their value, where nothing names their field."""


@dataclass(frozen=True)
class Preview:
    """The first rows, read.

    Attributes:
        made: What became of each; of a row with several votes each stands by itself.
        rows: How many rows these are.
        sides: What people call the two candidates: the fields that they stand in.
        counts: How many say what of their candidates, and how many are refused.
        directions: Which way round choices were read, as sentences.
        fates: What became of each field, by name or path; at most 100.
    """

    made: tuple[Understood, ...] = ()
    rows: int = 0
    sides: tuple[str, str] = ("", "")
    counts: Mapping[str, int] = field(default_factory=dict)
    directions: tuple[str, ...] = ()
    fates: Mapping[str, str] = field(default_factory=dict)

    def counted(self) -> str:
        """The counts as a sentence."""
        told = ", ".join(f"{name}: {count:,}" for name, count in self.counts.items())
        return f"The first {self.rows:,} row{'' if self.rows == 1 else 's'}: {told}." if told else ""


def preview(rows: Sequence[Row], shape: Shape, wanted: Wanted, parts: Parts = NOTHING_SAID) -> Preview:
    """Read the first rows of a file as an import would.

    Args:
        rows: The rows (`first_rows`).
        shape: How they are written.
        wanted: What is to be made of them.
        parts: Which fields belong to prompts, where a person has said so.

    Raises:
        InvalidInput: The format has no such rows, or a field that is needed is not named.
    """
    prompts = Prompts(parts)
    adapt = shape.format.adapter(wanted, shape.columns, prompts)
    columns = shape.columns if shape.format.is_mapped else None
    paths = prompts.named | (columns.fields if columns else frozenset())
    if not shape.format.apart:
        rows = [lifted(row, paths) for row in rows]
    each = [_each(shape, row, adapt(number, row)) for number, row in enumerate(rows, start=1)]
    made = [one for of_row in each for one in of_row]
    read = [(row, one) for row, one in made if not isinstance(one, Problem)]
    return Preview(
        tuple(one for _, one in made),
        len(rows),
        sides_of(shape.format, shape.columns),
        _counts([one for _, one in made]),
        tuple(directions(read, shape.format, shape.columns, of=_counted_as(len(made), len(rows)))),
        _Fates(read, shape, waits=not all(each)).of(rows, prompts),
    )


def _counted_as(made: int, rows: int) -> str:
    """What was made of rows: of several there may be one pair, and of one several votes."""
    return "row" if made == rows else "vote" if made > rows else "pair"


def _each(shape: Shape, row: Row, made: Sequence[Understood]) -> list[tuple[Row, Understood]]:
    """What was made of a row, each with the row in which its columns are named."""
    apart = shape.format.apart(row) if shape.format.apart else ()
    rows = apart if len(apart) == len(made) else [row] * len(made)
    return list(zip(rows, made, strict=True))


def _counts(made: Sequence[Understood]) -> dict[str, int]:
    said: Counter[str] = Counter(_counted(one) for one in made)
    order = [*SAYS.values(), "ranked", "not ranked", "prompts", "refused"]
    return {name: said[name] for name in order if said[name]}


def _counted(one: Understood) -> str:
    if isinstance(one, Problem):
        return "refused"
    if isinstance(one, PairRecord):
        return SAYS[one.choice]
    if isinstance(one, AnswerSetRecord):
        return "not ranked" if one.scores is None else "ranked"
    return "prompts"


class _Fates:
    """Finds out what became of each field.

    Args:
        waits: Whether a row may hold one candidate, and wait for another row to hold the other.
    """

    def __init__(self, read: Sequence[Read], shape: Shape, *, waits: bool = False) -> None:
        self._read, self._format, self._waits = read, shape.format, waits
        self._columns = shape.columns if shape.format.is_mapped else None

    def of(self, rows: Sequence[Row], prompts: Prompts) -> dict[str, str]:
        """What became of each field of these rows, and of each that is named."""
        known: dict[str, list[str]] = {}
        for part, name in self._columns.named() if self._columns else ():
            known.setdefault(name, []).append(PARTS[part])
        for part, names in prompts.made_of.items():
            for name in names:
                known.setdefault(name, []).append(OF_PROMPT.get(part, part))
        there = {name for row in rows for name, value in row.items() if value not in NOTHING}
        fields = dict.fromkeys([*(name for row in rows for name in row), *known])
        return {
            excerpt(name)[:LONGEST_NAME]: self._one(known.get(name, []), name, there)
            for name in list(fields)[:MOST_FIELDS]
        }

    def _one(self, known: Sequence[str], name: str, filled: AbstractSet[str]) -> str:
        if not self._read and name not in filled:
            return " and ".join([*known, EMPTY])
        return " and ".join(dict.fromkeys(known or [self._traced(name) if name in filled else EMPTY]))

    def _traced(self, name: str) -> str:
        """Where a field went that nobody has named, told by the records that were made."""
        there = [(row[name], made) for row, made in self._read if row.get(name) not in NOTHING]
        if not there:
            return READ if self._format.apart and self._read else REFUSED
        if all(made.extra.get(name) == value for value, made in there):
            return METADATA
        if any(name in _of_choice(made) for _, made in there):
            return WITH_CHOICE
        part = self._part(name, there)
        if part:
            return ONE_OF_TWO if self._waits and part.startswith("candidate") else PARTS[part]
        return f"{READ}; the rest of it is {METADATA}" if any(name in one.extra for _, one in there) else READ

    def _part(self, name: str, there: Sequence[tuple[object, Record]]) -> str | None:
        """The part of a record that is known by the field's name, or by its value in all rows."""
        if name in self._format.sides:
            return f"candidate_{self._format.sides.index(name)}"
        if find(CHOICES, [name]) and any(getattr(made, "choice", None) is not None for _, made in there):
            return "choice"
        alike = (part for part in TRACED if all(getattr(made, part, None) == value for value, made in there))
        return next(alike, None)


def _of_choice(made: Record) -> Mapping[str, object]:
    return made.about_choice if isinstance(made, PairRecord | AnswerSetRecord) else {}
