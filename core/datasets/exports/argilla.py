"""Records as Argilla's own flat export has them: judgments are responses, the choice is a suggestion.

Source: `argilla` 2.8, ``Dataset.records.to_list(flatten=True)``; ``records.log`` takes them, with a mapping
for the suggestion. People are no users of that Argilla, so it passes their responses over; a studio reads
them.
"""

from typing import Any
from uuid import UUID

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow, GivenJudgment, candidate_text, preferred, prompt_text

QUESTION = "preference"
RESPONSES, SUGGESTION = f"{QUESTION}.responses", f"{QUESTION}.suggestion"
AGENT = "preference-studio"


def _row(frozen: FrozenRow) -> dict[str, Any]:
    row, evidence = frozen.row, frozen.evidence
    chosen = f"candidate_{preferred(row)}"
    given: list[GivenJudgment] = evidence.get("judgments") or [{"annotator": 0, "outcome": chosen}]
    return {
        "id": evidence.get("pair"),
        "status": "completed",
        "prompt": prompt_text(row),
        "candidate_0": candidate_text(row, 0),
        "candidate_1": candidate_text(row, 1),
        RESPONSES: [one["outcome"] for one in given],
        f"{RESPONSES}.users": [str(UUID(int=one["annotator"])) for one in given],
        f"{RESPONSES}.status": ["submitted"] * len(given),
        SUGGESTION: chosen,
        f"{SUGGESTION}.score": evidence.get("confidence"),
        f"{SUGGESTION}.agent": AGENT,
    }


EXPORT = Export(
    name="argilla",
    title="Argilla",
    suffix=".argilla.jsonl",
    purpose="For reviewing pairs in Argilla: every judgment is a response, the set's choice a suggestion.",
    holds=f"`id`, `prompt`, `candidate_0`, `candidate_1`, `{RESPONSES}` with `.users` and `.status`, "
    f"`{SUGGESTION}` with `.score` and `.agent`",
    kinds=PAIRS,
    row=_row,
)
