"""Words: what a text is found by, and what somebody who searches has typed; both databases keep the same.

Words are runs of letters and digits, without regard to case and accents. Scripts that set no blanks (Chinese,
Japanese, Thai …) have no such runs, so each two neighbours are a word, and whoever types several looks for
all of them next to each other.
"""

import re
import unicodedata
from dataclasses import dataclass

SEARCHED_CHARACTERS = 20_000
"""Of each text; with more, PostgreSQL's limit of 1 MB for the words of a row could be reached."""
LONGEST_WORD = 100
MOST_TERMS = 8
LONGEST_SEARCH = 1000

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"(?P<run>[{_UNSPACED}]+)|[^\W_{_UNSPACED}]+")
_PLAIN = re.compile("[a-z0-9]+")
_TERM = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_ACCENTS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other; of the last one, only its beginning if ``begins``."""

    words: tuple[str, ...]
    begins: bool = False


def words_of(text: str) -> list[str]:
    """The words that a text is found by, in their order."""
    folded = _folded(text[:SEARCHED_CHARACTERS])
    if folded.isascii():  # most texts, in a third of the time
        return [one[:LONGEST_WORD] for one in _PLAIN.findall(folded)]
    words: list[str] = []
    for found in _WORD.finditer(folded):
        run = found["run"]
        # The last one alone ends the run: a single character is found as the beginning of a word.
        words += [run[at : at + 2] for at in range(len(run))] if run else [found[0][:LONGEST_WORD]]
    return words


def terms_of(search: str) -> list[Term]:
    """What somebody looks for: words, beginnings of words (``sum*``), and phrases in quotation marks."""
    terms: list[Term] = []
    for found in _TERM.finditer(search[:LONGEST_SEARCH]):
        typed = found["phrase"] if found["word"] is None else found["word"]
        terms += _terms(_folded(typed), begins=typed.endswith("*"))
    return terms[:MOST_TERMS]


def _terms(typed: str, *, begins: bool) -> list[Term]:
    terms: list[Term] = []
    words: list[str] = []
    for found in _WORD.finditer(typed):
        if run := found["run"]:
            neighbours = tuple(run[at : at + 2] for at in range(len(run) - 1))
            terms.append(Term(neighbours or (run,), begins=not neighbours))
        else:
            words.append(found[0][:LONGEST_WORD])
    return [*terms, *([Term(tuple(words), begins=begins)] if words else [])]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Apart, without accents, and together again: Korean syllables would stay in pieces.
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold()
