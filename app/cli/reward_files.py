"""What ``prefstudio reward`` writes into folders, and the table of what Google scored."""

from collections.abc import Iterator, Sequence

from core.rewards import AutoraterPart, ModelPart, RewardSpec, Scored
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
