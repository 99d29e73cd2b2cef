"""What the policy sees of a post, and of every next action while it picks sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.answer_features import (
    Array,
    Post,
    content_words,
    count_words,
    first_person_share,
    post_text,
    read_post,
    split_sentences,
    words_of,
)

MAX_WORDS = 50
"""Words a summary may have; a longer sentence is cut to its first 50 words, so that it can be picked."""

MAX_SENTENCES = 64
"""Sentences of a post that are looked at; a hostile post of 100,000 sentences must not fill the memory."""

SENTENCE_FEATURES = (
    "position",  # 0 for the first sentence, 1 for the last
    "first",
    "last",
    "length",  # log(1 + words), 1 at the limit of 50 words
    "centrality",  # share of its content words that another sentence has too
    "question",
    "first_person",
)


def pickable_sentences(post: str) -> tuple[str, ...]:
    """At most 64 sentences of a post, each of at most 50 words: what the policy chooses from."""
    sentences = split_sentences(post)[:MAX_SENTENCES]
    return tuple(" ".join(sentence.split()[:MAX_WORDS]) for sentence in sentences)


def has_sentence(prompt: str) -> bool:
    """Whether a prompt holds anything to pick from."""
    return bool(words_of(post_text(prompt)))


@dataclass(frozen=True, eq=False)  # compared by identity, so that it can be a cache's key
class PolicyPost:
    """A post the policy can summarise; S is its number of sentences, at least 1.

    Attributes:
        post: What the reward model compares summaries to.
        words: Words of each sentence; shape (S,).
        still: ``SENTENCE_FEATURES`` of each sentence; shape (S, 7).
        overlap: Which share of a sentence's content words each other sentence has too; shape (S, S).
    """

    sentences: tuple[str, ...]
    post: Post
    words: NDArray[np.int64]
    still: Array
    overlap: Array

    def summary(self, picked: Sequence[int]) -> str:
        """The picked sentences, in the order of the post."""
        return " ".join(self.sentences[number] for number in sorted(picked))


@lru_cache(maxsize=4096)
def policy_post(prompt: str) -> PolicyPost:
    """Prepares the post of a prompt; the latest 4,096 are kept, so that a large data set fits the memory."""
    sentences = pickable_sentences(post_text(prompt))
    overlap = _overlap([frozenset(content_words(sentence)) for sentence in sentences])
    return PolicyPost(
        sentences=sentences,
        post=read_post(prompt),
        words=np.array([count_words(sentence) for sentence in sentences], dtype=np.int64),
        still=_still_features(sentences, overlap),
        overlap=overlap,
    )


def _overlap(contents: Sequence[frozenset[str]]) -> Array:
    """For each sentence and each other one, which share of its content words the other has; 0 on itself."""
    overlap = np.zeros((len(contents), len(contents)))
    for row, content in enumerate(contents):
        for column, other in enumerate(contents):
            if content and row != column:
                overlap[row, column] = len(content & other) / len(content)
    return overlap


def _still_features(sentences: Sequence[str], overlap: Array) -> Array:
    """The features that do not change while sentences are picked; shape (S, 7)."""
    count = len(sentences)
    last = count - 1
    return np.array(
        [
            (
                number / max(1, last),
                number == 0,
                number == last,
                np.log1p(count_words(sentence)) / np.log1p(MAX_WORDS),
                overlap[number].max(),
                "?" in sentence,
                first_person_share(sentence),
            )
            for number, sentence in enumerate(sentences)
        ]
    )


ACTION_FEATURES = (
    *SENTENCE_FEATURES,
    "said",  # largest share of its content words that one picked sentence has already
    "follows",  # 1 when the sentence before it is picked
    "stop",  # 1 for the action that ends the summary, 0 for every sentence; so are the two below
    "stop_full",  # share of the 50 words already used
    "stop_asked",  # 1 when a picked sentence asks something
)
STILL = len(SENTENCE_FEATURES)
SAID, FOLLOWS, STOP, STOP_FULL, STOP_ASKED = range(STILL, STILL + 5)
QUESTION = SENTENCE_FEATURES.index("question")


class States:
    """What is picked so far of P posts, padded to S sentences, and the features of every next action.

    Attributes:
        features: Shape (P, S + 1, 12); the last action of each post is to stop.
    """

    def __init__(self, posts: Sequence[PolicyPost]) -> None:
        shape = (len(posts), max(len(post.sentences) for post in posts))
        self.rows = np.arange(len(posts))
        self.stop = shape[1]
        self.words = np.full((shape[0], self.stop + 1), MAX_WORDS + 1)  # padding never fits
        self.overlap = np.zeros((*shape, shape[1]))
        self.features = np.zeros((shape[0], shape[1] + 1, len(ACTION_FEATURES)))
        self.picked = np.zeros(shape, dtype=np.bool_)
        self.ended = np.zeros(len(posts), dtype=np.bool_)
        self.used = np.zeros(len(posts), dtype=np.int64)
        for row, post in enumerate(posts):
            count = len(post.sentences)
            self.words[row, :count] = post.words
            self.overlap[row, :count, :count] = post.overlap
            self.features[row, :count, :STILL] = post.still
        self.words[:, self.stop] = 0
        self.features[:, self.stop, STOP] = 1.0

    def allowed(self) -> NDArray[np.bool_]:
        """Which actions are open; shape (P, S + 1). Stopping is, once something is picked."""
        fits = self.words <= (MAX_WORDS - self.used)[:, None]
        fits[:, : self.stop] &= ~self.picked & ~self.ended[:, None]
        fits[:, self.stop] = self.used > 0
        return fits

    def take(self, actions: NDArray[np.intp]) -> None:
        """Takes one action a post; stopping after the end changes nothing."""
        self.ended |= actions == self.stop
        rows, taken = self.rows[~self.ended], actions[~self.ended]
        self.picked[rows, taken] = True
        self.used[rows] += self.words[rows, taken]
        self._update_sentences(rows, taken)
        self._update_stop(rows, taken)

    def _update_sentences(self, rows: NDArray[np.intp], taken: NDArray[np.intp]) -> None:
        """What the sentences left look like once one more is picked."""
        sentences = self.features[:, : self.stop]
        sentences[rows, :, SAID] = np.maximum(sentences[rows, :, SAID], self.overlap[rows, :, taken])
        has_next = taken + 1 < self.stop
        sentences[rows[has_next], taken[has_next] + 1, FOLLOWS] = 1.0

    def _update_stop(self, rows: NDArray[np.intp], taken: NDArray[np.intp]) -> None:
        """What stopping looks like once one more sentence is picked."""
        self.features[rows, self.stop, STOP_FULL] = self.used[rows] / MAX_WORDS
        asks = self.features[rows, taken, QUESTION]
        self.features[rows, self.stop, STOP_ASKED] = np.maximum(
            self.features[rows, self.stop, STOP_ASKED], asks
        )
