"""HelpSteer3 edit quality: a good and a bad revision of an answer, by the same feedback.

The fields are those of https://huggingface.co/datasets/nvidia/HelpSteer3 (folder edit_quality).
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="helpsteer3-edits",
    title="HelpSteer3 edit quality",
    signs=("context", "original_response", "good_edited_response", "bad_edited_response"),
    columns=Columns("context", "good_edited_response", "bad_edited_response", better="0"),
    check_first="Whether people can compare revisions without the feedback and the answer that was revised.",
    metadata=("original_response", "feedback"),
    becomes="pairs; the good revision is better, candidate 0 until a recipe balances the order",
).as_format()
