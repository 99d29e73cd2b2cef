"""Languages are told from a sample of the prompts, drawn with the same chance for each."""

from collections import Counter

import pytest

from core.datasets.checks import Report, language_name, languages
from core.datasets.checks.language_sample import LONGEST_SAMPLED, SAMPLE_SIZE, Reservoir
from core.datasets.models import DatasetKind


def sample(texts, *, size: int, seed: int = 0) -> list[str]:
    kept: list[str] = []
    reservoir = Reservoir(kept, size=size, seed=seed)
    for text in texts:
        reservoir.see(text)
    return kept


def test_a_short_stream_is_kept_whole():
    """In its order."""
    assert sample("abc", size=5) == ["a", "b", "c"]
    assert sample("", size=5) == []


def test_a_long_stream_is_kept_in_part():
    """As many as asked for, each once."""
    kept = sample(map(str, range(10_000)), size=SAMPLE_SIZE)
    assert len(kept) == len(set(kept)) == SAMPLE_SIZE


def test_the_same_seed_draws_the_same_sample():
    """Another seed draws another."""
    texts = list(map(str, range(1000)))
    assert sample(texts, size=5, seed=1) == sample(texts, size=5, seed=1) != sample(texts, size=5, seed=2)


def test_every_place_of_the_stream_is_drawn_as_often():
    """3 of 12 in 4,000 samples: 1,000 times each, within 5 standard errors of sqrt(4000/4*3/4) = 27.4."""
    counts = Counter(one for seed in range(4000) for one in sample("abcdefghijkl", size=3, seed=seed))
    assert sorted(counts) == list("abcdefghijkl")
    assert all(count == pytest.approx(1000, abs=5 * 27.4) for count in counts.values())


def test_only_the_beginning_of_a_text_is_kept():
    """Of the first ones and of those that replace them."""
    kept = sample(["x" * 5000] * 100, size=3)
    assert [len(text) for text in kept] == [LONGEST_SAMPLED] * 3


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
