"""Label quality read from the database: votes as columns, and the report that the quality page shows."""

from core.labelling.reports.annotators import MOST_SHOWN, AnnotatorLine, FlagAnswer, flag_answers
from core.labelling.reports.consensus import ConsensusSummary, measured_agreement, measured_noise_floor
from core.labelling.reports.listing import ListedJudgment, ListedPair, Place, list_judgments, list_pairs
from core.labelling.reports.qualification import (
    QualificationAnswer,
    Qualified,
    qualification_answers,
    qualification_results,
)
from core.labelling.reports.report import QualityReport, quality_report, quality_stamp
from core.labelling.reports.votes import CHARACTERS_A_WORD, read_votes

__all__ = [
    "CHARACTERS_A_WORD",
    "MOST_SHOWN",
    "AnnotatorLine",
    "ConsensusSummary",
    "FlagAnswer",
    "ListedJudgment",
    "ListedPair",
    "Place",
    "QualificationAnswer",
    "Qualified",
    "QualityReport",
    "flag_answers",
    "list_judgments",
    "list_pairs",
    "measured_agreement",
    "measured_noise_floor",
    "qualification_answers",
    "qualification_results",
    "quality_report",
    "quality_stamp",
    "read_votes",
]
