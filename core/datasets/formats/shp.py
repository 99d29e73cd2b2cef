"""Stanford Human Preferences: two comments below a post, the better one by the votes of readers.

The fields are those of https://huggingface.co/datasets/stanfordnlp/SHP; ``labels`` is 1 where the first
of the two is better.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="shp",
    title="Stanford Human Preferences (SHP)",
    signs=("history", "human_ref_A", "human_ref_B", "labels"),
    columns=Columns("history", "human_ref_A", "human_ref_B", choice="labels", choice_0="1", choice_1="0"),
    check_first="Whether the comment with the higher score_A or score_B is the chosen one.",
).as_format()
