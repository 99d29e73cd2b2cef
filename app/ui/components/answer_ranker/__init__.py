"""The answer ranker: put three to nine answers to one prompt in order, best first."""

from app.ui.components.answer_ranker.model import (
    RankedAnswer,
    Ranking,
    RankingData,
    RankingItem,
    UndoableRanking,
)
from app.ui.components.answer_ranker.mount import answer_ranker, read_rankings

__all__ = [
    "RankedAnswer",
    "Ranking",
    "RankingData",
    "RankingItem",
    "UndoableRanking",
    "answer_ranker",
    "read_rankings",
]
