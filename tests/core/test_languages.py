"""The language of a row: what it says, else the script of its letters."""

import pytest

from core.languages import LONGEST, language_of, language_words


@pytest.mark.parametrize(
    ("said", "text", "found", "words"),
    [
        ({"language": "en"}, "Привет", "en", "English"),
        ({"language": " English "}, "", "en", "English"),
        ({"lang": "pt-BR"}, "", "pt", "Portuguese"),
        ({"locale": "zh_Hant_TW"}, "", "zh", "Chinese"),
        ({"language": "Klingon"}, "", "klingon", "klingon"),
        ({"language": "", "lang": "DE"}, "", "de", "German"),
        ({"language": 7}, "Guten Tag", "und-Latn", "Latin script"),
        (None, "Good day, see 東京", "und-Latn", "Latin script"),
        ({}, "Добрый день", "und-Cyrl", "Cyrillic script"),
        ({}, "北京大学 is old", "und-Latn", "Latin script"),
        ({}, "北京大学", "und-Hani", "Chinese characters"),
        ({}, "東京は今日も雨です", "und-Jpan", "Japanese script"),
        ({}, "안녕하세요", "und-Kore", "Hangul script"),
        ({}, "12 + 30 = ?", "", ""),
        ({}, "\ua4d0\ua4f3", "", ""),
    ],
)
def test_the_language_of_a_row(said, text, found, words):
    """Its word counts first, in one spelling; letters tell a script and never more."""
    assert language_of(said, text) == found
    assert language_words(found) == words


def test_a_very_long_word_is_cut():
    """What somebody puts there by mistake is no language and must not fill an index."""
    assert language_of({"language": "x" * 5000}, "") == "x" * LONGEST
