"""HelpSteer3 preferences: two answers to a dialogue, and how much better the second is, from -3 to 3.

The fields are those of https://huggingface.co/datasets/nvidia/HelpSteer3 (folder preference). Positive
numbers say that response 2 is better; others than these are refused.
"""

from core.datasets.formats.helpsteer2 import FIRST, SECOND
from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="helpsteer3",
    title="HelpSteer3 preferences",
    signs=("context", "response1", "response2", "overall_preference"),
    columns=Columns(
        "context",
        "response1",
        "response2",
        choice="overall_preference",
        choice_0=FIRST,
        choice_1=SECOND,
        choice_tie="0",
        strength="overall_preference",
    ),
    of_choice=("individual_preference",),
    check_first="Whether people in individual_preference agree with the overall number, which is the choice.",
    becomes="pairs; positive numbers say that response 2 is better, and how much, 0 is a tie",
).as_format()
