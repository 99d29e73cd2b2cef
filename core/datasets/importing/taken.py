"""What an import changed."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Taken:
    """What an import changed.

    Attributes:
        rows: Pairs, sets or prompts that are new; of a gold file also pairs that have become gold.
        choices: Judgments that came with them.
        already_there: Rows that added nothing, because an earlier import had them.
        contradictions: Choices, or right answers, that differ from what an earlier import said, which stays.
        judged: Pairs of a gold file that were left as they are, because people have judged them.
    """

    rows: int = 0
    choices: int = 0
    already_there: int = 0
    contradictions: int = 0
    judged: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))
