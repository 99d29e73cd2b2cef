"""Answers faster than anybody reads."""

import numpy as np

from core.labelling.quality.check import Check, CheckName, PersonVotes, found, share, unknown
from core.labelling.quality.votes import Floats

FEWEST_TIMED = 20
WORDS_A_MINUTE = 900
"""Nearly four times the 238 words a minute of silent reading (Brysbaert, J. Mem. Lang. 109 (2019) 104047)."""
ALWAYS_TOO_FAST_MS = 2000.0
"""The rule where lengths are not known: two seconds do not do for a post and two summaries."""
TOO_MANY_FAST = 0.2
"""One answer in five may be fast with good reason: a prompt seen before, a candidate plainly broken."""


def check_fast(votes: PersonVotes, *, rule: str) -> Check:
    """Are more than a fifth of the answers, beyond doubt, faster than the texts can be read?

    Args:
        votes: The person's; answers without a time or a limit are left out.
        rule: The limit in words, to end the sentence with.
    """
    fast = share(votes.active_ms < votes.limit_ms, ~np.isnan(votes.active_ms) & ~np.isnan(votes.limit_ms))
    if fast is None:
        return unknown(CheckName.FAST, "No answer has been timed yet.")
    flagged = fast.n >= FEWEST_TIMED and fast.interval.lower > TOO_MANY_FAST
    meaning = "the texts can hardly have been read" if flagged else "nothing remarkable"
    sentence = f"Gave {fast.of('answers')} {rule}: {meaning}."
    return found(CheckName.FAST, fast, sentence, flagged=flagged)


def reading_limits(words: Floats) -> Floats:
    """Milliseconds that reading so many words takes at ``WORDS_A_MINUTE``."""
    return words * 60_000 / WORDS_A_MINUTE
