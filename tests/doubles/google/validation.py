"""What a reward would say of one answer, asked before a tuning job."""

from math import isfinite
from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.reward_checks import check_sample
from tests.doubles.google.scorers import Outcome, score, together

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

Json = dict[str, Any]
INVALID = 3
BETA = "v1beta1"
"""The only version that has it."""


def validate_reward(cloud: GoogleCloud, call: "Call") -> Json:
    """Score the sample; a reward that fails is told in ``errorStatus``, with HTTP 200.

    Raises:
        GoogleError: 400, the request is incomplete or says more; 404, it is not of v1beta1.
    """
    cloud.validations.append(call.body)
    if call.parts["version"] != BETA:
        raise GoogleError(404, f"There is no validateReinforcementTuningReward in {call.parts['version']}.")
    cloud.plan.require_region(call.parts["location"])
    check_sample(call.body)
    kind = cloud.plan.next_answer()
    if kind == "empty":
        return {}
    outcomes = score(cloud, call.body, call.body["example"], call.body["sampleResponse"])
    overall = together(outcomes, call.body)
    if kind:
        return _otherwise(kind, outcomes)
    answer: Json = {"rewardInfoDetails": {name: _info(one) for name, one in outcomes.items()}}
    if problem := next((one.error for one in outcomes.values() if one.error), ""):
        return answer | {"errorStatus": _status(problem)}
    if "compositeRewardConfig" in call.body:  # deprecated, and still said
        answer["rewardDetails"] = {name: _number(one.reward) for name, one in outcomes.items()}
    return {"overallReward": _number(overall), **answer}


def _otherwise(kind: str, outcomes: dict[str, Outcome]) -> Json:
    """An answer as a test plans it."""
    names = list(outcomes)
    if kind == "error":
        return {"errorStatus": _status("Planned by the test.")}
    if kind == "part_error":
        first = {names[0]: {"errorStatus": _status("Planned by the test.")}}
        return {"rewardInfoDetails": first | {name: _info(outcomes[name]) for name in names[1:]}}
    if kind == "zero_omitted":
        return {"rewardInfoDetails": {name: {} for name in names}}
    value = float("nan") if kind == "bare_nan" else "NaN"
    return {"overallReward": value, "rewardInfoDetails": {name: {"reward": value} for name in names}}


def _info(outcome: Outcome) -> Json:
    aux = {"userRequestedAuxInfo": outcome.aux} if outcome.aux else {}
    if outcome.error:
        return {"errorStatus": _status(outcome.error), **aux}
    return {"reward": _number(outcome.reward), **aux}


def _number(value: float) -> float | str:
    """As Google's JSON has it."""
    return value if isfinite(value) else "NaN"


def _status(message: str) -> Json:
    return {"code": INVALID, "message": message}
