"""Score answers with a reward, part by part, each where it runs."""

from collections.abc import Sequence

from core.progress import Tell
from core.rewards.answer_text import answer_text
from core.rewards.autorater import score_by_autorater
from core.rewards.cloud_run import score_by_server
from core.rewards.expressions import is_found
from core.rewards.parts import CloudRunPart, FormatPart, LengthPart, ModelPart, Part, RewardKind, RewardSpec
from core.rewards.programs import length_code
from core.rewards.samples import Sample, Scored
from core.rewards.sandbox import Score, run_program


def score_all(spec: RewardSpec, samples: Sequence[Sample], tell: Tell) -> list[Scored]:
    """What each sample is worth; one that a part fails on has no reward, and a reason.

    Args:
        spec: The reward.
        samples: Answers to score.
        tell: Told, as a sentence, how far it is; raising from it ends the work.

    Raises:
        NotAllowed: A judge or a server does not let the studio in.
        NotFound: There is no such judge or server.
        Unavailable: It answers nobody.
        QuotaExceeded: It is asked more than it allows.
    """
    # A judge is paid for each answer, so it comes when nothing else can fail any more.
    parts = sorted(spec.parts, key=lambda part: part.kind == RewardKind.AUTORATER)
    by_part = {part.name: score_part(part, samples, tell) for part in parts}
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
        return [score_by_format(part, sample) for sample in samples]
    if isinstance(part, CloudRunPart):
        return score_by_server(part, samples, tell)
    return score_by_autorater(part, samples, tell)


def score_by_format(part: FormatPart, sample: Sample) -> float:
    """What a format reward gives an answer."""
    found = is_found(part.expression, answer_text(sample.response) or "")
    return part.matched if found else part.unmatched


def _together(spec: RewardSpec, scores: dict[str, Score]) -> Scored:
    """All parts of one sample."""
    known = {name: score for name, score in scores.items() if not isinstance(score, str)}
    failed = [f"{name}: {score}" for name, score in scores.items() if isinstance(score, str)]
    if failed:
        return Scored(None, known, "; ".join(failed))
    return Scored(spec.together(known), known)
