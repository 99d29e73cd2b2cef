"""Scores answers with a reward as Google does: programs, judges, servers, matches, and composites of them."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.judges import judgment

Json = dict[str, Any]
UNDERSCORE = re.compile(r"_([a-z])")
SCORERS = ("codeExecutionRewardScorer", "autoraterScorer", "cloudRunRewardScorer", "stringMatchRewardScorer")
PLANNED = "ValueError: planned by the test"
USUAL_SAMPLES = 4
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Outcome:
    """What one reward says of one answer.

    Attributes:
        raw: Before it is cut to -1 … 1; not a number where it failed.
        seconds: How long it took.
    """

    raw: float
    error: str = ""
    aux: str = ""
    seconds: float = 0.0

    @property
    def reward(self) -> float:
        """Cut to -1 … 1."""
        return max(-1.0, min(1.0, self.raw)) if isfinite(self.raw) else self.raw

    @property
    def failed(self) -> bool:
        """Whether there is no reward."""
        return bool(self.error) or not isfinite(self.raw)


def camel(value: Any) -> Any:
    """All keys as the service spells them; clients write some with underscores."""
    if isinstance(value, dict):
        return {UNDERSCORE.sub(lambda found: found[1].upper(), key): camel(one) for key, one in value.items()}
    return [camel(one) for one in value] if isinstance(value, list) else value


def parts_of(spec: Json) -> list[tuple[Json, float]]:
    """Each reward of a single or composite one, and its weight."""
    spec = camel(spec)
    if "singleRewardConfig" in spec:
        return [(spec["singleRewardConfig"], 1.0)]
    weighted = spec["compositeRewardConfig"].get("weightedRewardConfigs", [])
    return [(one["rewardConfig"], one.get("weight", 1.0)) for one in weighted]


def together(outcomes: dict[str, Outcome], spec: Json) -> float:
    """The weighted mean, not a number where a part failed."""
    weights = {config.get("rewardName", ""): weight for config, weight in parts_of(spec)}
    if any(outcome.failed for outcome in outcomes.values()):
        return nan
    return sum(weights[name] * one.reward for name, one in outcomes.items()) / sum(weights.values())


def score(
    cloud: GoogleCloud, spec: Json, example: Json, response: Json, job: str = "0"
) -> dict[str, Outcome]:
    """What each reward says of one answer, by name."""
    return {
        config.get("rewardName", ""): _score(cloud, config, example, response, job)
        for config, _ in parts_of(spec)
    }


def _score(cloud: GoogleCloud, config: Json, example: Json, response: Json, job: str) -> Outcome:
    began = time.perf_counter()
    if cloud.plan.fails():
        return Outcome(nan, PLANNED)
    seen = _parsed(config.get("parseResponseConfig", {}), response)
    kind = next(name for name in SCORERS if name in config)
    found = BY_KIND[kind](cloud, config[kind], example, seen, job)
    return Outcome(found.raw, found.error, found.aux, time.perf_counter() - began)


def text_in(content: Json) -> str:
    """The text that is said; what was only thought is left out."""
    parts = content.get("parts", [])
    return "".join(part.get("text", "") for part in parts if not part.get("thought"))


def _parsed(config: Json, response: Json) -> Json:
    if config.get("parseType") != "REGEX_EXTRACT":
        return response
    return {"role": "model", "parts": [{"text": _extracted(config, text_in(response)) or ""}]}


def _extracted(config: Json, text: str) -> str | None:
    """The last match, as Google documents; nothing at the end of another match is none, as RE2 has it."""
    found = list(re.finditer(config.get("regexExtractExpression", ""), text))
    found = [
        one
        for number, one in enumerate(found)
        if one[0] or not number or one.start() > found[number - 1].end()
    ]
    if not found:
        return None
    return found[-1][1] if found[-1].re.groups else found[-1][0]


def _by_program(cloud: GoogleCloud, scorer: Json, example: Json, response: Json, _: str) -> Outcome:
    found = cloud.snippets.run(scorer.get("pythonCodeSnippet", ""), example, response)
    if "error" in found:
        return Outcome(nan, f"Code execution failed: {found['error']}")
    return Outcome(found["reward"])


def _by_judge(cloud: GoogleCloud, scorer: Json, example: Json, response: Json, _: str) -> Outcome:
    prompt = _filled(scorer["autoraterPrompt"], example, text_in(response))
    body = {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
    times = scorer.get("autoraterConfig", {}).get("samplingCount") or USUAL_SAMPLES
    try:
        answers = [judgment(cloud.judge, body) for _ in range(times)]
    except GoogleError as error:
        return Outcome(nan, f"Failed to call the autorater: {error.message}")
    said = [
        text_in(answer["candidates"][0]["content"]) if "candidates" in answer else "" for answer in answers
    ]
    rewards = [reward for one in said if (reward := _judged(scorer, example, one)) is not None]
    if len(rewards) < times:
        return Outcome(nan, "The autorater response could not be parsed into a float reward.")
    return Outcome(sum(rewards) / times)


def _judged(scorer: Json, example: Json, said: str) -> float | None:
    config = scorer.get("autoraterResponseParseConfig", {})
    parsed = _extracted(config, said) if config.get("parseType") == "REGEX_EXTRACT" else said
    if exact := scorer.get("exactMatchScorer"):
        right = parsed == _filled(exact.get("expression", ""), example, "")
        return exact.get("correctAnswerReward" if right else "wrongAnswerReward", 0.0)
    try:
        return max(-1.0, min(1.0, float(parsed)))
    except (TypeError, ValueError):
        return None


def _filled(text: str, example: Json, response: str) -> str:
    """A text with what stands in double braces put in, all at once."""
    prompts = [text_in(content) for content in example.get("contents", []) if content.get("role") != "model"]
    values = {
        "prompt": prompts[-1] if prompts else "",
        "response": response,
        "system_instruction": text_in(example.get("systemInstruction", {})),
        **{f"references.{name}": value for name, value in example.get("references", {}).items()},
    }
    return re.sub(r"\{\{\s*([\w.]+)\s*\}\}", lambda found: values.get(found[1], ""), text)


def _by_server(cloud: GoogleCloud, scorer: Json, example: Json, response: Json, job: str) -> Outcome:
    address = scorer.get("cloudRunUri", "")
    if urlsplit(address).hostname not in HERE:
        return Outcome(nan, f"Failed to call Cloud Run service {address}: not reachable.")
    body = {"example": example, "response": response, "metadata": {cloud.plan.job_key: int(job), "step": 0}}
    request = Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=10) as answer:
            said = json.loads(answer.read())
        return Outcome(float(said["reward"]), aux=said.get("user_requested_aux_info") or "")
    except HTTPError as error:
        return Outcome(nan, f"Cloud Run service {address} answered {error.code}.")
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        return Outcome(nan, f"Invalid response of Cloud Run service {address}: {type(error).__name__}.")


def _by_match(_: GoogleCloud, scorer: Json, example: Json, response: Json, __: str) -> Outcome:
    text = text_in(response)
    right = all(_matches(one, example, text) for one in _expressions(scorer))
    return Outcome(scorer.get("correctAnswerReward" if right else "wrongAnswerReward", 0.0))


def _expressions(scorer: Json) -> Iterator[Json]:
    yield from (scorer[name] for name in ("stringMatchExpression",) if name in scorer)


def _matches(one: Json, example: Json, text: str) -> bool:
    wanted = _filled(one.get("expression", ""), example, "")
    kind = one.get("matchOperation")
    if kind == "REGEX_CONTAINS":
        return bool(re.search(wanted, text))
    return wanted in text if kind == "PARTIAL_MATCH" else wanted == text


BY_KIND = dict(zip(SCORERS, (_by_program, _by_judge, _by_server, _by_match), strict=True))
