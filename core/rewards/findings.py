"""What the measured figures of a reward say of a run that would be trained on it."""

from collections.abc import Iterator

from core.findings import Finding, Level
from core.intervals import percents
from core.rewards.models import RewardView
from core.rewards.report import CHANCE, Proportion

MOSTLY_LENGTH = 0.9
MERIT = 0.02
"""What a reward must be right on beyond its length alone, to be more than that."""

FEWEST_PAIRS = 10
"""Of fewer, rewards and lengths often stand in the same order by luck."""

MOST_SATURATED = 0.05
REMEDIES = {
    "longer": "Join it with a length reward, or judge pairs of equal length.",
    "shorter": "Judge pairs of equal length. A length reward does not help: it favours short answers itself.",
}
"""What helps against a reward that sees little but length: a length reward only bounds it from above."""


def reward_findings(reward: RewardView) -> list[Finding]:
    """Whether people's choices bear the reward out; a run is stopped where they may not."""
    return [_accuracy(reward), *_length(reward), *_saturated(reward), *_failed(reward)]


def in_words(share: Proportion) -> str:
    """A share with its interval, in per cent, such as "71 % (66–76 %)"."""
    return f"{percents(share.value, beside=CHANCE)} % ({percents(share.lower, share.upper, beside=CHANCE)} %)"


def _accuracy(reward: RewardView) -> Finding:
    report = reward.report
    said = (
        f"Reward {reward.full_name} gives the answer that people preferred the higher reward on "
        f"{in_words(report.accuracy)} of {report.pairs:,} held-out pairs of {report.prompts:,} prompts"
    )
    if report.beats_coin:
        return Finding(Level.GOOD, f"{said}; {_beside(reward)}.")
    if report.accuracy.upper < CHANCE:
        text = f"{said}, so mostly the other answer: a model would learn what people did not prefer."
        return Finding(Level.STOP, text, "If it counts from best to worst, turn its scores round.")
    text = f"{said}. The interval includes 50 %, so it may be no better than a coin."
    remedy = "Judge more pairs, freeze them, and make a reward of the new set; or make one of another kind."
    return Finding(Level.STOP, text, remedy)


def _beside(reward: RewardView) -> str:
    report = reward.report
    longer = f"the longer answer was preferred on {in_words(report.longer)}"
    if report.agreement is None:
        return f"{longer}, and how far people agree is not known, as too few pairs were judged twice"
    return (
        f"{longer}, and two people agree on {in_words(report.agreement)} of the project's pairs, beyond "
        "which a reward hardly comes where a choice is one person's"
    )


def _length(reward: RewardView) -> Iterator[Finding]:
    found, report = reward.report.length_correlation, reward.report
    if found is None or report.pairs < FEWEST_PAIRS:
        return
    by_length = max(report.longer.value, 1 - report.longer.value)
    if abs(found) >= MOSTLY_LENGTH and report.accuracy.value <= by_length + MERIT:
        longer = "longer" if found > 0 else "shorter"
        text = (
            f"Reward {reward.full_name} says little more than that an answer is {longer} (its rank "
            f"correlation with the number of words is {found:.2f}): the tuned model would learn to write "
            f"{longer} answers."
        )
        remedy = REMEDIES[longer]
        yield Finding(Level.WARNING, text, remedy)


def _saturated(reward: RewardView) -> Iterator[Finding]:
    share = reward.report.saturated
    if share > MOST_SATURATED:
        text = (
            f"{100 * share:.0f} % of the rewards of {reward.full_name} stand at -1 or 1, where no answer can "
            "do better: there is little to learn from."
        )
        yield Finding(Level.WARNING, text)


def _failed(reward: RewardView) -> Iterator[Finding]:
    failed = reward.report.failed
    if failed:
        text = f"Scoring failed on {failed:,} of {failed + reward.report.pairs:,} held-out pairs."
        yield Finding(
            Level.WARNING, text, "Google stops a run whose reward fails on more than 80 % of answers."
        )
