"""What a report counts: faults with the first places of each, and how long texts are."""

from bisect import bisect_right
from dataclasses import dataclass, field

from core.datasets.problems import Fault

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


_RENARD = (100, 125, 160, 200, 250, 315, 400, 500, 630, 800)
EDGES = (*(round(step * 10**power) for power in range(-1, 4) for step in _RENARD), 1_000_000)
"""Characters at which a bin begins: ten bins to each factor of ten (the R10 series of ISO 3) from 10 to a
million. Posts and answers differ by such factors, and a report of any file has the same bins."""

BIN_OF = bytes(bisect_right(EDGES, length) for length in range(4096))
"""The bin of each usual length."""


@dataclass(slots=True)
class Lengths:
    """Lengths of texts in characters.

    Attributes:
        counts: Texts in each bin: below the first edge, from each edge to the next, and from the last on.
        longest: The longest of all.
    """

    counts: list[int] = field(default_factory=lambda: [0] * (len(EDGES) + 1))
    longest: int = 0

    def add(self, length: int) -> None:
        """Count one text."""
        self.counts[BIN_OF[length] if length < len(BIN_OF) else bisect_right(EDGES, length)] += 1
        if length > self.longest:  # noqa: PLR1730 - max() takes three times as long, and this is done for every text
            self.longest = length

    @property
    def texts(self) -> int:
        """Texts in all."""
        return sum(self.counts)

    def bins(self) -> list[tuple[int, int, int]]:
        """The bins that have texts and those between them: where each begins, where it ends, its count."""
        used = [number for number, count in enumerate(self.counts) if count]
        ends = (*EDGES, max(self.longest + 1, EDGES[-1]))
        begins = (0, *EDGES)
        spread = range(used[0], used[-1] + 1) if used else range(0)
        return [(begins[number], ends[number], self.counts[number]) for number in spread]


CHARACTERS_PER_TOKEN = 4
"""Google's own rule of thumb: "a token is equivalent to about 4 characters. 100 tokens is equal to about
60-80 English words" (Understand and count tokens, https://ai.google.dev/gemini-api/docs/tokens). In other
scripts a token is fewer characters, so there the estimate is too low."""

MOST_PROMPT_TOKENS = 8192
MOST_ANSWER_TOKENS = 1024
"""What Google's RLHF pipeline takes at most as ``prompt_sequence_length`` and ``target_sequence_length``."""

LONGEST_PROMPT = MOST_PROMPT_TOKENS * CHARACTERS_PER_TOKEN
LONGEST_ANSWER = MOST_ANSWER_TOKENS * CHARACTERS_PER_TOKEN
"""Characters of a text that by the estimate is just within its limit."""


def too_many_tokens(text: str, limit: int) -> str:
    """What is wrong with a text that by the estimate is over a limit of tokens, as the end of a sentence."""
    tokens = -(-len(text) // CHARACTERS_PER_TOKEN)
    return (
        f"is an estimated {tokens:,} tokens ({len(text):,} characters, {CHARACTERS_PER_TOKEN} to a token); "
        f"a method takes at most {limit:,}"
    )
