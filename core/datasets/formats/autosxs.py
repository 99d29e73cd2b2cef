"""The judgments that Google's AutoSxS leaves: which of two answers its autorater prefers.

The columns are those of ``autosxs_pipeline`` in google-cloud-pipeline-components 2.22.0. Where the autorater
failed the choice is "Error".
"""

from dataclasses import replace

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

KNOWN = Known(
    name="autosxs",
    title="Judgments of AutoSxS",
    signs=("inference_context", "response_a", "response_b", "choice"),
    columns=Columns(
        "inference_context",
        "response_a",
        "response_b",
        choice="choice",
        choice_0="A",
        choice_1="B",
        choice_none="Error",
    ),
    of_choice=("confidence", "explanation", "error"),
    check_first="How sure the autorater was (confidence): its judgments are a model's, not people's.",
    becomes="pairs; an error of the autorater is no choice",
)
FORMAT = KNOWN.as_format()
BY_PROMPT = replace(
    KNOWN,
    name="autosxs-prompt",
    title="Judgments of AutoSxS on a column of its own",
    signs=("prompt", "response_a", "response_b", "choice", "explanation", "confidence"),
    but=("inference_context",),
    columns=replace(KNOWN.columns, input_text="prompt"),
).as_format()
"""Where the prompt stands in the column that was handed over."""
