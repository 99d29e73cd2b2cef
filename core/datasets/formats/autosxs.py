"""The judgments that Google's AutoSxS leaves: which of two answers its autorater prefers.

The columns are those of ``autosxs_pipeline`` in google-cloud-pipeline-components 2.22.0. Where the autorater
failed the choice is "Error".
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
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
).as_format()
