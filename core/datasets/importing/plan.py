"""What an import is to make of which files, settled before the first row is read; and what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from itertools import islice

from core.datasets.formats import Columns, Format, Parts, Recognised, Row, Wanted, recognise
from core.datasets.formats.mapping import NOTHING_SAID
from core.datasets.left_out import Doubt, without_left_out
from core.datasets.models import DatasetKind
from core.datasets.problems import Problem
from core.datasets.sources import Container, Source, container_of, rows
from core.errors import InvalidInput
from core.labelling import Mode, ProjectSettings, ProjectView

FIRST_ROWS = 100
MOST_CHARACTERS = 4 * 1024 * 1024
ONLY_TEXT = {Container.CSV, Container.TSV}


@dataclass(frozen=True)
class Shape:
    """How the rows of a file are written: what `recognise_sources` says, or a person."""

    format: Format
    columns: Columns | None = None

    @classmethod
    def of(cls, found: Recognised) -> "Shape":
        """What was recognised, as nobody has said otherwise."""
        return cls(found.format, found.columns or found.format.assumed)


@dataclass(frozen=True)
class ImportPlan:
    """Which rows go where.

    Attributes:
        name: What is imported, for people: a file's name or an address.
        shape: How rows are written; None lets the first rows of each file tell.
        gold: The rows are pairs with the right answer as their choice.
        parts: Which fields belong to prompts, where a person has said so.
        new: The project is made of these settings together with its first rows; ``project`` is then how it
            will look.
        said: Parts of `Columns` that a person has named; the rows of each file tell the rest.
    """

    project: ProjectView
    kind: DatasetKind
    name: str
    shape: Shape | None = None
    gold: bool = False
    parts: Parts = NOTHING_SAID
    new: ProjectSettings | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """What is made of a row.

        Raises:
            InvalidInput: Gold rows are no pairs here.
        """
        ranked = self.project.protocol.mode == Mode.RANKINGS
        if self.gold:
            self._refuse_no_pairs(ranked=ranked)
            return Wanted.GOLD
        if self.kind != DatasetKind.PREFERENCE:
            return Wanted.PROMPTS
        return Wanted.ANSWER_SETS if ranked else Wanted.PAIRS

    def _refuse_no_pairs(self, *, ranked: bool) -> None:
        if self.kind != DatasetKind.PREFERENCE:
            raise InvalidInput(
                f"Only pairs can be gold, not {self.kind.value} rows: import them as preference rows."
            )
        if ranked:
            raise InvalidInput(
                f"In the project “{self.project.name}” people rank answers, and gold is for pairs: "
                "import the gold pairs into a project where people compare pairs."
            )


def recognise_sources(sources: Sequence[Source], wanted: Wanted) -> Recognised:
    """What the first rows of the first file look like, while nobody has said anything of them.

    Raises:
        InvalidInput: There is no row that could be read.
    """
    first = sources[0]
    found = first_rows(first)
    if not found:
        raise InvalidInput(f"{first.name} has no row that could be read; check that it is a data file.")
    return recognise_rows(first, found, wanted)


def recognise_rows(
    source: Source,
    found: list[Row],
    wanted: Wanted,
    said: Mapping[str, str] | None = None,
    form: Format | None = None,
) -> Recognised:
    """What these rows of a file look like."""
    return recognise(found, wanted, only_text=container_of(source) in ONLY_TEXT, said=said, form=form)


def shape_of(source: Source, found: list[Row], plan: ImportPlan) -> tuple[Shape, str]:
    """How these first rows of a file are written, and what tells it, as a sentence.

    Raises:
        InvalidInput: Something must be asked first.
    """
    said = plan.shape
    if said and (said.columns or not said.format.is_mapped):
        seems = recognise_rows(source, found, plan.wanted)
        if seems.format is said.format:
            return said, seems.why
        return said, f"So it was said; by their signs the rows are {seems.format.title}: {seems.why}"
    seems = recognise_rows(source, found, plan.wanted, plan.said, said.format if said else None)
    if seems.question:
        raise InvalidInput(f"{source.name}: {seems.asked} Nothing was taken.")
    return Shape.of(seems), seems.why


def first_rows(source: Source) -> list[Row]:
    """The first rows of a file that can be read; of very long ones fewer."""
    found: list[Row] = []
    room = MOST_CHARACTERS
    for _, row in islice(rows(source, container_of(source), lambda *_, **__: None), FIRST_ROWS):
        shown = without_left_out(row.row) if isinstance(row, Doubt) else row
        if not isinstance(shown, Problem):
            found.append(shown)
            room -= len(repr(shown))
        if room < 0:
            break
    return found


@dataclass(frozen=True)
class ImportCounts:
    """What an import changed.

    Attributes:
        rows: Pairs, sets or prompts that are new; of a gold file also pairs that have become gold.
        choices: Judgments that came with them.
        already_there: Rows that added nothing, because an earlier import had them.
        contradictions: Choices, or right answers, that differ from what an earlier import said, which stays.
        judged: Pairs of a gold file that were left as they are, because people have judged them.
    """

    rows: int = 0
    choices: int = 0
    already_there: int = 0
    contradictions: int = 0
    judged: int = 0

    def __add__(self, other: "ImportCounts") -> "ImportCounts":
        return ImportCounts(
            *(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )
