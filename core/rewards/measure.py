"""Measure a reward on pairs that people had judged and that it had not seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean, variance

import numpy as np

from core.answer_features import Array, count_words
from core.errors import InvalidInput
from core.intervals import as_few, mean_interval
from core.rewards.report import CrossValidation, Histogram, Proportion, RankLossPoint, RewardReport
from core.rewards.samples import JudgedPair, Scored

BINS = 20
SATURATED = 0.99
UNSPACED = 10
"""Characters a word where few spaces are; no language with spaces has words of so many on average."""

Both = tuple[Scored, Scored]


def measure(
    pairs: Sequence[JudgedPair],
    scored: Sequence[Both],
    *,
    training_pairs: int,
    agreement: Proportion | None = None,
    cross_validation: CrossValidation | None = None,
    rank_loss: tuple[RankLossPoint, ...] = (),
) -> RewardReport:
    """The figures of a reward.

    Args:
        pairs: Held-out pairs.
        scored: What both answers of each came to.
        training_pairs: Pairs that a model was fitted to; 0 without one.
        agreement: How often two people agree; see `RewardReport`.
        cross_validation: Of the whole set, where a model was fitted.
        rank_loss: Of the fit.

    Raises:
        InvalidInput: No pair could be scored.
    """
    known = [(pair, *given) for pair, both in zip(pairs, scored, strict=True) if (given := _rewards(both))]
    if not known:
        reasons = [one.error for both in scored for one in both if one.error]
        raise InvalidInput(
            f"None of the {len(pairs):,} held-out pairs could be scored. The first reason: {reasons[0]}"
        )
    kept = [pair for pair, _, _ in known]
    rewards = np.array([[first, second] for _, first, second in known])
    words = np.array([[_words(answer) for answer in pair.answers] for pair in kept], dtype=float)
    choices = np.array([pair.choice for pair in kept])
    rows = np.arange(len(kept))
    prompts = [pair.prompt for pair in kept]
    return RewardReport(
        pairs=len(kept),
        prompts=len(set(prompts)),
        failed=len(pairs) - len(kept),
        accuracy=by_prompt(prompts, credit(rewards, choices)),
        longer=by_prompt(prompts, credit(words, choices)),
        agreement=agreement,
        length_correlation=_rank_correlation(rewards.ravel(), words.ravel()),
        saturated=float((np.abs(rewards) >= SATURATED).mean()),
        rewards=_histogram(rewards[rows, choices], rewards[rows, 1 - choices]),
        training_pairs=training_pairs,
        cross_validation=cross_validation,
        rank_loss=rank_loss,
    )


def credit(values: Array, choices: Array) -> Array:
    """1 where the answer people preferred has more, 0 where it has less, one half where both have the same.

    Args:
        values: Of both answers; shape (pairs, 2).
        choices: Which people preferred; shape (pairs,).
    """
    more = np.sign(values[:, 1] - values[:, 0])
    right: Array = (1.0 + more * (2 * choices - 1)) / 2.0
    return right


def by_prompt(prompts: Sequence[str], values: Iterable[float]) -> Proportion:
    """The mean of values between 0 and 1; those of one prompt are one observation, their mean."""
    of_prompt: dict[str, list[float]] = defaultdict(list)
    for prompt, value in zip(prompts, values, strict=True):
        of_prompt[prompt].append(float(value))
    means = [fmean(each) for each in of_prompt.values()]
    spread = variance(means) if len(means) > 1 else 0.0
    mean = fmean(means)
    ends = mean_interval(mean, spread, as_few(len(means)))
    return Proportion(value=mean, lower=ends.lower, upper=ends.upper, n=len(means))


def _words(answer: str) -> float:
    """How many words; in writing without spaces, such as Chinese or Thai, a tenth of its characters."""
    return max(count_words(answer), len(answer) / UNSPACED)


def _rewards(both: Both) -> tuple[float, float] | None:
    first, second = both
    return None if first.reward is None or second.reward is None else (first.reward, second.reward)


def _rank_correlation(rewards: Array, words: Array) -> float | None:
    """Spearman's; None where either does not vary."""
    if np.ptp(rewards) == 0 or np.ptp(words) == 0:
        return None
    return float(np.corrcoef(_ranks(rewards), _ranks(words))[0, 1])


def _ranks(values: Array) -> Array:
    """The place of each value; equal ones share the mean of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(counts) - (counts - 1) / 2)[which]
    return ranks


def _histogram(preferred: Array, other: Array) -> Histogram:
    edges = np.linspace(-1.0, 1.0, BINS + 1)
    counts = [np.histogram(values, edges)[0].tolist() for values in (preferred, other)]
    return Histogram(edges=tuple(edges.tolist()), preferred=tuple(counts[0]), other=tuple(counts[1]))
