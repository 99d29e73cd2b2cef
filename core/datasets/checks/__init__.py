"""Checks on rows that come in, and the report that one reads and downloads."""

from core.datasets.checks.checker import Checker, texts_kept_apart
from core.datasets.checks.findings import (
    CHARACTERS_PER_TOKEN,
    LONGEST_ANSWER,
    LONGEST_PROMPT,
    Finding,
    Lengths,
    excerpt,
)
from core.datasets.checks.language_sample import language_name, languages
from core.datasets.checks.report import CANDIDATES, PROMPTS, Report
from core.datasets.checks.unused_fields import UnusedFields
from core.datasets.checks.wording import columns_sentence, question_sentence, reading_sentences
from core.datasets.formats.shared.opinions import unread_opinions

__all__ = [
    "CANDIDATES",
    "CHARACTERS_PER_TOKEN",
    "LONGEST_ANSWER",
    "LONGEST_PROMPT",
    "PROMPTS",
    "Checker",
    "Finding",
    "Lengths",
    "Report",
    "UnusedFields",
    "columns_sentence",
    "excerpt",
    "language_name",
    "languages",
    "question_sentence",
    "reading_sentences",
    "texts_kept_apart",
    "unread_opinions",
]
