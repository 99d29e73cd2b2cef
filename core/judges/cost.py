"""What asking a judge costs before anything is sent: how many calls, and about how many tokens."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.judges.judge import Judge
from core.judges.questions import Question, question_text

CHARACTERS_A_TOKEN = (6.0, 4.0, 2.0)
"""For the low, likely and high figure: four is the usual rule of thumb for English."""

ANSWER_TOKENS = (40, 250)
"""Low and likely, of one answer: a choice with few words, and one with reasons; high is the most allowed."""


@dataclass(frozen=True)
class JudgeCost:
    """How often a judge is asked, and tokens as (low, likely, high).

    Attributes:
        calls: Two a comparison that is still open: once in each order.
        tokens_in: What it reads.
        tokens_out: What it writes.
    """

    calls: int
    tokens_in: tuple[int, int, int]
    tokens_out: tuple[int, int, int]

    def words(self, about: str) -> str:
        """The cost as a sentence; ``about`` is what is asked about, such as "12 comparisons"."""
        reads, writes = self.tokens_in, self.tokens_out
        return (
            f"{self.calls:,} calls: {about}, each in both orders. It reads about {reads[1]:,} tokens "
            f"({reads[0]:,} to {reads[2]:,}) and writes about {writes[1]:,} ({writes[0]:,} to {writes[2]:,})."
        )


def cost_of(judge: Judge, questions: Iterable[Question]) -> JudgeCost:
    """What these questions would cost, each asked once; tokens are estimated by the length of the texts."""
    sizes = [len(question_text(judge, question)) for question in questions]
    return cost_of_size(judge, len(sizes), sum(sizes))


def cost_of_size(judge: Judge, calls: int, characters: int) -> JudgeCost:
    """What so many calls would cost that read so many characters together."""
    low, likely, high = (round(characters / one) for one in CHARACTERS_A_TOKEN)
    least, usual = (min(one, judge.most_tokens) for one in ANSWER_TOKENS)
    return JudgeCost(calls, (low, likely, high), (calls * least, calls * usual, calls * judge.most_tokens))
