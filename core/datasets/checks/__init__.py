"""Checks on rows that come in, and the report that one reads and downloads."""

from core.datasets.checks.checker import Checker, texts_kept_apart
from core.datasets.checks.findings import Example, Finding
from core.datasets.checks.languages import language_name, languages
from core.datasets.checks.lengths import CHARACTERS_PER_TOKEN, LONGEST_ANSWER, LONGEST_PROMPT, Lengths
from core.datasets.checks.report import CANDIDATES, PROMPTS, Report
from core.datasets.checks.unused_fields import UnusedFields

__all__ = [
    "CANDIDATES",
    "CHARACTERS_PER_TOKEN",
    "LONGEST_ANSWER",
    "LONGEST_PROMPT",
    "PROMPTS",
    "Checker",
    "Example",
    "Finding",
    "Lengths",
    "Report",
    "UnusedFields",
    "language_name",
    "languages",
    "texts_kept_apart",
]
