"""Label quality read from the database: votes as columns, and the report that the quality page shows."""

from core.labelling.reports.annotator_lines import AnnotatorLine
from core.labelling.reports.consensus_summary import ConsensusSummary
from core.labelling.reports.flag_answers import FlagAnswer, flag_answers
from core.labelling.reports.floor import measured_noise_floor
from core.labelling.reports.report import QualityReport, quality_report
from core.labelling.reports.stamp import Stamp, quality_stamp
from core.labelling.reports.votes import read_retests, read_votes

__all__ = [
    "AnnotatorLine",
    "ConsensusSummary",
    "FlagAnswer",
    "QualityReport",
    "Stamp",
    "flag_answers",
    "measured_noise_floor",
    "quality_report",
    "quality_stamp",
    "read_retests",
    "read_votes",
]
