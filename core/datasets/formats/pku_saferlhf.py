"""PKU-SafeRLHF: two answers, of which one is more helpful and one is safer, and these need not be the same.

The fields are those of https://huggingface.co/datasets/PKU-Alignment/PKU-SafeRLHF.
"""

from core.datasets.formats.known import Known, Opinion
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="pku-saferlhf",
    title="PKU-SafeRLHF",
    signs=("prompt", "response_0", "response_1", "better_response_id", "safer_response_id"),
    columns=Columns(
        "prompt", "response_0", "response_1", source_0="response_0_source", source_1="response_1_source"
    ),
    opinions=(
        Opinion("is the more helpful one", {"choice": "better_response_id"}),
        Opinion("is the safer one", {"choice": "safer_response_id"}),
    ),
    check_first="Whether the opinion that was named is the one that the model is to learn.",
    becomes="pairs; which of the two opinions is the choice is asked",
).as_format()
