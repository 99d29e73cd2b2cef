"""Which languages the prompts are in, told from a sample of them."""

from collections import Counter
from functools import cache
from typing import Any

from core.datasets.checks.report import Report

LEAST_SURE = 0.5
"""Below this probability a text counts as unclear (``und`` in ISO 639-2): it is short, or no prose."""


def languages(report: Report) -> dict[str, int]:
    """How many prompts of the report's sample are in which language (ISO 639), the most frequent first.

    The answer is kept in the report. The first call of a process takes about a second to load the model.
    """
    if report.languages is None:
        found = Counter(_language(text) for text in report.sample)
        report.languages = dict(found.most_common())
    return report.languages


def _language(text: str) -> str:
    code, _ = _identifier().classify(text)
    return str(code)


@cache
def _identifier() -> Any:
    # Imported late because its model is large; it has no types.
    from py3langid import langid  # noqa: PLC0415

    return langid.LanguageIdentifier.from_model_file(
        langid.MODEL_FILE, norm_probs=True, min_confidence=LEAST_SURE
    )
