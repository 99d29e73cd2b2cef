"""A reward scored by Google itself, with the call that is there to try one before a job is sent.

google-genai has a method for it, which keeps ``errorStatus`` to itself, so that a refusal comes back as a
success without a reward; hence the REST interface. What an answer holds whose reward is 0 is documented
nowhere, and Google's JSON may leave a 0 out: so a reward that is missing is read as 0 where every part of the
reward is in the answer without an error and together they come to 0. An answer without parts is a failure.

Source: https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest/v1beta1/projects.locations.tuningJobs/validateReinforcementTuningReward
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.cloud import ask_google, project_id, redact, vertex_service
from core.db import clean_text
from core.progress import Tell, silent
from core.rewards import RewardSpec, Sample, Scored, ask_about_all
from core.training.google.reward_configs import reward_config

Json = dict[str, Any]
QUOTE = 300
ROUNDING = 1e-6
BEYOND = 1e300
"""No reward is as large; NaN is not below it either, and a whole number may have any number of digits."""

REWARDS = {"overallReward", "reward"}
SAYS_NOTHING = (
    "Google's answer is empty, as it is where a request was refused without a word; a reward of 0 would have "
    "named its parts."
)
NO_REWARD = "Google's answer has no reward for all of it, and its parts do not come to 0."
NO_NUMBER = "Google's reward is no number."


def validate(location: str, spec: RewardSpec, samples: Sequence[Sample], tell: Tell = silent) -> list[Scored]:
    """What a reward gives answers at Google, eight asked about at once; whatever is no number has a reason.

    Args:
        location: Where the run would tune.
        spec: The reward.
        samples: Answers to score.
        tell: Told, as a sentence, how far it is; raising from it ends the work.

    Raises:
        StudioError: Google cannot be asked, or lets nobody ask.
    """
    project = project_id()
    reward = request_of(spec, project, location)
    path = f"v1beta1/projects/{project}/locations/{location}/tuningJobs:validateReinforcementTuningReward"

    def ask(sample: Sample) -> Scored:
        body = {"sampleResponse": sample.response, "example": sample.example, **reward}
        what = f"the check of a reward in {location}"
        return scored_of(spec, ask_google(vertex_service(location), "POST", path, body=body, what=what))

    found = ask_about_all(samples, ask, tell, "Google")
    return [Scored(None, error=one) if isinstance(one, str) else one for one in found]


def request_of(spec: RewardSpec, project: str, location: str) -> Json:
    """The reward under its name in the request, spelled as google-genai spells it in a job."""
    config = reward_config(spec, project=project, location=location)
    return {"singleRewardConfig" if len(spec.parts) == 1 else "compositeRewardConfig": _wire(config)}


def scored_of(spec: RewardSpec, answer: Mapping[str, Any]) -> Scored:
    """What Google's answer says of one sample."""
    details = answer.get("rewardInfoDetails")
    parts = {str(name): _part(info) for name, info in details.items()} if isinstance(details, dict) else {}
    known = {name: part for name, part in parts.items() if not isinstance(part, str)}
    wrong = [f"{clean_text(name)}: {part}" for name, part in parts.items() if isinstance(part, str)]
    if said := "; ".join(wrong) or _refusal(answer):
        return Scored(None, known, f"Google says “{said.rstrip('.')}”.")
    if "overallReward" in answer:
        reward = _number(answer["overallReward"])
        return Scored(reward, known, "" if reward is not None else NO_NUMBER)
    if not parts:
        return Scored(None, error=SAYS_NOTHING)
    zero = known.keys() >= {part.name for part in spec.parts} and abs(spec.together(known)) <= ROUNDING
    return Scored(0.0, known) if zero else Scored(None, known, NO_REWARD)


def _part(info: Any) -> float | str:
    """A part's reward, or why it has none; one that is missing from what is there is 0."""
    if not isinstance(info, dict):
        return "nothing that can be read"
    reward = _number(info.get("reward", 0))
    return _refusal(info) or ("a reward that is no number" if reward is None else reward)


def _refusal(said: Mapping[str, Any]) -> str:
    """Google's words for what went wrong; empty where nothing did."""
    problem = next((said[name] for name in ("errorStatus", "error") if said.get(name) is not None), None)
    if problem is None or (said.keys() & REWARDS and _is_well(problem)):
        return ""
    message = problem.get("message") if isinstance(problem, dict) else problem
    words = clean_text(redact(" ".join(str(message or "").split())))[:QUOTE]
    return words or "an error without a word"


def _is_well(status: Any) -> bool:
    """Whether a status has neither a code nor a word, as Google's JSON has the one of what went well."""
    return isinstance(status, dict) and not any(status.values())


def _number(value: Any) -> float | None:
    """A finite number; Google's JSON has "NaN" as text."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < BEYOND:
        return None
    return float(value)


def _wire(value: Any) -> Any:
    """A configuration as google-genai sends it: what scores keeps the underscores of its names."""
    from google.genai import types  # noqa: PLC0415 - slow to import

    renamed = (
        types.SingleReinforcementTuningRewardConfig,
        types.CompositeReinforcementTuningRewardConfig,
        types.CompositeReinforcementTuningRewardConfigWeightedRewardConfig,
        types.ReinforcementTuningAutoraterScorer,
        types.AutoraterConfig,
    )
    if isinstance(value, list):
        return [_wire(one) for one in value]
    if isinstance(value, renamed):
        fields = {
            field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()
        }
        return {name: _wire(one) for name, one in fields.items() if one is not None}
    return value.model_dump(mode="json", exclude_none=True) if hasattr(value, "model_dump") else value
