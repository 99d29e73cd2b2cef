"""Judges beside people: models asked about a review's comparisons; none of it counts as people's."""

from core.review.judges.autosxs import Judgment, Kept, keep_judgments
from core.review.judges.beside import JudgeResult, JudgeSlice, judge_result
from core.review.judges.models import JudgeState, JudgeVerdict, ReviewJudge, ReviewJudgeKind
from core.review.judges.reasons import JudgeWord, Which, judge_words
from core.review.judges.setting_up import JudgePlan, add_judge, instruction_for, plan_judge, stop_judge
from core.review.judges.views import JudgeView, get_judge, list_judges
from core.review.judges.working import run_judge, start_judge

__all__ = [
    "JudgePlan",
    "JudgeResult",
    "JudgeSlice",
    "JudgeState",
    "JudgeVerdict",
    "JudgeView",
    "JudgeWord",
    "Judgment",
    "Kept",
    "ReviewJudge",
    "ReviewJudgeKind",
    "Which",
    "add_judge",
    "get_judge",
    "instruction_for",
    "judge_result",
    "judge_words",
    "keep_judgments",
    "list_judges",
    "plan_judge",
    "run_judge",
    "start_judge",
    "stop_judge",
]
