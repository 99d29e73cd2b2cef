"""Split prompts into a part to tune on and a part to evaluate on: seeded, by text, independent of order."""

import math

from core.labelling.hashing import draw

DRAW_BITS = 62


def held_out(fingerprints: list[str], share: float, seed: int) -> set[str]:
    """The fingerprints that belong to the evaluation part.

    Every fingerprint gets a number from the seed; the ``ceil(share * n)`` smallest are held out.

    Args:
        fingerprints: One a distinct prompt.
        share: Part to hold out, between 0 and 1.
        seed: The recipe's seed.
    """
    distinct = set(fingerprints)
    count = math.ceil(round(share * len(distinct), 9))  # 0.2 * 15 is 3.0000000000000004
    ranked = sorted(distinct, key=lambda one: (draw("split", seed, one, bits=DRAW_BITS), one))
    return set(ranked[:count])
