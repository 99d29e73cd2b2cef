"""Preference Collection, on which Prometheus 2 was tuned: which of two responses meets a criterion better.

The fields are those of https://huggingface.co/datasets/prometheus-eval/Preference-Collection; the question to
the judge, with everything in it, stands in ``instruction`` and ``messages`` once more.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="preference-collection",
    title="Preference Collection",
    signs=("orig_instruction", "orig_response_A", "orig_response_B", "orig_preference"),
    columns=Columns(
        "orig_instruction",
        "orig_response_A",
        "orig_response_B",
        choice="orig_preference",
        choice_0="A",
        choice_1="B",
    ),
    metadata=("instruction", "input", "messages", "orig_reference_answer"),
    of_choice=(
        "orig_criteria",
        "orig_score_A",
        "orig_score_B",
        "orig_feedback",
        "orig_feedback_A",
        "orig_feedback_B",
        "output",
    ),
    check_first="Whether one criterion a pair (orig_criteria) is what the model is to learn.",
    becomes="pairs; the criterion and both scores stay with the choice",
).as_format()
