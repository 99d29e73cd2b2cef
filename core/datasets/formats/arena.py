"""Battles of Chatbot Arena and judgments of MT-bench: two dialogues with models, and which one won.

The fields are those of lmsys/chatbot_arena_conversations, lmsys/mt_bench_human_judgments and
lmarena-ai/arena-human-preference-100k and -140k at https://huggingface.co/datasets. Dialogues of MT-bench
have two questions, of which a judgment of ``turn`` 1 is about the first alone. GPT-4 judged MT-bench in both
orders; where it did not say the same, that is a ``tie (inconsistent)``.
"""

from typing import Any

from core.datasets.formats.known import Known, as_spelt
from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared.choice_values import number_written, written
from core.datasets.formats.shared.dialogues import answers, as_messages

DIALOGUES = ("conversation_a", "conversation_b")
LATER = "_later"
"""What follows a dialogue's name where its turns stand that were not judged."""


def first_turn_alone(_: int, row: Row) -> Row:
    """A row whose dialogues end where they were judged; what comes later stands in fields of its own."""
    if written(row.get(as_spelt("turn", row))) != "1":
        return row
    made = dict(row)
    for name in (as_spelt(one, row) for one in DIALOGUES):
        dialogue = as_messages(row.get(name))
        end = _end_of_first(dialogue)
        if end:
            made |= {name: dialogue[:end], f"{name}{LATER}": dialogue[end:]}
    return made


def _end_of_first(dialogue: Any) -> int:
    """The place behind the first answer; 0 if nothing comes after it."""
    if not isinstance(dialogue, list):
        return 0
    ends = (place for place, message in enumerate(dialogue, 1) if answers(message))
    end = next(ends, 0)
    return end if end < len(dialogue) else 0


FORMAT = Known(
    name="arena",
    title="Chatbot Arena and MT-bench",
    signs=("winner", *DIALOGUES),
    holds=lambda row: number_written(written(row.get(as_spelt("winner", row)))) is None,
    columns=Columns(
        DIALOGUES[0],
        *DIALOGUES,
        choice="winner",
        choice_0="model_a",
        choice_1="model_b",
        choice_tie="tie,tie (inconsistent)",
        choice_bad="tie (bothbad),both_bad",
        source_0="model_a",
        source_1="model_b",
        annotator="judge",
    ),
    prompt="conversation_a.0",
    check_first="Who judged (judge): voters of the arena, experts and authors of MT-bench, or GPT-4.",
    instead={"annotator": "judge_hash"},
    metadata=("full_conversation", *(f"{name}{LATER}" for name in DIALOGUES)),
    prepared=first_turn_alone,
    becomes=(
        "pairs; models are the sources, judges the annotators. Dialogues are split at the last turn they "
        "share; of those that were judged after `turn` 1 only the first answers are taken"
    ),
).as_format()
