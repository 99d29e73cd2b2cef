"""A reward on held-out pairs, scored here and by Google, and what that says before a run is paid for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.errors import StudioError
from core.findings import Finding, Level
from core.progress import Tell, silent
from core.rewards import (
    CloudRunPart,
    JudgedPair,
    RewardDetail,
    RewardSpec,
    RewardView,
    Sample,
    Scored,
    held_out_pairs,
    in_words,
    score_all,
)
from core.training.exchanged import Plan
from core.training.google.validate_reward import validate

PAIRS = 20
EXACT, ABOUT = 1e-6, 0.5
"""How far Google's reward of an answer may be from the studio's: of a program, and of a judge or a server."""

TOLERATED = 0.2
"""The share of answers that may fail; and, of a judge or a server, that may get another reward."""

MAKE_AGAIN = "Mend what it says, make the reward again, and check it again."
GRANT = (
    "Grant roles/run.invoker on it to service-PROJECT_NUMBER@gcp-sa-vertex-tune.iam.gserviceaccount.com, "
    "which there is once the project has had a tuning job."
)
LET_IN = f"If the server gives Google no number, Google may not be let in. {GRANT} Then check again."
Both = tuple[Scored, Scored]


@dataclass(frozen=True)
class ValidatedPair:
    """Both answers of a pair, scored here and by Google.

    Attributes:
        pair: The answers, and which people preferred.
        local: What the studio scored.
        google: What Google did.
    """

    pair: JudgedPair
    local: Both
    google: Both

    @property
    def differences(self) -> tuple[float | None, float | None]:
        """Google's reward less the studio's; None where one is missing."""
        first, second = (_difference(*both) for both in zip(self.local, self.google, strict=True))
        return first, second

    @property
    def agrees(self) -> float | None:
        """1 where Google's rewards have the order of people's choice, 0 where the other, ½ where none."""
        chosen, other = self.google[self.pair.choice].reward, self.google[1 - self.pair.choice].reward
        if chosen is None or other is None:
            return None
        return 0.5 if chosen == other else float(chosen > other)


def validate_findings(plan: Plan) -> list[Finding]:
    """What Google's own scores of held-out pairs say of the reward of a plan; nothing where it has none."""
    if plan.reward is None:
        return []
    try:
        pairs = validated_pairs(plan.reward, plan.parameters["location"])
    except StudioError as error:
        text = f"How Google scores with reward {plan.reward.view.full_name} is not known: {error}"
        return [Finding(Level.UNKNOWN, text, "Check again before you launch.")]
    return validated_findings(plan.reward.view, plan.reward.specification, pairs)


def validated_pairs(
    reward: RewardDetail, location: str, *, most: int = PAIRS, tell: Tell | None = None
) -> list[ValidatedPair]:
    """Score held-out pairs of a reward's set here and at Google, those of the smallest hashes first.

    Args:
        reward: The reward.
        location: Where the run would tune.
        most: How many pairs.
        tell: Told, as a sentence, how far it is; raising from it ends the work.

    Raises:
        StudioError: The set cannot be read, or Google cannot be asked.
    """
    tell = tell or silent
    pairs = held_out_pairs(reward.dataset, most)
    samples = [sample for pair in pairs for sample in pair.samples]
    google = validate(location, reward.specification, samples, tell)
    local = _scored_here(reward.specification, samples, tell)
    return [
        ValidatedPair(pair, (local[at], local[at + 1]), (google[at], google[at + 1]))
        for at, pair in zip(range(0, len(samples), 2), pairs, strict=True)
    ]


def validated_findings(reward: RewardView, spec: RewardSpec, pairs: Sequence[ValidatedPair]) -> list[Finding]:
    """What scored pairs say: how many failed at Google, whether they differ, and whose choice they follow."""
    return [*_failed(reward, spec, pairs), *_compared(reward, spec, pairs), *_ordered(reward, pairs)]


def _scored_here(spec: RewardSpec, samples: Sequence[Sample], tell: Tell) -> list[Scored]:
    """The studio's own scores; none where whom it has to ask does not answer it."""
    try:
        return score_all(spec, samples, tell)
    except StudioError as error:
        return [Scored(None, error=str(error))] * len(samples)


def _failed(reward: RewardView, spec: RewardSpec, pairs: Sequence[ValidatedPair]) -> Iterator[Finding]:
    answers = [scored for pair in pairs for scored in pair.google]
    failed = [scored for scored in answers if scored.reward is None]
    if not failed:
        return
    text = (
        f"Google could not score {len(failed):,} of {len(answers):,} answers with reward {reward.full_name}. "
        f"The first of them: {failed[0].error}"
    )
    if len(failed) > TOLERATED * len(answers):
        served = any(isinstance(part, CloudRunPart) for part in spec.parts)
        remedy = LET_IN if served else MAKE_AGAIN
        yield Finding(Level.STOP, f"{text} Google stops a run in which more than 80 % fail.", remedy)
    else:
        yield Finding(Level.WARNING, f"{text} In a run such answers are left out.")


def _compared(reward: RewardView, spec: RewardSpec, pairs: Sequence[ValidatedPair]) -> Iterator[Finding]:
    found = [abs(one) for pair in pairs for one in pair.differences if one is not None]
    if not found:
        reasons = [one.error for pair in pairs for one in pair.local if one.reward is None]
        if reasons:
            text = f"The studio could not score these answers, so nothing was compared: {reasons[0]}"
            yield Finding(Level.UNKNOWN, text)
        return
    allowed, tolerated = (ABOUT, TOLERATED) if spec.asks else (EXACT, 0.0)
    differing = sum(one > allowed for one in found)
    text = (
        f"Google and the studio scored {len(found):,} answers of held-out pairs with reward "
        f"{reward.full_name}: {differing:,} differ by more than {_plain(allowed)}, the largest difference is "
        f"{_plain(max(found))}."
    )
    if differing > tolerated * len(found):
        text += " What was measured of it here does not hold there."
        yield Finding(Level.STOP, text, MAKE_AGAIN)
    else:
        yield Finding(Level.GOOD, text)


def _ordered(reward: RewardView, pairs: Sequence[ValidatedPair]) -> Iterator[Finding]:
    known = [found for pair in pairs if (found := pair.agrees) is not None]
    if not known:
        return
    text = (
        f"Google's rewards put the answer that people preferred first on {_plain(sum(known))} of "
        f"{len(known):,} held-out pairs; the studio measured {in_words(reward.report.accuracy)} on all."
    )
    half = len(known) / 2
    yield Finding(Level.GOOD if sum(known) > half else Level.WARNING, text)


def _difference(local: Scored, google: Scored) -> float | None:
    return None if local.reward is None or google.reward is None else google.reward - local.reward


def _plain(value: float) -> str:
    """A number as people write it."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value >= EXACT or not value else "less than 0.000001"
