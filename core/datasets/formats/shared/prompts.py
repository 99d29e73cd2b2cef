"""A prompt that stands in several fields of a row: instruction and input, system, earlier turns, context."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from core.datasets.formats.mapping import NOTHING_SAID, Parts, Row
from core.datasets.formats.shared import names
from core.datasets.formats.shared.dialogues import as_messages
from core.datasets.formats.shared.fields import Named, as_written, rest_of, text_in
from core.datasets.formats.shared.names import find, plain
from core.datasets.formats.shared.prompt_front import Front, is_nothing, read_part
from core.datasets.problems import Fault, Problem, Refused, shorten
from core.datasets.records import PromptRecord

INSTRUCTIONS = ("instruction",)
"""Below these, and no other names of a prompt, stands an ``input``."""

MOST_SHAPES = 1000
"""Rows with different names of fields that are remembered; hostile files have no two alike."""
MOST_NAMED = 20
NO_OTHER: frozenset[str] = frozenset()


class BuiltPrompt(NamedTuple):
    """A prompt put together.

    Attributes:
        prompt: A text, a message, or a list of messages.
        used: The fields it was made of.
        media: Pictures and the like that belong to it and cannot be shown, by field; None if there are none.
    """

    prompt: Any
    used: frozenset[str]
    media: Row | None = None

    def written(self, **answers: Any) -> Row | None:
        """The messages of a row as they were written, and what cannot be shown; None if it has only texts."""
        return as_written(prompt=self.prompt, **answers, media=self.media)


class _Fields(NamedTuple):
    """Which fields of rows with the same names hold what."""

    input: str | None
    system: str | None
    history: str | None
    context: tuple[str, ...]
    media: tuple[str, ...]

    def before(self) -> Iterator[tuple[str, str]]:
        """What stands before the prompt: each part with its field."""
        if self.system:
            yield "system", self.system
        if self.history:
            yield "history", self.history
        yield from (("context", name) for name in self.context)


NO_FIELDS = _Fields(None, None, None, (), ())


class Prompts:
    """Puts prompts together; which fields are what is decided once for all rows with the same names.

    Args:
        said: What a person has said of the parts; what was not said is guessed by usual names.

    Attributes:
        named: Fields, or paths, that a person has named as parts.
        made_of: The fields that have made prompts so far, by part.
    """

    def __init__(self, said: Parts = NOTHING_SAID) -> None:
        self._said = said
        self.named = frozenset(said.named())
        self._known: dict[tuple[str, tuple[str, ...]], _Fields] = {}
        self.made_of: dict[str, list[str]] = {}
        self._met: set[str] = set()

    def build(self, line: int, row: Row, main: Named, *, other: AbstractSet[str] = NO_OTHER) -> BuiltPrompt:
        """The prompt of a row with all its parts.

        Args:
            line: Where the row stands.
            row: The row.
            main: The field of the prompt itself, and what it says.
            other: Fields that are something else for sure.

        Raises:
            Refused: A part cannot be read.
        """
        name, prompt = main[0], as_messages(main[1])
        key = (name, tuple(row))
        fields = self._known.get(key)
        if fields is None:
            fields = self._learn(key, [one for one in row if one not in other])
        if fields is NO_FIELDS:
            return BuiltPrompt(prompt, frozenset((name,)))
        return self._put_together(line, row, (name, prompt), fields)

    def record(self, line: int, row: Row, main: Named, *, other: AbstractSet[str] = NO_OTHER) -> PromptRecord:
        """The prompt of a row alone; takes and raises all that `build` does."""
        built = self.build(line, row, main, other=other)
        text = text_in(line, (main[0], built.prompt))
        return PromptRecord(line, text, rest_of(row, built.used), built.written())

    def not_met(self) -> list[str]:
        """Fields that a person has named as a part of the prompt, and that no row had so far."""
        return [name for name in self._said.named() if name not in self._met]

    def _learn(self, key: tuple[str, tuple[str, ...]], others: list[str]) -> _Fields:
        if len(self._known) >= MOST_SHAPES:
            self._known.clear()
        self._met.update(key[1])
        self._use("prompt", key[0], set())
        fields = self._known[key] = self._fields(key[0], others)
        return fields

    def _fields(self, main: str, others: list[str]) -> _Fields:
        said = self._said
        free = [name for name in others if name != main and name not in said.names()]
        instructed = plain(main) in INSTRUCTIONS
        found = _Fields(
            _one(said.input, free, names.INPUTS if instructed else ()),
            _one(said.system, free, names.SYSTEMS),
            _one(said.history, free, names.HISTORIES),
            _context(said.context, free),
            tuple(filter(names.is_media, free)) if said.media is None else said.media,
        )
        return found if any(found) else NO_FIELDS

    def _put_together(self, line: int, row: Row, main: Named, fields: _Fields) -> BuiltPrompt:
        name, prompt = main
        used = {name}
        below = _plain_text(row.get(fields.input)) if fields.input else ""
        if fields.input and below and isinstance(prompt, str):
            prompt = f"{prompt}\n{below}" if prompt.strip() else below
            self._use("input", fields.input, used)
        front = self._front(line, row, fields, used)
        media = {
            one: row[one] for one in fields.media if isinstance(row.get(one), str | list | dict) and row[one]
        }
        for one in media:
            self._use("media", one, used)
        return BuiltPrompt(front.before(prompt), frozenset(used), media or None)

    def _front(self, line: int, row: Row, fields: _Fields, used: set[str]) -> Front:
        """What stands before the prompt: its context, its earlier turns and its system turn."""
        front = Front([], [], [])
        for part, name in fields.before():
            value = row.get(name)
            if is_nothing(value):
                continue
            made = read_part(part, value)
            if made is None and getattr(self._said, part) is None:
                continue  # it stays with the row, and the report asks what it is
            if made is None:
                reason = "must be text or messages, to be a part of the prompt"
                raise Refused(Problem(line, name, shorten(value), reason, Fault.NOT_TEXT))
            front.add(part, made)
            if made:
                self._use(part, name, used)
        return front

    def _use(self, part: str, name: str, used: set[str]) -> None:
        used.add(name)
        known = self.made_of.setdefault(part, [])
        if name not in known and len(known) < MOST_NAMED:
            known.append(name)


GUESSED = Prompts()
"""Guesses every part; for rows of which nobody has said anything."""


def _one(said: str | None, free: Iterable[str], usual: tuple[str, ...]) -> str | None:
    """The field that a person has named, none if they said so, or the one with a usual name."""
    return find(usual, free) if said is None else said or None


def _context(said: tuple[str, ...] | None, free: Iterable[str]) -> tuple[str, ...]:
    if said is not None:
        return said
    found = find(names.CONTEXTS, free)
    return (found,) if found else ()


def _plain_text(value: object) -> str:
    """What stands below an instruction: text, or a number as text; empty if neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas makes fractions of integers where one is missing
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else ""
