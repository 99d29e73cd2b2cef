"""Preference rows as NeMo-RL takes them: a context, and completions with ranks, of which the lower is better.

The fields are those of https://docs.nvidia.com/nemo/rl/latest/guides/dpo.html.
"""

from typing import Any

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.fields import given, rest_of
from core.datasets.formats.shared.many_answers import ranking_problem
from core.datasets.formats.shared.one_better import OneBetter, a_list, adapters_of, tidy
from core.datasets.formats.shared.scores import better_of, finite_number, list_of
from core.datasets.problems import Fault, Problem, Refused, shorten

USED = frozenset({"context", "completions"})
PAIR = 2


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    said = given(line, row, "context")
    prompt = "context", tidy(list_of(said) or said)
    rest = rest_of(row, USED)
    if wanted == Wanted.PROMPTS:
        return OneBetter(prompt, rest=rest)
    listed = a_list(line, "completions", list_of(given(line, row, "completions")), of="completions")
    if len(listed) != PAIR:
        raise Refused(ranking_problem(line, "completions", listed))
    ranks = _rank(line, 0, listed[0]), _rank(line, 1, listed[1])
    first, second = (
        (f"completions[{place}].completion", tidy(one.get("completion"))) for place, one in enumerate(listed)
    )
    return OneBetter(prompt, first, second, rest, better_of((-ranks[0], -ranks[1])))


def _rank(line: int, place: int, completion: dict[str, Any]) -> float:
    rank = finite_number(completion.get("rank"))
    if rank is None:
        name = f"completions[{place}].rank"
        reason = "must be a number; the lower of two is better, equal ones tie"
        raise Refused(Problem(line, name, shorten(completion.get("rank")), reason, Fault.CHOICE_OUT_OF_RANGE))
    return rank


def _is_sure(row: Row, wanted: Wanted) -> bool:
    listed = list_of(row.get("completions")) if "context" in row and wanted != Wanted.ANSWER_SETS else None
    return bool(listed) and all(
        isinstance(one, dict) and {"rank", "completion"} <= one.keys() for one in listed or ()
    )


FORMAT = Format(
    name="nemo-rl",
    title="NeMo-RL preference rows",
    label="NeMo-RL (context, completions with a rank)",
    telling="a context and completions with a rank",
    looks_like="`context`, two `completions` with `rank` and `completion`",
    becomes="pairs; the lower rank is better, equal ranks tie",
    adapters=adapters_of(_split),
    is_sure=_is_sure,
    sides=("the first completion", "the second completion"),
    check_first="Whether the completion with the lower rank is the better one.",
)
