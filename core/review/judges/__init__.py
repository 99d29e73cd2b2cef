"""Judges beside people: models asked about a review's comparisons; none of it counts as people's."""

from core.review.judges.autosxs import Kept, keep_judgments, keep_run_judgments, runs_with_judgments
from core.review.judges.beside import JudgeResult, JudgeSlice, judge_result
from core.review.judges.models import JudgeState, JudgeVerdict, ReviewJudge, ReviewJudgeKind
from core.review.judges.reasons import JudgeReasons, ReasonsWanted, judge_reasons
from core.review.judges.setting_up import JudgePlan, add_judge, instruction_for, plan_judge, stop_judge
from core.review.judges.to_autosxs import put_review_questions
from core.review.judges.views import JudgeView, get_judge, list_judges
from core.review.judges.words import agreement_words, kappa_words, rate_words, result_sentences
from core.review.judges.working import run_judge, start_judge

__all__ = [
    "JudgePlan",
    "JudgeReasons",
    "JudgeResult",
    "JudgeSlice",
    "JudgeState",
    "JudgeVerdict",
    "JudgeView",
    "Kept",
    "ReasonsWanted",
    "ReviewJudge",
    "ReviewJudgeKind",
    "add_judge",
    "agreement_words",
    "get_judge",
    "instruction_for",
    "judge_reasons",
    "judge_result",
    "kappa_words",
    "keep_judgments",
    "keep_run_judgments",
    "list_judges",
    "plan_judge",
    "put_review_questions",
    "rate_words",
    "result_sentences",
    "run_judge",
    "runs_with_judgments",
    "start_judge",
    "stop_judge",
]
