"""What an import is to make of which files, settled before the first row is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.datasets.formats import Columns, Format, Parts, Recognised, Wanted
from core.datasets.formats.shapes import NOTHING_SAID
from core.datasets.formats.vertex_spelt import AS_SPELT
from core.datasets.models import DatasetKind
from core.errors import InvalidInput
from core.labelling import Mode, ProjectSettings, ProjectView


class Stage(StrEnum):
    """What an import is busy with; the value is what people read."""

    READING = "Reading"  # counted in bytes as they are stored
    TAKING = "Taking"  # counted in rows


Progress = Callable[[Stage, int, int | None], None]
"""Told how far a stage is, and how far it goes if that is known; raising from it cancels the import."""


@dataclass(frozen=True)
class Shape:
    """How the rows of a file are written: what `recognise_sources` says, or a person."""

    format: Format
    columns: Columns | None = None

    @classmethod
    def of(cls, found: Recognised) -> "Shape":
        """What was recognised, as nobody has said otherwise."""
        spelt = AS_SPELT if found.format == Format.VERTEX else None
        return cls(found.format, found.columns or spelt)


@dataclass(frozen=True)
class Plan:
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
