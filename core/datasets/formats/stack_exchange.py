"""Paired answers of Stack Exchange: the one with more votes is ``response_j``.

The fields are those of https://huggingface.co/datasets/lvwerra/stack-exchange-paired.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="stack-exchange-paired",
    title="Stack Exchange, paired",
    signs=("question", "response_j", "response_k"),
    columns=Columns("question", "response_j", "response_k", better="0"),
    check_first="Whether the first answer is the better one: it had more votes, how many more is not said.",
    becomes="pairs; `response_j` is better, candidate 0 until a recipe balances the order",
).as_format()
