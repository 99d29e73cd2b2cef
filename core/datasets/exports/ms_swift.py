"""Rows as ms-swift reads them: a dialogue that ends with the preferred answer, and the other one beside it.

Source: https://swift.readthedocs.io/en/latest/Customization/Custom-dataset.html. It trains on the last turn,
so answers of several turns are left out.
"""

from typing import Any

from core.datasets.exports.dialogue import ONE_ANSWER_EACH, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    return {"messages": [*said.prompt, *said.chosen], "rejected_response": said.rejected[0]["content"]}


EXPORT = Export(
    name="ms-swift",
    title="ms-swift",
    suffix=".ms-swift.jsonl",
    purpose="For DPO and reward models with ms-swift.",
    holds="`messages` that end with the preferred answer, and `rejected_response`",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_plain,
    leaves_out=ONE_ANSWER_EACH,
    takes_margin=True,
)
