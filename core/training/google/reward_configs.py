"""A reward as google-genai sends it: one part alone, or several with their weights.

Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-reinforcement-tuning, and the
types of google-genai 2.34. A request is made of these types, never of dicts: a dict is passed on unchecked.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from core.rewards import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    Part,
    RewardSpec,
    length_code,
)

if TYPE_CHECKING:
    from google.genai.types import (
        CompositeReinforcementTuningRewardConfig,
        SingleReinforcementTuningRewardConfig,
    )

WHOLE_TEXT = "(?s).*"
"""All lines of an answer's text; Google matches an expression against what this takes out of the answer."""

CODE_SHOWN = 200


def reward_config(
    spec: RewardSpec, *, project: str, location: str, brief: bool = False
) -> "SingleReinforcementTuningRewardConfig | CompositeReinforcementTuningRewardConfig":
    """The reward as Google takes it.

    Args:
        spec: What scores answers.
        project: Whose quota a judge is asked on.
        location: Where the judge is asked.
        brief: Whether programs are shortened, for people to read.
    """
    from google.genai import types  # noqa: PLC0415 - slow to import

    if len(spec.parts) == 1:
        return _single(spec.parts[0], project, location, brief=brief)
    weighted = [
        types.CompositeReinforcementTuningRewardConfigWeightedRewardConfig(
            reward_config=_single(part, project, location, brief=brief), weight=part.weight
        )
        for part in spec.parts
    ]
    return types.CompositeReinforcementTuningRewardConfig(weighted_reward_configs=weighted)


def reward_fields(spec: RewardSpec, *, project: str, location: str, brief: bool = False) -> dict[str, Any]:
    """The reward under the name that ``CreateTuningJobConfig`` has for it; it must be given exactly one."""
    made = reward_config(spec, project=project, location=location, brief=brief)
    return {"reward_config" if len(spec.parts) == 1 else "composite_reward_config": made}


def judge_name(model: str, *, project: str, location: str) -> str:
    """A judge's full name; models of Google's may be called by their short ones."""
    if model.startswith("projects/"):
        return model
    publisher = model if model.startswith("publishers/") else f"publishers/google/models/{model}"
    return f"projects/{project}/locations/{location}/{publisher}"


def _brief(code: str) -> str:
    """A program's beginning, with the hash that tells it apart."""
    if len(code) <= CODE_SHOWN:
        return code
    sha256 = hashlib.sha256(code.encode()).hexdigest()
    return f"{code[:CODE_SHOWN]}… ({len(code):,} characters, sha256 {sha256})"


def _single(
    part: Part, project: str, location: str, *, brief: bool
) -> "SingleReinforcementTuningRewardConfig":
    from google.genai import types  # noqa: PLC0415 - slow to import

    return types.SingleReinforcementTuningRewardConfig(
        reward_name=part.name,
        parse_response_config=types.ReinforcementTuningParseResponseConfig(
            parse_type=types.ResponseParseType.IDENTITY
        )
        if not isinstance(part, FormatPart)
        else _extracting(WHOLE_TEXT),
        **_scorer(part, project, location, brief=brief),
    )


def _scorer(part: Part, project: str, location: str, *, brief: bool) -> dict[str, Any]:
    """The scorer under the name that a reward's configuration has for it."""
    from google.genai import types  # noqa: PLC0415 - slow to import

    match part:
        case ModelPart() | LengthPart():
            code = part.code if isinstance(part, ModelPart) else length_code(part)
            made: Any = types.ReinforcementTuningCodeExecutionRewardScorer(
                python_code_snippet=_brief(code) if brief else code
            )
            return {"code_execution_reward_scorer": made}
        case AutoraterPart():
            return {"autorater_scorer": _autorater(part, project, location)}
        case CloudRunPart():
            made = types.ReinforcementTuningCloudRunRewardScorer(cloud_run_uri=part.address)
            return {"cloud_run_reward_scorer": made}
        case FormatPart():
            return {"string_match_reward_scorer": _matching(part)}


def _autorater(part: AutoraterPart, project: str, location: str) -> Any:
    from google.genai import types  # noqa: PLC0415 - slow to import

    return types.ReinforcementTuningAutoraterScorer(
        autorater_config=types.AutoraterConfig(
            autorater_model=judge_name(part.model, project=project, location=location),
            sampling_count=part.samples,
        ),
        autorater_prompt=part.prompt,
        autorater_response_parse_config=_extracting(part.expression),
        parsed_response_conversion_scorer=(
            types.ReinforcementTuningAutoraterScorerParsedResponseConversionScorer()
        ),
    )


def _matching(part: FormatPart) -> Any:
    from google.genai import types  # noqa: PLC0415 - slow to import

    return types.ReinforcementTuningStringMatchRewardScorer(
        correct_answer_reward=part.matched,
        wrong_answer_reward=part.unmatched,
        string_match_expression=types.ReinforcementTuningStringMatchRewardScorerStringMatchExpression(
            match_operation=types.MatchOperation.REGEX_CONTAINS, expression=part.expression
        ),
    )


def _extracting(expression: str) -> Any:
    from google.genai import types  # noqa: PLC0415 - slow to import

    return types.ReinforcementTuningParseResponseConfig(
        parse_type=types.ResponseParseType.REGEX_EXTRACT, regex_extract_expression=expression
    )
