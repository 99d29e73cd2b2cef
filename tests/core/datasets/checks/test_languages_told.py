"""Languages are told of a sample, and what is unclear is said to be."""

import pytest

from core.datasets.checks import Report, language_name, languages
from core.datasets.models import DatasetKind

ENGLISH = "My dog ate my homework, and now I do not know what to tell my teacher about it."
GERMAN = "Mein Hund hat meine Hausaufgaben gefressen, und ich weiß nicht, was ich sagen soll."
JAPANESE = "犬が宿題を食べてしまったので、先生に何と言えばいいのかわかりません。"


def report_of(*texts: str) -> Report:
    return Report("rows.jsonl", DatasetKind.PROMPT, sample=list(texts))


def test_languages_are_counted_the_most_frequent_first():
    """By their ISO 639 codes."""
    found = languages(report_of(GERMAN, ENGLISH, JAPANESE, ENGLISH))
    assert list(found.items()) == [("en", 2), ("de", 1), ("ja", 1)]


@pytest.mark.parametrize("text", ["ok", "12345 !!!", "", "def f(x): return x+1", "\ud800"])
def test_what_is_too_little_to_tell_is_unclear(text):
    """A guess would be a made-up number."""
    assert languages(report_of(text)) == {"und": 1}


def test_the_answer_is_kept_in_the_report():
    """A stored report has no sample any more."""
    report = report_of(ENGLISH)
    languages(report)
    again = Report.from_json(report.as_json())
    assert languages(again) == {"en": 1}


def test_no_prompts_have_no_language():
    """An empty sample loads no model."""
    assert languages(report_of()) == {}


def test_names():
    """A rare language goes by its code."""
    assert [language_name(code) for code in ("en", "und", "wuu")] == ["English", "unclear", "wuu"]
