"""Ten numbers that say what an answer is like beside its prompt, made for summaries of posts.

The reward model of a local run sees nothing else. The one that becomes a reward sees words and letters too,
and its program carries this very module: so the standard library and numpy must do. It belongs to no stage,
for a local run's process loads none.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# What data sets append to ask for the summary: "[summary]: ", "[TL;DR]", "TL;DR:".
_MARKER = re.compile(
    r"(?:\[[^\[\]\n]{1,20}\]\s*:|\[(?:summary|tl;?dr)\]|\b(?:summary|tl;?dr)\s*:)$", re.IGNORECASE
)
_BREAK = re.compile(r"""[.!?…]["'”’)\]]*\s+|[。！？]|\n\s*\n""")  # noqa: RUF001 - full-width marks end sentences
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|approx|e\.g|i\.e)\.\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def post_text(prompt: str) -> str:
    """The post itself: the prompt without the marker that asks for its summary, such as "[summary]: "."""
    return _MARKER.sub("", prompt.rstrip()).rstrip()


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, white space collapsed.

    A sentence ends at ``.``, ``!``, ``?`` or ``…`` before white space, or at an empty line; "e.g." and the
    like do not end one. Pieces without a letter or digit are left out, so the result may be empty.
    """
    return tuple(" ".join(piece.split()) for piece in _sentences(text))


def _sentences(text: str) -> list[str]:
    """The sentences of a text as they stand there."""
    pieces = []
    start = 0
    for match in _BREAK.finditer(text):
        if not _ABBREVIATION.search(text, max(start, match.end() - 12), match.end()):
            pieces.append(text[start : match.end()])
            start = match.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if _WORD.search(piece)]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def count_words(text: str) -> int:
    """How many words a reader counts: runs of characters between white space."""
    return len(text.split())


Array = NDArray[np.float64]

FEATURES = (
    "log_words",  # log(1 + words)
    "compression",  # words as a share of the post's words, at most 1
    "coverage",  # share of the post's content words that the summary has
    "novelty",  # share of the summary's content words that the post does not have
    "position",  # where in the post its words first appear, on average: 0 start, 1 end
    "redundancy",  # share of its content words that only repeat an earlier one
    "question",  # 1 when the post asks something and the summary does too
    "first_person",  # share of its words that are I, my, we ...
    "log_sentence_words",  # log(1 + words per sentence)
    "finished",  # 1 when it ends with a mark that ends a sentence
)

FIRST_PERSON = frozenset(words_of("I I'm I've I'd I'll me my mine myself we we're we've us our ours"))
_COMMON = frozenset(
    words_of(
        "a an and are as at be been but by can could did do does for from get had has have he her him his "
        "how if in into is it it's its just like no not of on or out she so some than that the their them "
        "then there they this to too up very was what when where which who why will with would you your"
    )
)
_ENDS = (".", "!", "?", "…", "。", "！", "？", '"', "”", ")")  # noqa: RUF001 - full-width marks


@dataclass(frozen=True)
class Post:
    """A post, with what every summary of it is compared to.

    Attributes:
        words: How many words it has.
        first_seen: Each content word with the place of its first appearance, from 0 (start) to 1 (end).
        asks: Whether it asks something.
    """

    words: int
    first_seen: Mapping[str, float]
    asks: bool


def content_words(text: str) -> list[str]:
    """The words that carry meaning, repeats kept: neither among the commonest ones nor first person."""
    return [word for word in words_of(text) if word not in _COMMON and word not in FIRST_PERSON]


def read_post(prompt: str) -> Post:
    """Measures the post of a prompt once, for all summaries of it."""
    text = post_text(prompt)
    content = content_words(text)
    last = max(1, len(content) - 1)
    first_seen: dict[str, float] = {}
    for place, word in enumerate(content):
        first_seen.setdefault(word, place / last)
    return Post(words=count_words(text), first_seen=first_seen, asks="?" in text)


def summary_features(post: Post, summary: str) -> Array:
    """The features of one summary, in the order of ``FEATURES``; shape (10,).

    They do not depend on the topic, so a model fitted on hundreds of rows carries over to other posts. A
    share of nothing (an empty summary or post) is 0; a summary that shares no word with its post has
    position 0.5.
    """
    content = content_words(summary)
    distinct = sorted(set(content))
    known = [post.first_seen[word] for word in distinct if word in post.first_seen]
    return np.array(
        [
            *_length_features(post, summary),
            _share(len(known), len(post.first_seen)),
            _share(len(distinct) - len(known), len(distinct)),
            sum(known) / len(known) if known else 0.5,
            _share(len(content) - len(distinct), len(content)),
            float(post.asks and "?" in summary),
            first_person_share(summary),
            math.log1p(_share(count_words(summary), len(_sentences(summary)))),
            float(summary.rstrip().endswith(_ENDS)),
        ]
    )


def first_person_share(text: str) -> float:
    """Which share of the words is first person; 0 for a text without words."""
    words = words_of(text)
    return _share(sum(word in FIRST_PERSON for word in words), len(words))


def pair_features(prompt: str, candidates: Sequence[str]) -> Array:
    """The features of several summaries of one prompt; shape (candidates, 10)."""
    post = read_post(prompt)
    return np.stack([summary_features(post, candidate) for candidate in candidates])


def _length_features(post: Post, summary: str) -> tuple[float, float]:
    """``log_words`` and ``compression``."""
    words = count_words(summary)
    return math.log1p(words), min(1.0, _share(words, post.words))


def _share(part: int, whole: int) -> float:
    """A part of a whole as a number from 0; of nothing, 0."""
    return part / whole if whole else 0.0
