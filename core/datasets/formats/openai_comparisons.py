"""Rows of OpenAI's ``summarize_from_feedback`` comparisons: a post, two summaries, a worker's choice.

The shape is that of https://github.com/openai/summarize-from-feedback and of its copy on Hugging Face.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from core.datasets.formats.format import Format, one_each
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.choice_values import written
from core.datasets.formats.shared.fields import (
    Named,
    annotator_problem,
    choice_problem,
    filled,
    given,
    json_of,
    missing_problem,
    pair_texts,
    rest_of,
    storing_problem,
)
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, Refused, or_problem, refuse, shorten
from core.datasets.records import PairRecord, PromptRecord, Remark

CONTRADICTS = "confidence_contradicts_choice"
"""Marks, in ``about_choice``, that the worker was surer of the other summary."""

POSTS = ("post", "article")
NESTED = ("info", "summaries", "summary", "extra")
USED = frozenset({"info", "summaries", "choice", "worker", "batch", "split", "extra"})
UNSURE, SUREST = 5, 9
"""Confidence runs from 1, surely the first summary, to 9, surely the second."""


def as_in_json(row: Row) -> Row:
    """A row as it would be in JSON: objects and numbers of CSV files are text, and pandas makes 1 a 1.0."""
    nested = {name: json_of(row[name]) for name in NESTED if isinstance(row.get(name), str)}
    choice = row.get("choice")
    if not nested and type(choice) is not float:
        return row
    said = written(choice) if nested or type(choice) is float else ""
    if said in {"0", "1"}:
        nested["choice"] = int(said)
    empty = {"choice": said, "worker": row.get("worker")}
    return {name: value for name, value in (row | nested).items() if empty.get(name, value) != ""}


@or_problem
def openai_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord:
    """A comparison of two summaries, or the first problem with it."""
    row = as_in_json(row)
    post, summaries = _post(line, row), _summaries(line, row)
    first, second = ((f"summaries[{place}].text", one["text"]) for place, one in enumerate(summaries))
    built = prompts.build(line, row, post, other=USED)
    texts = pair_texts(line, (post[0], built.prompt), first, second)
    policies = [_policy(one) for one in summaries]
    strength, about = _opinion(row, summaries)
    _check_about(line, row, policies)
    return PairRecord(
        line,
        *texts,
        row.get("choice"),
        policies[0],
        policies[1],
        _extra(row, post[0], summaries, built.used),
        row.get("worker"),
        strength,
        about,
        built.written(),
        (_contradiction(row, about),) if CONTRADICTS in about else (),
    )


@or_problem
def openai_prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:
    """The post of a comparison, or of a row of the axis evaluations; or the first problem with it."""
    row = as_in_json(row)
    post = _post(line, row)
    prompt = prompts.record(line, row, post, other=USED)
    info = filled(info=_rest_of_info(row, post[0]))
    return replace(prompt, extra=rest_of(prompt.extra, {"info"}) | info)


def _post(line: int, row: Row) -> Named:
    info = given(line, row, "info")
    if not isinstance(info, dict):
        raise Refused(Problem(line, "info", shorten(info), 'must be an object such as {"post": …}'))
    name = next((name for name in POSTS if info.get(name) is not None), None)
    if name is None:
        raise Refused(missing_problem(line, info, "info.post"))
    return f"info.{name}", info[name]


def _summaries(line: int, row: Row) -> list[Row]:
    summaries: list[Row] = given(line, row, "summaries")
    both = isinstance(summaries, list) and len(summaries) == 2  # noqa: PLR2004 two make a comparison
    if not both or not all(isinstance(one, dict) for one in summaries):
        reason = 'must be a list of two summaries such as {"text": …, "policy": …}'
        raise Refused(Problem(line, "summaries", shorten(summaries), reason))
    for place, one in enumerate(summaries):
        given(line, one, "text", called=f"summaries[{place}].text")
    return summaries


def _policy(summary: Row) -> str | None:
    policy = summary.get("policy")
    return policy if isinstance(policy, str) else None


def _check_about(line: int, row: Row, policies: Sequence[str | None]) -> None:
    for place, policy in enumerate(policies):
        refuse(storing_problem(line, f"summaries[{place}].policy", policy or ""))
    if "choice" in row:
        refuse(choice_problem(line, row["choice"]))
    if row.get("worker") is not None:
        refuse(annotator_problem(line, "worker", row["worker"]))


def _extra(row: Row, post: str, summaries: Sequence[Row], of_prompt: AbstractSet[str]) -> Row:
    rests = [rest_of(one, {"text", "note"} | ({"policy"} if _policy(one) else set())) for one in summaries]
    known = filled(info=_rest_of_info(row, post), summaries=rests if any(rests) else None)
    return rest_of(row, USED | of_prompt) | known


def _rest_of_info(row: Row, post: str) -> Row:
    return rest_of(row["info"], {post.removeprefix("info.")})


def _confidence(row: Row) -> int | None:
    extra = row.get("extra")
    confidence = extra.get("confidence") if isinstance(extra, dict) else None
    is_number = isinstance(confidence, int | float) and not isinstance(confidence, bool)
    return next((one for one in range(1, SUREST + 1) if is_number and one == confidence), None)


def _opinion(row: Row, summaries: Sequence[Row]) -> tuple[int | None, Row]:
    """How much better the chosen one is, 1 to 4 (confidence minus unsure), and what else was said."""
    confidence, choice = _confidence(row), row.get("choice")
    notes = [one.get("note") for one in summaries]
    about = filled(
        batch=row.get("batch"),
        split=row.get("split"),
        extra=row.get("extra"),
        confidence=confidence,
        notes=notes if any(notes) else None,
    )
    if confidence is None or confidence == UNSURE or choice is None:
        return None, about
    if (confidence > UNSURE) != (choice == 1):
        return None, about | {CONTRADICTS: True}
    return abs(confidence - UNSURE), about


def _contradiction(row: Row, about: Row) -> Remark:
    reason = f"contradicts the choice, which is {row['choice']}"
    return Remark(Fault.CONFIDENCE, "confidence", shorten(about["confidence"]), reason)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if "summaries" not in row and (wanted != Wanted.PROMPTS or "summary" not in row):
        return False
    return isinstance(as_in_json(row).get("info"), dict)


FORMAT = Format(
    name="openai",
    title="OpenAI comparisons",
    label="OpenAI comparisons (info, summaries, choice)",
    telling="info with a post or an article, and summaries",
    looks_like=(
        "`info.post` or `info.article`, two `summaries` with `text` and `policy`, `choice`, `worker`, "
        "`batch`, `split`, `extra.confidence`"
    ),
    becomes=(
        "pairs; policies are the candidates' sources, workers are annotators, the confidence of 1 to 9 is "
        "the strength of the choice"
    ),
    adapters={Wanted.PAIRS: one_each(openai_pair), Wanted.PROMPTS: one_each(openai_prompt)},
    check_first="Whether choice counts the summaries from 0, in rows that you know.",
    sides=("summaries.0", "summaries.1"),
    is_sure=_is_sure,
)
