"""Texts as words, and what only one of several answers says.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no blanks between words: there each character stands for
one, with the marks that belong to it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# Scripts without blanks, and the vowels and tones that are written on their letters.
_LETTERS = (
    "\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2-\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
)
_ON_LETTERS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
_SIGNS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_ALONE = _LETTERS + _SIGNS
# Python's \w leaves out the vowel signs of Hindi, Tamil and others, so a word is what is no punctuation.
_MARKS = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2010-\u2046\u2048-\u205e\u2190-\u2bff\u2e00-\u2e7f\u3001-\u3004\u3008-\u3020\u30a0\u30fb"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_PART = rf"[^\s{_MARKS}{_ALONE}]"
_WORD_TEXT = rf"[{_ALONE}][{_ON_LETTERS}]*|{_PART}+(?:(?:['’\-]|(?<=\d)[.,](?=\d)){_PART}+)*"
_WORD = re.compile(_WORD_TEXT)
_TOKEN = re.compile(rf"{_WORD_TEXT}|\S")

MOST_CELLS = 64_000_000
"""Above this product of two lengths (8,000 words each) shared words are found by runs instead."""
SHORTEST_RUN = 3
"""Words: what two texts share of fewer says nothing of where it comes from."""
SHORTEST_AGREEMENT = 4
"""Characters: one shared word of fewer between two differences is an accident, such as "the" or a comma."""

Span = tuple[int, int]
"""Where something begins in a text and where it ends, in characters."""


@dataclass(frozen=True)
class Words:
    """Pieces of a text, in order, as they are compared; ``pattern`` finds them in ``text`` again."""

    said: list[str]
    text: str
    pattern: re.Pattern[str]

    def marked(self, places: Collection[int]) -> list[Span]:
        """Where the pieces at these places stand, those that follow each other as one."""
        found: list[Span] = []
        before = -2
        for place, piece in enumerate(self.pattern.finditer(self.text) if places else ()):
            if place in places:
                start = found.pop()[0] if place == before + 1 else piece.start()
                found.append((start, piece.end()))
                before = place
        return found


def words_in(text: str) -> Words:
    """The words of a text as they are compared with another: in lower case, without punctuation."""
    said = "\n".join(_WORD.findall(text)).casefold().replace("’", "'")
    return Words(said.split("\n") if said else [], text, _WORD)


def tokens_in(text: str) -> Words:
    """The words of a text as they stand there, and each mark between them."""
    return Words(_TOKEN.findall(text), text, _TOKEN)


def count_words(text: str) -> int:
    """How many words a text has; in scripts without blanks, how many characters."""
    return len(_WORD.findall(text))


def cut_at(text: str, spans: Sequence[Span]) -> list[str]:
    """A text in pieces: every second one, from the second on, is one of the spans; pieces may be empty."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], text[start:end]]
        last = end
    return [*pieces, text[last:]]


def together(several: Iterable[Sequence[Span]]) -> list[Span]:
    """Spans of one text as one list, in order, those that overlap or touch as one."""
    found: list[Span] = []
    for span in sorted(span for spans in several for span in spans):
        start, end = found.pop() if found and span[0] <= found[-1][1] else span
        found.append((start, max(end, span[1])))
    return found


def apart(texts: Sequence[str]) -> list[list[Span]]:
    """For each text, where it says what none of the others says at that point.

    Two texts are laid beside each other so that they share as many words as possible in the same order (their
    longest common subsequence); capitals and marks count. Of more than two, each is laid beside every other.
    Time grows with the product of two lengths, divided by the bits of a machine word.
    """
    tokens = [tokens_in(text) for text in texts]
    shared: list[set[int]] = [set() for _ in texts]
    for first in range(len(texts)):
        for second in range(first + 1, len(texts)):
            ours, theirs = _agreed(tokens[first].said, tokens[second].said)
            shared[first] |= ours
            shared[second] |= theirs
    return [one.marked(set(range(len(one.said))) - both) for one, both in zip(tokens, shared, strict=True)]


def _agreed(first: Sequence[str], second: Sequence[str]) -> tuple[set[int], set[int]]:
    """The places in either where both say the same, without what is an accident in both."""
    if len(first) * len(second) > MOST_CELLS:
        return _in_runs(first, second)
    ours, theirs = in_common(first, second)

    def accident(here: int, there: int) -> bool:
        return (
            len(first[here]) < SHORTEST_AGREEMENT
            and _alone(here, ours, len(first))
            and _alone(there, theirs, len(second))
        )

    pairs = zip(sorted(ours), sorted(theirs), strict=True)
    kept = [pair for pair in pairs if not accident(*pair)]
    return {here for here, _ in kept}, {there for _, there in kept}


def _alone(place: int, shared: Collection[int], length: int) -> bool:
    """Whether a shared place stands between two that are not."""
    return 0 < place < length - 1 and place - 1 not in shared and place + 1 not in shared


def in_common(first: Sequence[str], second: Sequence[str]) -> tuple[set[int], set[int]]:
    """The places in either that share a word in the same order, as many as there can be.

    Bit-parallel, after Crochemore, Iliopoulos, Pinzon and Reid (2001): one bit a word of ``first``, one row a
    word of ``second``; a bit that is 0 says that the common subsequence grows there.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for place, word in enumerate(first):
        places[word] |= 1 << place
    full = (1 << len(first)) - 1
    row, rows = full, [full]
    for word in second:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & full
        rows.append(row)
    return _way_back(rows, len(first))


def _way_back(rows: Sequence[int], column: int) -> tuple[set[int], set[int]]:
    ours, theirs = set(), set()
    row = len(rows) - 1
    while column and row:
        if rows[row] >> (column - 1) & 1:
            column -= 1
        else:
            row -= 1
            if rows[row] >> (column - 1) & 1:
                column -= 1
                ours.add(column)
                theirs.add(row)
    return ours, theirs


def _in_runs(first: Sequence[str], second: Sequence[str]) -> tuple[set[int], set[int]]:
    """Of texts so long that order costs too much: the words of every run that is in both."""

    def runs(said: Sequence[str]) -> list[tuple[str, ...]]:
        return list(zip(*(said[start:] for start in range(SHORTEST_RUN)), strict=False))

    def covered(own: list[tuple[str, ...]], others: set[tuple[str, ...]]) -> set[int]:
        starts = (place for place, run in enumerate(own) if run in others)
        return {place for start in starts for place in range(start, start + SHORTEST_RUN)}

    ours, theirs = runs(first), runs(second)
    return covered(ours, set(theirs)), covered(theirs, set(ours))
