"""Public data sets whose fields are known: a mapping that is chosen by the fields that a row has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Format, Guess, Opinion
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.mapping import FIELDS, RULES, WAYS, Columns, Row, Wanted
from core.datasets.formats.shared.choice_fields import naming
from core.datasets.formats.shared.paths import MISSING, value_at
from core.datasets.problems import printable

__all__ = ["Known", "Opinion"]


@dataclass(frozen=True, kw_only=True)
class Known:
    """A public data set.

    Attributes:
        name: What it is called on the command line.
        title: What people call it.
        signs: Fields, or paths, that all its rows have and that together no other rows have.
        columns: Which field is what; without the choice where there are several opinions.
        check_first: What a reviewer would look at first, as a sentence.
        but: Fields of which its rows have none, where another data set has the same signs and more.
        opinions: Where its rows say several things of a pair: each; one of them must then be named.
        becomes: What is made of its rows, for the documentation, in Markdown.
    """

    name: str
    title: str
    signs: Sequence[str]
    columns: Columns
    check_first: str
    but: Sequence[str] = ()
    opinions: Sequence[Opinion] = ()
    becomes: str = "pairs"

    def as_format(self) -> Format:
        """Its format: mapped, so that a person may say otherwise."""
        return Format(
            name=self.name,
            title=self.title,
            label=self.title,
            telling=f"the fields of {self.title}: {', '.join(self.signs)}",
            looks_like=", ".join(f"`{one}`" for one in self.signs),
            becomes=self.becomes,
            adapters=COLUMNS.adapters,
            is_sure=self._is_sure,
            guess=self._guess,
            check_first=self.check_first,
            opinions=self.opinions,
        )

    def _is_sure(self, row: Row, wanted: Wanted) -> bool:
        return (
            wanted != Wanted.ANSWER_SETS
            and all(value_at(row, sign) is not MISSING for sign in self.signs)
            and not any(one in row for one in self.but)
        )

    def _guess(self, rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str]) -> Guess:
        """The columns of the data set, but for what a person has said otherwise."""
        if wanted == Wanted.PROMPTS:
            return Guess(Columns(said.get("input_text") or self.columns.input_text))
        named = next((one for one in self.opinions if one.field == said.get("choice")), None)
        if named:
            others = {part: value for part, value in said.items() if part != "choice"}
            return Guess(replace(self.columns, **{**named.rule, **others}))
        if not said.keys() & {*RULES, *WAYS}:
            columns = replace(self.columns, **said)
            return self._which(columns) if self.opinions else Guess(columns)
        fixed = {
            part: value for part in FIELDS if part not in RULES and (value := getattr(self.columns, part))
        }
        return guess_columns(rows, wanted, {**fixed, **said})

    def _which(self, columns: Columns) -> Guess:
        told = "; ".join(f"“{printable(one.field)}” says which {one.says}" for one in self.opinions)
        typed = " or ".join(naming("choice", one.field) for one in self.opinions)
        question = f"The rows hold several opinions, which may disagree: {told}. Say which is the choice."
        return Guess(columns, question=question, answer=f"Type {typed}; or --column choice= for none.")
