"""Texts from outside can be stored wherever they come from."""

import pytest

from core.db import clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("plain, ümlaut, 漢字, 😀\n", "plain, ümlaut, 漢字, 😀\n"),
        ("a\0b", "a\ufffdb"),
        ("high \ud83d and low \ude00", "high ? and low ?"),
    ],
)
def test_only_what_cannot_be_written_is_replaced(text, clean):
    assert clean_text(text) == clean
    assert clean_text(text).encode().decode() == clean
