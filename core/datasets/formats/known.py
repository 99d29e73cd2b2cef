"""Public data sets whose fields are known: a mapping that is chosen by the fields that a row has."""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial

from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Adapter, AdapterMaker, Format, Guess, Opinion
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.mapping import FIELDS, RULES, WAYS, Columns, Row, Wanted
from core.datasets.formats.shared.choice_fields import naming
from core.datasets.formats.shared.fields import rest_of
from core.datasets.formats.shared.names import find, plain
from core.datasets.formats.shared.paths import MISSING, SEPARATOR, value_at
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.problems import Problem, or_problem, printable
from core.datasets.records import PairRecord, Understood

__all__ = ["Known", "Opinion"]

Prepare = Callable[[int, Row], Row]

MOST_FIELDS = 200
"""Rows with more than these are none of a public data set, and are not looked through for other spellings."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A public data set.

    Attributes:
        name: What it is called on the command line.
        title: What people call it.
        signs: Fields, or paths, that all its rows have and that together no other rows have; capitals and
            the signs between words do not count.
        columns: Which field is what; without the choice where there are several opinions.
        check_first: What a reviewer would look at first, as a sentence.
        but: Fields of which its rows have none, where another data set has the same signs and more.
        opinions: Where its rows say several things of a pair: each; one of them must then be named.
        becomes: What is made of its rows, for the documentation, in Markdown.
        prompt: Where a row's prompt stands if only prompts are wanted, where pairs have it elsewhere.
        metadata: Fields that are surely no part of the prompt, whatever their names and texts say.
        of_choice: Fields that say something of the choice and not of the pair: ratings, reasons, prices.
        instead: Fields that stand for a part where rows lack the one that ``columns`` names.
        holds: What must be so in a row besides its having the fields.
        prepared: What is made of a numbered row before its fields are read as pairs, where no mapping could
            say it; may raise `Refused`.
    """

    name: str
    title: str
    signs: Sequence[str]
    columns: Columns
    check_first: str
    but: Sequence[str] = ()
    opinions: Sequence[Opinion] = ()
    becomes: str = "pairs"
    prompt: str = ""
    metadata: Sequence[str] = ()
    of_choice: Sequence[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    holds: Callable[[Row], bool] | None = None
    prepared: Prepare | None = None

    def as_format(self) -> Format:
        """Its format: mapped, so that a person may say otherwise."""
        return Format(
            name=self.name,
            title=self.title,
            label=self.title,
            telling=f"the fields of {self.title}: {', '.join(self.signs)}",
            looks_like=", ".join(f"`{one}`" for one in self.signs),
            becomes=self.becomes,
            adapters=self._adapters(),
            is_sure=self._is_sure,
            guess=self._guess,
            check_first=self.check_first,
            opinions=self.opinions,
            apart=self._apart if self.prepared else None,
            metadata=(*self.metadata, *self.of_choice),
        )

    def _apart(self, row: Row) -> Sequence[Row]:
        made = or_problem(self.prepared)(0, row) if self.prepared else row
        return [row if isinstance(made, Problem) else made]

    def _adapters(self) -> Mapping[Wanted, AdapterMaker]:
        made = dict(COLUMNS.adapters)
        if self.of_choice:
            made[Wanted.PAIRS] = partial(_with_choice, made[Wanted.PAIRS], self.of_choice)
        if self.prepared:
            for wanted in (Wanted.PAIRS, Wanted.GOLD):
                made[wanted] = partial(_of_prepared, made[wanted], self.prepared)
        return made

    def _is_sure(self, row: Row, wanted: Wanted) -> bool:
        return (
            wanted != Wanted.ANSWER_SETS
            and all(value_at(row, as_spelt(sign, row)) is not MISSING for sign in self.signs)
            and not any(as_spelt(one, row) in row for one in self.but)
            and (self.holds is None or self.holds(row))
        )

    def _guess(self, rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str]) -> Guess:
        """The columns of the data set, but for what a person has said otherwise."""
        if wanted == Wanted.PROMPTS:
            return Guess(Columns(said.get("input_text") or self.prompt or self.columns.input_text))
        fields = dict.fromkeys(name for row in rows for name in row)
        own = replace(self.columns, **_spelt(self._named(fields), fields))
        named = next(
            (one for one in self.opinions if as_spelt(one.field, fields) == said.get("choice")), None
        )
        if named:
            others = {part: value for part, value in said.items() if part != "choice"}
            columns = replace(own, **{**_spelt(named.rule, fields), **others})
            return Guess(columns, _nameable(columns, fields))
        if not said.keys() & {*RULES, *WAYS}:
            columns = replace(own, **said)
            return (
                self._which(columns, fields) if self.opinions else Guess(columns, _nameable(columns, fields))
            )
        fixed = {part: value for part in FIELDS if part not in RULES and (value := getattr(own, part))}
        return guess_columns(rows, wanted, {**fixed, **said})

    def _named(self, fields: Collection[str]) -> dict[str, str]:
        named = dict(self.columns.named())
        lacking = {part for part in self.instead if as_spelt(named[part], fields) not in fields}
        return named | {part: name for part, name in self.instead.items() if part in lacking}

    def _which(self, columns: Columns, fields: Collection[str]) -> Guess:
        names = [as_spelt(one.field, fields) for one in self.opinions]
        told = "; ".join(
            f"“{printable(name)}” says which {one.says}"
            for one, name in zip(self.opinions, names, strict=True)
        )
        typed = " or ".join(naming("choice", name) for name in names)
        question = f"The rows hold several opinions, which may disagree: {told}. Say which is the choice."
        known = _nameable(columns, fields)
        return Guess(columns, known, question=question, answer=f"Type {typed}; or --column choice= for none.")


def as_spelt(path: str, fields: Collection[str]) -> str:
    """The path with the name of its field as these rows spell it: ``Response_A`` for ``response_a``."""
    name, *rest = path.split(SEPARATOR)
    if path in fields or name in fields or len(fields) > MOST_FIELDS:
        return path
    return SEPARATOR.join([find([name], fields) or name, *rest])


def _nameable(columns: Columns, fields: Collection[str]) -> tuple[str, ...]:
    """The fields of the rows, and what the columns name besides: paths, and what dialogues share."""
    return tuple(dict.fromkeys((*fields, *(name for _, name in columns.named()))))


def _spelt(rule: Mapping[str, str], fields: Collection[str]) -> dict[str, str]:
    return {part: as_spelt(value, fields) if part in FIELDS else value for part, value in rule.items()}


def _of_prepared(make: AdapterMaker, prepare: Prepare, columns: Columns | None, prompts: Prompts) -> Adapter:
    adapt, ready = make(columns, prompts), or_problem(prepare)

    def records(line: int, row: Row) -> Sequence[Understood]:
        made = ready(line, row)
        return (made,) if isinstance(made, Problem) else adapt(line, made)

    return records


def _with_choice(
    make: AdapterMaker, names: Sequence[str], columns: Columns | None, prompts: Prompts
) -> Adapter:
    adapt = make(columns, prompts)
    plainly = frozenset(map(plain, names))
    return lambda line, row: [_beside_choice(one, plainly) for one in adapt(line, row)]


def _beside_choice(made: Understood, names: AbstractSet[str]) -> Understood:
    """A pair whose fields that say something of the choice are kept with it, if there is one."""
    if isinstance(made, PairRecord) and made.choice is not None:
        told = {name: value for name, value in made.extra.items() if plain(name) in names}
        made.extra = rest_of(made.extra, told.keys())
        made.about_choice = told | made.about_choice
    return made
