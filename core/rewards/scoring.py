"""Score answers with a reward, part by part, each where it runs."""

from collections.abc import Callable, Sequence

from core.errors import InvalidInput
from core.rewards.autorater import score_by_autorater
from core.rewards.parts import AutoraterPart, FormatPart, LengthPart, ModelPart, Part, RewardSpec
from core.rewards.programs import format_code, length_code
from core.rewards.samples import Sample, Scored
from core.rewards.sandbox import Score, run_program

Tell = Callable[[str], None]


def score_all(spec: RewardSpec, samples: Sequence[Sample], tell: Tell) -> list[Scored]:
    """What each sample is worth; one that a part fails on has no reward, and a reason.

    Args:
        spec: The reward.
        samples: Answers to score.
        tell: Told, as a sentence, how far it is; raising from it ends the work.
    """
    by_part = {part.name: score_part(part, samples, tell) for part in spec.parts}
    return [
        _together(spec, {name: scores[number] for name, scores in by_part.items()})
        for number in range(len(samples))
    ]


def score_part(part: Part, samples: Sequence[Sample], tell: Tell) -> list[Score]:
    """What one part gives each sample, or why it gives nothing."""
    if isinstance(part, ModelPart):
        return run_program(part.code, samples, tell=tell)
    if isinstance(part, LengthPart):
        return run_program(length_code(part), samples, tell=tell)
    if isinstance(part, FormatPart):
        return run_program(format_code(part), samples, tell=tell)
    if isinstance(part, AutoraterPart):
        return score_by_autorater(part, samples, tell)
    raise InvalidInput(f"Nothing here can score with a part of kind {part.kind.value}.")


def _together(spec: RewardSpec, scores: dict[str, Score]) -> Scored:
    """All parts of one sample."""
    known = {name: score for name, score in scores.items() if not isinstance(score, str)}
    failed = [f"{name}: {score}" for name, score in scores.items() if isinstance(score, str)]
    if failed:
        return Scored(None, known, "; ".join(failed))
    return Scored(spec.together(known), known)
