"""What a reward model sees of an answer: seventeen numbers, and its words and letters, hashed.

No feature knows on which side an answer stood. A model is one weight a feature, so its reward is a sum. The
program that Google runs carries this very module, so the standard library and numpy must do.
"""

import base64
import math
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.answer_features import FEATURES, Array, Post, count_words, read_post, summary_features, words_of

BUCKETS = 1 << 15
"""How many weights words and letters share; two that meet in one are seen as the same."""

LETTERS = 3
"""Characters of a run of letters."""

MOST_CHARACTERS = 4_000
"""Of an answer and of a prompt; what comes after is not read, only its length is."""

BESIDE = (
    "copied_words",
    "copied_letters",
    "log_characters",
    "letters_per_word",
    "log_lines",
    "digits",
    "marks",
)
"""Numbers beside the ten hand-made ones: overlap with the prompt, lengths, and what it is written with."""

MEASURES = (*FEATURES, *BESIDE)
MAX_DEVIATIONS = 4.0
"""A number further from its mean than this many standard deviations counts as this far."""

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Prompt:
    """A prompt, with what every answer to it is compared to: its pairs of words, its runs of letters."""

    post: Post
    pairs: Hashes
    letters: Hashes


@dataclass(frozen=True)
class Weights:
    """A reward model.

    Attributes:
        measures: One weight for each of ``MEASURES``, whose means and standard deviations follow.
        text: One for each bucket, shape (BUCKETS,).
        median: The reward that becomes 0.
        spread: The distance from it that becomes tanh(1) = 0.76.
    """

    measures: Array
    mean: Array
    scale: Array
    text: Array
    median: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class Said:
    """A text as it is read: its beginning, its length in characters, its words, pairs and runs of letters."""

    text: str
    length: int
    words: Hashes
    pairs: Hashes
    letters: Hashes


@lru_cache(maxsize=4)
def read_prompt(prompt: str) -> Prompt:
    """Measure a prompt once, for all answers to it."""
    said = read_answer(prompt)
    return Prompt(read_post(said.text), np.unique(said.pairs), np.unique(said.letters))


def read_answer(answer: str) -> Said:
    """Read the beginning of a text."""
    text = answer[:MOST_CHARACTERS]
    words = word_hashes(words_of(text))
    return Said(text, len(answer), words, runs_of(words, 2), letter_hashes(text))


def measures_of(prompt: Prompt, said: Said) -> Array:
    """The numbers of an answer, in the order of ``MEASURES``; all finite."""
    text = said.text
    characters = max(1, len(text))
    return np.array(
        [
            *summary_features(prompt.post, text),
            shared(said.pairs, prompt.pairs),
            shared(said.letters, prompt.letters),
            math.log1p(said.length),
            math.log1p(characters / max(1, count_words(text))),
            math.log1p(text.count("\n")),
            sum(map(text.count, "0123456789")) / characters,
            sum(map(text.count, '!?*#()[]:;"-')) / characters,
        ]
    )


def buckets_of(said: Said) -> "tuple[Places, Array]":
    """The buckets that an answer's words, pairs of words and runs of letters fall into, and how much of each.

    What is said twice counts once, and those of each kind come to a length of 1 at most: neither repeating
    nor adding words is worth anything by itself.
    """
    kinds = [np.unique((found * SPREAD) >> SHIFT) for found in (said.words, said.pairs, said.letters)]
    amounts = [np.full(len(places), 1.0 / math.sqrt(max(SHORT, len(places)))) for places in kinds]
    return np.concatenate(kinds).astype(np.int64), np.concatenate(amounts)


SHORT = 20
"""Fewer things do not come to a length of 1: else one liked word would be worth more than any answer."""

SPREAD = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(64 - 15)


def word_hashes(words: "list[str]") -> Hashes:
    """A number for each word, the same everywhere."""
    return np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)


def letter_hashes(text: str) -> Hashes:
    """A number for each run of three characters, in lower case and with white space collapsed."""
    text = f" {' '.join(text.lower().split())} "
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    return runs_of(letters, LETTERS) + np.uint64(1)


def runs_of(numbers: Hashes, length: int) -> Hashes:
    """A number for each run of so many numbers; none where there are fewer."""
    count = len(numbers) - length + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        total = total * np.uint64(0x100000001B3) + numbers[place : place + count]
    return total


def shared(found: Hashes, known: Hashes) -> float:
    """Which share of what was found is known; of nothing, 0."""
    if not len(found) or not len(known):
        return 0.0
    near = np.minimum(np.searchsorted(known, found), len(known) - 1)
    return float((known[near] == found).mean())


def standardised(measures: Array, mean: Array, scale: Array) -> Array:
    """Numbers as deviations from the mean, in standard deviations, at most four."""
    return np.clip((measures - mean) / scale, -MAX_DEVIATIONS, MAX_DEVIATIONS)


def raw_reward(weights: Weights, prompt: str, answer: str) -> float:
    """What an answer is worth in log-odds: of two, the one with so much more is preferred so often."""
    said = read_answer(answer)
    measures = standardised(measures_of(read_prompt(prompt), said), weights.mean, weights.scale)
    places, amounts = buckets_of(said)
    return float(measures @ weights.measures + amounts @ weights.text[places])


def squashed(weights: Weights, raw: float) -> float:
    """A reward between -1 and 1."""
    return math.tanh((raw - weights.median) / weights.spread)


def packed(text: Array) -> str:
    """Weights of two bytes each, as text."""
    return base64.b85encode(zlib.compress(text.astype("<f2").tobytes(), 9)).decode()


def unpacked(text: str) -> Array:
    """The weights of `packed`."""
    return np.frombuffer(zlib.decompress(base64.b85decode(text)), dtype="<f2").astype(np.float64)
