"""One kind of fault in what was imported: how often it was found, and the first places."""

from dataclasses import dataclass, field

from core.datasets.problems import ABOUT, Fault, Severity

MOST_EXAMPLES = 3
LONGEST_PART = 240
"""Characters of a file's name, a field's name, a value or a reason that a report keeps."""


@dataclass(frozen=True, slots=True)
class Example:
    """One place where a fault was found.

    Attributes:
        source: The file, without its folder.
        line: The line of a text file, or the number of the row or item (from 1).
        field: The field at fault, if one is.
        value: What stands there, cut for a sentence.
        reason: What is wrong with it, as the rest of a sentence that begins with the field.
    """

    source: str
    line: int
    field: str = ""
    value: str = ""
    reason: str = ""

    def sentence(self) -> str:
        """Where it is and, as far as known, what is wrong there."""
        place = f"{self.source}, line {self.line}"
        if self.field:
            place += f", field {self.field}"
        told = f"{place}: {self.reason}" if self.reason else place
        return f"{told} (it is {self.value})." if self.value else f"{told}."


@dataclass(slots=True)
class Finding:
    """How often a fault was found, with the first places as examples."""

    fault: Fault
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    @property
    def severity(self) -> Severity:
        """What becomes of the rows that have it."""
        return ABOUT[self.fault].severity

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return ABOUT[self.fault].remedy

    @property
    def has_examples(self) -> bool:
        """Whether it has all the examples that it keeps."""
        return len(self.examples) >= MOST_EXAMPLES

    def add(
        self, source: str, line: int, *, field: str = "", value: str = "", reason: str = "", times: int = 1
    ) -> None:
        """Count so many more places, in one line after another."""
        self.count += times
        for number in range(min(times, MOST_EXAMPLES - len(self.examples))):
            place = Example(excerpt(source), line + number, excerpt(field), excerpt(value), excerpt(reason))
            self.examples.append(place)


def excerpt(text: str) -> str:
    """A text from outside, cut, with every character that a screen or a database may not take spelt out.

    These are control characters (a terminal obeys some, and PostgreSQL stores no NUL), halves of surrogate
    pairs, and marks that turn the direction of writing.
    """
    start = text[: LONGEST_PART + 1]
    if not start.isprintable():
        start = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in start)
    return start if len(start) <= LONGEST_PART else start[: LONGEST_PART - 1] + "…"
