"""A row of a frozen set together with what it was made of."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class FrozenRow:
    """One row as it stands in the set's object, and its line of evidence.

    Attributes:
        row: ``input_text`` or ``messages`` and ``context``; in a preference set also ``candidate_0``,
            ``candidate_1`` and ``choice``.
        evidence: Where the row came from and who judged it, all as the row stands: if the candidates were
            flipped, so were the sources, the outcomes and the conversation's candidates. Empty for sets that
            were frozen before evidence was kept.
    """

    row: dict[str, Any]
    evidence: dict[str, Any]
