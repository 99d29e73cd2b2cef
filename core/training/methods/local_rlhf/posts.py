"""What the policy sees of a post: its sentences as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.training.methods.local_rlhf.features import (
    Array,
    Post,
    content_words,
    first_person_share,
    read_post,
)
from core.training.methods.local_rlhf.sentences import MAX_WORDS, count_words, pickable_sentences, post_text

SENTENCE_FEATURES = (
    "position",  # 0 for the first sentence, 1 for the last
    "first",
    "last",
    "length",  # log(1 + words), 1 at the limit of 50 words
    "centrality",  # share of its content words that another sentence has too
    "question",
    "first_person",
)


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
