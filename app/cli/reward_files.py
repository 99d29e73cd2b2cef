"""What ``prefstudio reward`` says of a reward and writes of it, and the table of what Google scored."""

from collections.abc import Iterator, Sequence

from app.cli.common import MARKS
from core.findings import Finding
from core.rewards import (
    AutoraterPart,
    ModelPart,
    RewardSpec,
    RewardView,
    Scored,
    accuracy_words,
    cross_validated,
    in_words,
    mean_words,
    other_figures,
    part_rows,
    reward_findings,
    reward_label,
)
from core.training.google import ValidatedPair


def files_of(specification: RewardSpec) -> dict[str, str]:
    """What a reward is made of, by the names of files: programs, prompts, and all of it as JSON."""
    files = {"reward.json": specification.model_dump_json(indent=1)}
    for part in specification.parts:
        if isinstance(part, ModelPart):
            files[f"{part.name}.py"] = part.code
        elif isinstance(part, AutoraterPart):
            files[f"{part.name}.txt"] = part.prompt
    return files


def reward_lines(view: RewardView, specification: RewardSpec, checked_on: str) -> Iterator[str]:
    """As the page says it, from what was measured to what it is made of."""
    report = view.report
    yield reward_label(view)
    yield f"checked on {checked_on}, made {view.created_at:%Y-%m-%d %H:%M}"
    yield from map(finding_line, reward_findings(view))
    yield f"{accuracy_words(report)}."
    for label, value, about in other_figures(report):
        yield f"{label}: {value}. {about}"
    if report.cross_validation:
        told = cross_validated(report.cross_validation).items()
        shares = ", ".join(f"{name.lower()} on {in_words(share)}" for name, share in told)
        yield f"The whole set in {report.cross_validation.folds} parts, each judged unseen: right {shares}."
    yield mean_words(specification.parts)
    for name, kind, weight, share, does in part_rows(specification.parts):
        yield f"{name}: {kind}, weight {weight:g} ({share:.0f} %), {does}"
    yield f"sha256 of all of it: {view.sha256}"


def finding_line(finding: Finding) -> str:
    """A finding with its mark and its remedy."""
    return f"{MARKS[finding.level]} {finding.text} {finding.remedy}".rstrip()


def table_of(pairs: Sequence[ValidatedPair]) -> Iterator[str]:
    """A line for each answer: which pair, whether people preferred it, the studio's reward and Google's."""
    yield f"{'pair':>4}  {'people':9}  {'here':>9}  {'Google':>9}  {'difference':>10}"
    for number, one in enumerate(pairs, 1):
        scored = zip(one.local, one.google, one.differences, strict=True)
        for candidate, (local, google, difference) in enumerate(scored):
            said = "preferred" if candidate == one.pair.choice else ""
            apart = f"{difference:+10.6f}" if difference is not None else f"{'–':>10}"
            yield f"{number:>4}  {said:9}  {_reward(local)}  {_reward(google)}  {apart}"


def _reward(scored: Scored) -> str:
    return f"{'failed':>9}" if scored.reward is None else f"{scored.reward:>9.6f}"
