"""What a format is: how its rows are recognised, what makes records of them, and what people read of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from core.datasets.formats.joins import Joins
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.fields import rest_of, storing_problem
from core.datasets.formats.shared.paths import SEPARATOR, lifted
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import GoldRecord, PairRecord, Understood
from core.errors import InvalidInput
from core.labelling import Outcome

Adapter = Callable[[int, Row], Sequence[Understood]]
"""Makes of a numbered row its records, or one problem; none, where it waits for others (`left_over`)."""

AdapterMaker = Callable[[Columns | None, Prompts], Adapter]
"""Makes an adapter for columns as they were named, and with what puts prompts together."""


def never(*_: object) -> bool:
    """No row tells this."""
    return False


@dataclass(frozen=True)
class Guess:
    """Which field is what, as far as the first rows of a file tell.

    Attributes:
        fields: All that may be named; empty for the fields of the rows.
        question: What must be asked before rows are taken, as a sentence; empty if nothing.
        answer: What to type in a terminal to answer it, as a sentence.
        asked: The field of which somebody must say how choices are written.
    """

    columns: Columns
    fields: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    asked: str | None = None


@dataclass(frozen=True)
class Opinion:
    """One of several things that a data set says of its pairs; somebody must say which is the choice.

    Attributes:
        says: What it is about, for people, such as ``is the more helpful one``.
        rule: The parts of `Columns` that say how it is written, its field among them.
    """

    says: str
    rule: Mapping[str, str]

    @property
    def field(self) -> str:
        """The field by which a person names it: that of the choice, or the first one."""
        return self.rule.get("choice") or next(iter(self.rule.values()))


@dataclass(frozen=True, eq=False)
class Format:
    """One way in which rows are written. A file defines each, and `FORMATS` gives it its place.

    Attributes:
        name: What it is called on the command line.
        title: What people read; reports are stored with it, so it never changes.
        label: What the page offers: the title with fields to know it by.
        telling: What its rows have, as the end of "90 of the first 100 rows have …".
        looks_like: The fields, for the documentation, in Markdown.
        becomes: What is made of them, for the documentation, in Markdown.
        adapters: What makes records of its rows, by what can be wanted; gold pairs are made of pairs.
        is_sure: Whether a row can be nothing else. The first format that is sure of a row has it.
        is_likely: Whether it may be one; the first has it of which no other is sure.
        guess: Of a format whose rows do not say which field is what (it is mapped): tells that from the first
            rows, what is wanted of them, and what a person has named. None where names are fixed.
        is_columns: Whether the first rows, recognised as this, can only be read as columns; also told what is
            wanted, and whether every value is text.
        assumed: Columns for rows that were recognised, while nobody has said that they are of this format.
        note: What is to be said of a whole file, told by its first rows.
        check_first: What of rows that were read so a reviewer would look at first, as a sentence.
        joins: Of rows that hold answers alone: how the items they are about are joined to them.
        apart: Of rows that hold what several people said: makes of one the rows in which columns are named.
        sides: What its rows call the two candidates, where nobody names columns.
        opinions: Where its rows say several things of a pair: each; one of them must then be named.
        ask: Where nobody names columns: what must be asked of the first rows before rows are taken, as two
            sentences, the question and what to type; None if nothing.
        metadata: Fields that are surely no part of prompts, so that nobody is asked about them.
        tells_unread: Whether its records tell of opinions that were not read; else the report looks for some.
    """

    name: str
    title: str
    label: str
    telling: str
    looks_like: str
    becomes: str
    adapters: Mapping[Wanted, AdapterMaker]
    is_sure: Callable[[Row, Wanted], bool] = never
    is_likely: Callable[[Row, Wanted], bool] = never
    guess: Callable[[Sequence[Row], Wanted, Mapping[str, str]], Guess] | None = None
    is_columns: Callable[[Sequence[Row], Wanted, bool], bool] = never
    assumed: Columns | None = None
    note: Callable[[Sequence[Row]], Fault | None] | None = None
    check_first: str = ""
    joins: Joins | None = None
    apart: Callable[[Row], Sequence[Row]] | None = None
    sides: tuple[str, str] = ("candidate_0", "candidate_1")
    opinions: Sequence[Opinion] = ()
    ask: Callable[[Sequence[Row], Wanted], tuple[str, str] | None] | None = None
    metadata: tuple[str, ...] = ()
    tells_unread: bool = False

    @property
    def is_mapped(self) -> bool:
        """Whether somebody can say which field is what."""
        return self.guess is not None

    def makes(self, wanted: Wanted) -> bool:
        """Whether its rows hold what is wanted."""
        return wanted in self.adapters or (wanted == Wanted.GOLD and Wanted.PAIRS in self.adapters)

    def adapter(self, wanted: Wanted, columns: Columns | None = None, prompts: Prompts = GUESSED) -> Adapter:
        """What makes records of its rows.

        Args:
            wanted: What is to be made of them.
            columns: Names of fields, where it is mapped; `assumed` where nobody has said the format.
            prompts: Puts prompts together of their parts.

        Raises:
            InvalidInput: The format has no such rows, or fields that are needed are not named.
        """
        if not self.makes(wanted):
            raise InvalidInput(self._lacks(wanted))
        made = self.adapters.get(wanted) or self.adapters[Wanted.PAIRS]
        adapt = _with_paths(made(columns, prompts), columns, prompts)
        if wanted != Wanted.GOLD:
            return adapt
        return _Gold(adapt, columns.note if columns and columns.note else "note")

    def _lacks(self, wanted: Wanted) -> str:
        if wanted != Wanted.ANSWER_SETS:
            return f"Rows in the format “{self.title}” hold no {wanted.value}; choose another format."
        return (
            f"Rows in the format “{self.title}” hold no lists of answers to be ranked; give input_text and "
            "candidates, or import the file into a project for pairs."
        )


@dataclass(frozen=True)
class Recognised:
    """What format rows seem to have, for a person to confirm.

    Attributes:
        columns: The best guess of names, if the format is mapped.
        fields: Names of fields seen, in the order they were met.
        why: What told, as a sentence.
        question: What must be asked before rows are taken, as a sentence; empty if nothing.
        answer: What to type in a terminal to answer it, as a sentence.
    """

    format: Format
    columns: Columns | None
    fields: tuple[str, ...]
    why: str
    question: str = ""
    answer: str = ""

    @property
    def asked(self) -> str:
        """The question with what to type to answer it."""
        return f"{self.question} {self.answer}".rstrip()


def each_alone(read: Callable[..., Understood], prompts: Prompts) -> Adapter:
    """For rows of which each is one record: ``read`` takes the line, the row and ``prompts``."""
    return lambda line, row: (read(line, row, prompts=prompts),)


def one_each(read: Callable[..., Understood]) -> AdapterMaker:
    """The same for a format of which nobody names columns."""
    return lambda _, prompts: each_alone(read, prompts)


def _with_paths(adapt: Adapter, columns: Columns | None, prompts: Prompts) -> Adapter:
    """Parts of a prompt may stand inside other fields; all that are named are taken out at once."""
    if not any(SEPARATOR in name for name in prompts.named):
        return adapt
    paths = prompts.named | (columns.fields if columns else frozenset())
    return lambda line, row: adapt(line, lifted(row, paths))


def as_gold(pair: PairRecord, *, note: str = "note") -> GoldRecord | Problem:
    """A pair as one whose right answer is known, or what it lacks; ``note`` is the field that says why."""
    if pair.choice is None:
        reason = "is missing; a gold pair needs its right answer, 0 or 1"
        return Problem(pair.line, "choice", "missing", reason, Fault.MISSING)
    if isinstance(pair.choice, Outcome):
        reason = "is a tie; a gold pair needs a right answer, 0 or 1"
        return Problem(pair.line, "choice", pair.choice.value, reason, Fault.CHOICE_OUT_OF_RANGE)
    why = pair.extra.get(note, "")
    if not isinstance(why, str):
        return Problem(pair.line, note, shorten(why), "must be text, or be left out", Fault.NOT_TEXT)
    values = {one.name: getattr(pair, one.name) for one in fields(PairRecord)}
    return storing_problem(pair.line, note, why) or GoldRecord(
        **values | {"extra": rest_of(pair.extra, {note})}, note=why
    )


def left_over(adapt: Adapter) -> Iterable[Understood]:
    """What an adapter that puts several rows together still has to say at the end of a file."""
    rest: Callable[[], Iterable[Understood]] | None = getattr(adapt, "rest", None)
    return rest() if rest else ()


@dataclass(frozen=True)
class _Gold:
    """Makes gold pairs of the pairs that an adapter makes."""

    pairs: Adapter
    note: str

    def __call__(self, line: int, row: Row) -> Sequence[Understood]:
        return self._made(self.pairs(line, row))

    def rest(self) -> Sequence[Understood]:
        return self._made(left_over(self.pairs))

    def _made(self, found: Iterable[Understood]) -> list[Understood]:
        return [as_gold(one, note=self.note) if isinstance(one, PairRecord) else one for one in found]
