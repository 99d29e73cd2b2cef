"""A row of a frozen set together with what it was made of."""

from dataclasses import dataclass
from typing import Any

BESIDE = "row"
"""Under which name a row that cannot be said in text stands in its line of evidence."""


@dataclass(slots=True)
class FrozenRow:
    """One row as it stands in the set's object, and its line of evidence.

    Attributes:
        row: ``input_text`` or ``messages`` and ``context``; in a preference set also ``candidate_0``,
            ``candidate_1`` and ``choice``.
        evidence: Where the row came from and who judged it, all as the row stands: if the candidates were
            flipped, so were the sources, the outcomes and the conversation's candidates. Empty for sets that
            were frozen before evidence was kept.
        beside: The row cannot be said in text, so it stands in the object of the evidence and not in that of
            the rows, which a run reads.
    """

    row: dict[str, Any]
    evidence: dict[str, Any]
    beside: bool = False
