"""Which languages prompts are in, told from a sample that is drawn while they are read."""

import math
import random
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.datasets.checks.report import Report

SAMPLE_SIZE = 500
LONGEST_SAMPLED = 1000
"""Characters that are kept of a text: enough to tell its language."""


class Reservoir:
    """Keeps each text of a stream with the same probability; the same seed and stream give the same sample.

    Algorithm L of Li, "Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))", ACM TOMS 20
    (1994): it draws how many texts to pass over, so that a text that is not taken costs a comparison.
    """

    def __init__(self, kept: list[str], *, size: int = SAMPLE_SIZE, seed: int = 0) -> None:
        self._kept = kept
        self._size = size
        self._random = random.Random(seed)  # noqa: S311 - a sample for a chart is no secret
        self._seen = 0
        self._weight = 1.0
        self._next = 0

    def see(self, text: str) -> None:
        """Take the next text of the stream, or pass over it."""
        self._seen += 1
        if self._seen <= self._size:
            self._kept.append(text[:LONGEST_SAMPLED])
            if self._seen == self._size:
                self._draw_next()
        elif self._seen == self._next:
            self._kept[self._random.randrange(self._size)] = text[:LONGEST_SAMPLED]
            self._draw_next()

    def _draw_next(self) -> None:
        self._weight *= self._uniform() ** (1 / self._size)
        passed_over = math.log(self._uniform()) / math.log1p(-self._weight)
        self._next = self._seen + math.floor(passed_over) + 1

    def _uniform(self) -> float:
        return 1 - self._random.random()  # above 0, of which there is no logarithm


_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "und": "unclear",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
    "zxx": "no language",
}


def language_name(code: str) -> str:
    """A language's English name; its ISO 639 code where this list has none."""
    return _NAMES.get(code, code)


LEAST_SURE = 0.5
"""Below this probability a text counts as unclear (``und`` in ISO 639-2): it is short, or no prose."""


def languages(report: "Report") -> dict[str, int]:
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
