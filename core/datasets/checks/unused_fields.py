"""Fields that nothing uses: each is listed, and one that may belong to the prompt is a question."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.datasets.checks.findings import excerpt
from core.datasets.checks.prompt_likely import is_of_others, kind_of, may_be_of_prompt, repeats, words_of
from core.datasets.checks.report import Report
from core.datasets.checks.wording import UNSEEN
from core.datasets.formats.mapping import Parts
from core.datasets.formats.shared.names import is_switched_off
from core.datasets.formats.shared.prompt_front import is_nothing
from core.datasets.problems import Fault, shorten
from core.datasets.records import Record

LONG = 100
"""Characters on average from which on a text may be a part of a prompt, whatever its name."""
LOOKED_AT = 200
"""Values after which a field that has said nothing in words is looked at no more."""
MOST_FIELDS = 200
NESTED = "data"
"""The field in which Label Studio keeps what a task holds."""

BY_NAME = "may belong to the prompt, as its name says, and nothing uses it"
BY_LENGTH = "is long enough to belong to the prompt, and nothing uses it"
BY_DIFFERENCE = "differs between rows whose prompts are equal, and nothing uses it"


class UnusedFields:
    """Looks at what is left of rows when all their parts are found.

    Rows with the same fields share what is known of these, so that a row costs one look-up once it is clear
    that they are numbers, ids and the like.

    Args:
        report: Where the fields and the questions go.
        said: What a person has said of fields; those are no question.
    """

    def __init__(self, report: Report, said: Parts) -> None:
        self._report = report
        self._said = said
        self._no_prompt: set[str] = set()
        self._fields: dict[str, _Field] = {}
        self._watched: dict[tuple[str, ...], list[_Field]] = {}

    def know(self, metadata: Iterable[str]) -> None:
        """Fields of the rows to come that are surely no part of prompts, as their format is known to have."""
        self._no_prompt.update(metadata)

    def see(self, source: str, record: Record) -> None:
        """Look at one row."""
        if record.extra:
            self._see(source, record, record.extra)
            nested = record.extra.get(NESTED)
            if isinstance(nested, dict) and nested:
                self._see(source, record, nested)
        if record.conversation and "media" in record.conversation:
            self._see_media(source, record, record.conversation["media"])

    def finish(self) -> None:
        """Write down what was found."""
        for field in self._fields.values():
            reason = field.reason_to_ask()
            if field.kind and reason != UNSEEN:
                self._report.unused[excerpt(field.name)] = field.kind
            if reason and field.first:
                source, line, value = field.first
                self._report.open_fields[field.name] = reason
                self._report.note(Fault.OPEN_FIELD, source, line, field.name, value, reason)
                self._report.findings[Fault.OPEN_FIELD].count += field.rows - 1

    def _see(self, source: str, record: Record, fields: Mapping[str, Any]) -> None:
        names = tuple(fields)
        watched = self._watched.get(names)
        if watched is None:
            if len(self._watched) >= MOST_FIELDS:
                self._watched.clear()
            watched = self._watched[names] = [self._field(name) for name in names]
        for field in watched:
            field.see(fields[field.name], source, record)
        if any(field.done for field in watched):
            self._watched[names] = [field for field in watched if not field.done]

    def _see_media(self, source: str, record: Record, media: Mapping[str, Any]) -> None:
        for name, value in media.items():
            if self._said.media is None:
                self._field(name).ask(UNSEEN, source, record, value)
            else:
                reason = "cannot be shown; people judge the row without it"
                self._report.note(Fault.NOT_SHOWN, source, record.line, name, shorten(value), reason)

    def _field(self, name: str) -> "_Field":
        field = self._fields.get(name)
        if field is None:
            said = name in self._said.names() or is_switched_off(name, self._said)
            settled = said or name in self._no_prompt or is_of_others(name)
            field = _Field(name, settled=settled)
            if len(self._fields) < MOST_FIELDS:
                self._fields[name] = field
        return field


class _Field:
    """What is known of one field.

    Attributes:
        kind: What stands in it; empty before anything does.
        first: File, line and value of the first row that may belong to the prompt.
        rows: How many there are.
        done: Whether it need not be looked at any more.
    """

    def __init__(self, name: str, *, settled: bool) -> None:
        self.name = name
        self.kind = ""
        self.first: tuple[str, int, str] | None = None
        self.rows = 0
        self.done = name == NESTED
        self._settled = settled
        self._named = may_be_of_prompt(name)
        self._reason = ""
        self._looked_at = 0
        self._characters = 0
        self._by_prompt: dict[int, int] = {}

    def ask(self, reason: str, source: str, record: Record, value: object) -> None:
        """Ask about the field because of this row."""
        self._reason = reason
        self.rows += 1
        self.kind = self.kind or kind_of(value)
        self.first = self.first or (source, record.line, shorten(value))

    def see(self, value: object, source: str, record: Record) -> None:
        """Look at one value."""
        if self.done or is_nothing(value):
            return
        self.kind = self.kind or kind_of(value)
        self._looked_at += 1
        words = "" if self._settled else words_of(value, named=self._named)
        if not words and self._is_other_name(value, record):
            self.ask(BY_DIFFERENCE, source, record, value)
            return
        if not words or (not self._reason and repeats(words, value, record)):
            self.done = self._settled or (self._looked_at >= LOOKED_AT and not self.rows)
            return
        differs = not self._named and self._differs(words, record.input_text)
        self._characters += len(words)
        self.ask(
            BY_NAME if self._named else BY_DIFFERENCE if differs else self._reason, source, record, value
        )

    def reason_to_ask(self) -> str:
        """Why somebody should say what the field is; empty if nobody need."""
        if self._reason or not self.rows:
            return self._reason
        return BY_LENGTH if self._characters >= LONG * self.rows else ""

    def _is_other_name(self, value: object, record: Record) -> bool:
        """Whether it is a word, as of a file, and another row with the same prompt has another one."""
        if self._settled or not self._named or not isinstance(value, str):
            return False
        return self._differs(value, record.input_text)

    def _differs(self, words: str, prompt: str) -> bool:
        """Whether another row has the same prompt and other words."""
        said = hash(words)
        return self._by_prompt.setdefault(hash(prompt), said) != said
