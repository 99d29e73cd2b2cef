"""How many prompts the reward model is checked on instead of trained on."""

HELD_OUT_SHARE = 0.2


def held_out_prompts(prompts: int) -> int:
    """A fifth of the distinct prompts, at least one; none if there is one prompt only."""
    return max(1, round(HELD_OUT_SHARE * prompts)) if prompts > 1 else 0
