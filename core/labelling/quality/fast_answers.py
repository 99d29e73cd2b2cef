"""Answers faster than anybody reads."""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality.check import Check, CheckName, PersonVotes, found, share, unknown
from core.labelling.quality.votes import Floats, Ints

FEWEST_TIMED = 20
WORDS_A_MINUTE = 900
"""Nearly four times the 238 words a minute of silent reading (Brysbaert, J. Mem. Lang. 109 (2019) 104047)."""
ALWAYS_TOO_FAST_MS = 2000.0
"""The rule where lengths are not known: two seconds do not do for a post and two summaries."""
TOO_MANY_FAST = 0.2
"""One answer in five may be fast with good reason: a prompt seen before, a candidate plainly broken."""


@dataclass(frozen=True, slots=True)
class PostWords:
    """The text that several pairs may share.

    Attributes:
        id: The same for the same text.
        words: How many it has.
    """

    id: int
    words: int


def check_fast(votes: PersonVotes, *, rule: str) -> Check:
    """Are more than a fifth of the answers, beyond doubt, faster than the texts can be read?

    Args:
        votes: The person's; answers without a time or a limit are left out.
        rule: The limit in words, to end the sentence with.
    """
    too_fast = votes.active_ms < votes.limit_ms
    fast = share(too_fast, ~np.isnan(votes.active_ms) & ~np.isnan(votes.limit_ms))
    if fast is None:
        return unknown(CheckName.FAST, "No answer has been timed yet.")
    flagged = fast.n >= FEWEST_TIMED and fast.interval.lower > TOO_MANY_FAST
    meaning = "the texts can hardly have been read" if flagged else "nothing remarkable"
    sentence = f"Gave {fast.of('answers', beside=TOO_MANY_FAST)} {rule}: {meaning}."
    return found(CheckName.FAST, fast, sentence, flagged=flagged, rests_on=votes.pair[too_fast])


def reads_post(person: Ints, post: Ints, active_ms: Floats) -> Floats:
    """1 for one answer of each person on each post, 0 for the others, shape (n,): a post is read once.

    It is the slowest one: whichever came first, that is where the time went.

    Args:
        person: Whose answer it is, shape (n,).
        post: On which post, shape (n,).
        active_ms: Not a number where not measured, shape (n,).
    """
    order = np.lexsort((np.nan_to_num(active_ms, nan=-1.0), post, person))
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = (np.diff(person[order]) != 0) | (np.diff(post[order]) != 0)
    reads = np.zeros(len(order))
    reads[order[last]] = 1
    return reads


def reading_limits(words: Floats) -> Floats:
    """Milliseconds that reading so many words takes at ``WORDS_A_MINUTE``."""
    return words * 60_000 / WORDS_A_MINUTE
