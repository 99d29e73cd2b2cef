"""Preference rows as OpenAI, Azure, Together and Fireworks take them for DPO.

The fields are those of https://platform.openai.com/docs/guides/direct-preference-optimization: ``input`` with
``messages``, perhaps ``tools`` and ``parallel_tool_calls``; lists with the preferred and the other answer.
"""

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.fields import given, opened_cell, rest_of
from core.datasets.formats.shared.one_better import OneBetter, adapters_of, tidy
from core.datasets.problems import Fault, Problem, Refused, shorten

INPUT, BETTER, OTHER = "input", "preferred_output", "non_preferred_output"
MESSAGES = "input.messages"


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    asked = opened_cell(given(line, row, INPUT))
    if isinstance(asked, list | str):
        asked = {"messages": asked}  # also written so by people
    if not isinstance(asked, dict) or "messages" not in asked:
        reason = 'must be an object with messages, such as {"messages": […]}'
        raise Refused(Problem(line, INPUT, shorten(asked), reason, Fault.NOT_TEXT))
    prompt = MESSAGES, tidy(asked["messages"])
    rest = rest_of(asked, {"messages"}) | rest_of(row, {INPUT, BETTER, OTHER})
    if wanted == Wanted.PROMPTS:
        return OneBetter(prompt, rest=rest)
    better, other = ((name, tidy(opened_cell(given(line, row, name)))) for name in (BETTER, OTHER))
    return OneBetter(prompt, better, other, rest)


FORMAT = Format(
    name="openai-preference",
    title="OpenAI preference rows",
    label="OpenAI, Azure, Together, Fireworks (input, preferred_output, non_preferred_output)",
    telling="the fields of OpenAI's preference rows (input, preferred_output, non_preferred_output)",
    looks_like="`input.messages`, `preferred_output`, `non_preferred_output`",
    becomes="pairs; tools stay with the row",
    adapters=adapters_of(_split),
    is_sure=lambda row, wanted: wanted != Wanted.ANSWER_SETS and row.keys() >= {INPUT, BETTER, OTHER},
    sides=(BETTER, OTHER),
    check_first="Whether the tools that the prompts speak of are known to those who judge.",
)
