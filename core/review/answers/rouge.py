"""ROUGE: how many words, pairs of words, or words in their order an answer shares with a reference.

As Google's rouge-score computes it without stemming, which is what papers on summaries report.
Source: Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004; https://pypi.org/project/rouge-score
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

ROUGE_WARNING = (
    "ROUGE counts words shared with one reference and sees neither what is wrong nor what is well said. Two "
    "trainings that differ in nothing but their seed differ in it as well, so a difference between models of "
    "one seed each means little: people's verdicts decide."
)
_NO_TOKEN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """Mean F1 over the answers that have a reference with words in it, each from 0 to 1.

    Attributes:
        rouge_1: Of single words.
        rouge_2: Of two words in a row.
        rouge_l: Of the longest sequence of words that both have in the same order.
        answers: How many answers were scored.
    """

    rouge_1: float
    rouge_2: float
    rouge_l: float
    answers: int


def rouge(pairs: Iterable[tuple[str, str]]) -> Rouge | None:
    """A model's figure from pairs of a reference and the model's answer.

    Words are runs of the letters a to z and of digits, in lower case; a reference without any is passed over.

    Returns:
        The means; None where no reference has words.
    """
    scored = [rouge_of(*pair) for pair in pairs if tokens(pair[0])]
    if not scored:
        return None
    one, two, longest = (fmean(each) for each in zip(*scored, strict=True))
    return Rouge(one, two, longest, len(scored))


def rouge_of(reference: str, answer: str) -> tuple[float, float, float]:
    """F1 of ROUGE-1, ROUGE-2 and ROUGE-L of one answer."""
    wanted, said = tokens(reference), tokens(answer)
    shared = [sum((_grams(wanted, size) & _grams(said, size)).values()) for size in (1, 2)]
    return (
        _f1(shared[0], len(wanted), len(said)),
        _f1(shared[1], len(wanted) - 1, len(said) - 1),
        _f1(in_order(wanted, said), len(wanted), len(said)),
    )


def tokens(text: str) -> list[str]:
    """The words of a text as ROUGE counts them."""
    return _NO_TOKEN.sub(" ", text.lower()).split()


def in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, a whole row of the table at once in the bits of a number.

    Source: Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    every = row = (1 << len(one)) - 1
    for word in other:
        met = row & places.get(word, 0)
        row = (row + met | row - met) & every
    return len(one) - row.bit_count()


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def _f1(shared: int, wanted: int, said: int) -> float:
    return 2 * shared / (wanted + said) if shared else 0.0
