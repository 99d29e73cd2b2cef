"""What the metrics of a reinforcement warn of, in words: rewards that fail, are clipped, or teach nothing."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean

from core.event_files import Point

Curves = Mapping[str, Sequence[float]]
"""Values by tag, in the order of their steps."""

RECENT = 10
"""So many last points tell how it stands."""

FAILING = re.compile(r"(failure|error|invalid)\w*_ratio$")
CLIPPED = re.compile(r"clipp\w*_ratio$")
MOST_FAILING, MOST_CLIPPED = 0.01, 0.05
STOPS = 0.8
"""Google stops a job in which more of the rewards fail."""

MOST_MEASURED = 1e12
"""No share, length or reward is as large; what Google may say beyond it was not measured."""

LONG = 0.9
"""Of the longest answer that is allowed."""

SATURATED, STILL, FEWEST_LEARNABLE = 0.98, 0.01, 0.05


def warnings_of(points: Sequence[Point], longest: int | None) -> list[str]:
    """Sentences on what should be looked at; none where all is well, or nothing is known yet.

    Args:
        points: Under the studio's names.
        longest: How many tokens an answer may have.
    """
    curves: dict[str, list[float]] = defaultdict(list)
    for one in sorted(points):
        if abs(one.value) < MOST_MEASURED:  # which no NaN is
            curves[one.tag].append(one.value)
    return [*_failing(curves), *_clipped(curves), *_long(curves, longest), *_taught(curves)]


def _failing(curves: Curves) -> list[str]:
    found = _shares(curves, FAILING, MOST_FAILING)
    lost = f"what they would have taught is lost, and above {100 * STOPS:.0f} % Google stops the job."
    return [f"Rewards fail lately, {found}: {lost}"] if found else []


def _clipped(curves: Curves) -> list[str]:
    found = _shares(curves, CLIPPED, MOST_CLIPPED)
    lost = "Google cuts them off there, and answers beyond are told apart no more."
    return [f"Rewards lie outside -1 to 1 lately, {found}: {lost}"] if found else []


def _shares(curves: Curves, kind: re.Pattern[str], least: float) -> str:
    """Curves of a kind that stand at so much or more, such as ``10 % (people/rpc_error_ratio)``."""
    now = {tag: _now(values) for tag, values in curves.items() if kind.search(tag)}
    return ", ".join(f"{100 * share:.0f} % ({tag})" for tag, share in now.items() if least <= share <= 1)


def _long(curves: Curves, longest: int | None) -> list[str]:
    lengths = curves.get("generation_length")
    if not lengths or not longest or (now := _now(lengths)) < LONG * longest:
        return []
    said = (
        f"Answers have {now:,.0f} tokens on average lately and may have {longest:,} (max_output_tokens): "
        "many are cut off, and are rewarded as they stand."
    )
    return [said]


def _taught(curves: Curves) -> list[str]:
    """Whether the reward still tells answers apart."""
    rewards = curves.get("reward", ())
    if len(rewards) < RECENT:
        return []
    now = _now(rewards)
    if abs(now) >= SATURATED:
        return [f"The reward is at its limit ({now:.2f}): it tells answers apart no more."]
    if max(rewards) - min(rewards) < STILL:
        return [f"The reward has stayed at {now:.2f} for {len(rewards):,} points: nothing is learned."]
    learnable = curves.get("learnable_prompt_ratio")
    if learnable and _now(learnable) < FEWEST_LEARNABLE:
        said = (
            f"Only {100 * _now(learnable):.0f} % of the prompts teach something lately "
            "(learnable_prompt_ratio): all answers to each of the others get the same reward."
        )
        return [said]
    return []


def _now(values: Sequence[float]) -> float:
    return fmean(values[-RECENT:])
