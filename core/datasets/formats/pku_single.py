"""PKU-SafeRLHF with one opinion: which of two answers is the better one.

The fields are those of https://huggingface.co/datasets/PKU-Alignment/PKU-SafeRLHF-single-dimension.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns
from core.datasets.formats.shared.names import CHOICES

FORMAT = Known(
    name="pku-single",
    title="PKU-SafeRLHF, one opinion",
    signs=("prompt", "response_0", "response_1", "better_response_id"),
    but=("safer_response_id", *CHOICES),
    columns=Columns(
        "prompt",
        "response_0",
        "response_1",
        choice="better_response_id",
        source_0="response_0_source",
        source_1="response_1_source",
    ),
    check_first="Which opinion better_response_id is about: it weighs helpfulness and harm together.",
).as_format()
