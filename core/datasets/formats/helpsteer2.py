"""HelpSteer2-Preference: two answers, and how much better the second is, from -3 to 3.

The fields are those of https://huggingface.co/datasets/nvidia/HelpSteer2 (folder preference). Positive
numbers say that response 2 is better; others than these are refused. Prompts of several turns are one text,
in which the speakers are marked.
"""

import re

from core.datasets.formats.known import Known, as_spelt
from core.datasets.formats.mapping import Columns, Row

TURN = re.compile(r"\n?<extra_id_1>(User|Assistant)\n")
ROLES = {"User": "user", "Assistant": "assistant"}
FIRST, SECOND = "-3,-2,-1", "1,2,3"


def with_turns(_: int, row: Row) -> Row:
    """A row whose prompt is messages, if it has more than one turn."""
    name = as_spelt("prompt", row)
    prompt = row.get(name)
    first, *rest = TURN.split(prompt) if isinstance(prompt, str) else ("",)
    turns = [("User", first)] * bool(first.strip()) + list(zip(rest[::2], rest[1::2], strict=True))
    if not rest or turns[-1][0] != "User":
        return row
    return row | {name: [{"role": ROLES[who], "content": text} for who, text in turns]}


FORMAT = Known(
    name="helpsteer2",
    title="HelpSteer2 preferences",
    signs=("prompt", "response_1", "response_2", "preference_strength"),
    columns=Columns(
        "prompt",
        "response_1",
        "response_2",
        choice="preference_strength",
        choice_0=FIRST,
        choice_1=SECOND,
        choice_tie="0",
        strength="preference_strength",
    ),
    prepared=with_turns,
    of_choice=(
        "preference_statement",
        "preference_elaboration",
        "three_most_similar_preferences",
        "all_preferences_unprocessed",
    ),
    check_first="Whether preference_statement names the answer that is the chosen one.",
    becomes="pairs; positive numbers say that response 2 is better, and how much, 0 is a tie",
).as_format()
