"""Judges: models that are asked which of two answers to a prompt is better. Nothing here knows a table."""

from core.judges.asking import ask_judge, refuse_unusable
from core.judges.cost import JudgeCost, cost_of, cost_of_size
from core.judges.judge import Judge, JudgeKind, default_instruction, judge_of
from core.judges.questions import (
    MOST_REASONS,
    Choice,
    Question,
    Said,
    SaidState,
    both_ways,
    question_text,
    verdict_of,
)

__all__ = [
    "MOST_REASONS",
    "Choice",
    "Judge",
    "JudgeCost",
    "JudgeKind",
    "Question",
    "Said",
    "SaidState",
    "ask_judge",
    "both_ways",
    "cost_of",
    "cost_of_size",
    "default_instruction",
    "judge_of",
    "question_text",
    "refuse_unusable",
    "verdict_of",
]
