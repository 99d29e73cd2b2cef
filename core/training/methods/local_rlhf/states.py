"""How far the summaries of many posts have come, and what the policy sees of every next action."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.training.methods.local_rlhf.posts import SENTENCE_FEATURES, PolicyPost
from core.training.methods.local_rlhf.sentences import MAX_WORDS

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
