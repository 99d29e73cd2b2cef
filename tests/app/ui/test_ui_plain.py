"""Text for Markdown that stays text."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.ui.actions import plain

NOT_SPECIAL = set("\"'%,;?")
ASCII_PUNCTUATION = {chr(code) for code in range(33, 127) if not chr(code).isalnum()}
JOINER = "\u2060"
ODD = st.text(st.sampled_from("ab \n<>-=~:_streamlit`*[](){}$\\!|@/&#.^\u202e🦊"), max_size=40)


def read(text: str) -> str:
    """What CommonMark makes of backslash escapes, without the invisible joiners."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace(JOINER, "")


@settings(deadline=None)
@given(st.text() | ODD)
@example("<script>alert(1)</script>")
@example("**bold** [x](javascript:alert(1))")
@example("$\\frac{1}{2}$")
def test_no_character_that_means_something_is_left_alone(text):
    """Every ASCII punctuation but these six, which mean nothing to Markdown, has a backslash before it."""
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", plain(text))
    assert not (ASCII_PUNCTUATION - NOT_SPECIAL) & set(rest)


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters=JOINER)) | ODD)
def test_nothing_is_lost(text):
    """Read again, it is the text."""
    assert read(plain(text)) == text


def test_words_and_umlauts_are_left_as_they_are():
    """No noise where nothing can happen."""
    assert plain("Grüße, 3 Äpfel; 'so' \"so\" 50%?") == "Grüße, 3 Äpfel; 'so' \"so\" 50%?"


@pytest.mark.parametrize(
    "mark", ["->", "<-", "<->", "--", ">=", "<=", "~=", ":streamlit:", ":material_home:"]
)
def test_what_streamlit_draws_as_a_symbol_is_kept_apart(mark):
    """It does so in the text that Markdown has left, so an invisible joiner has to keep it from that."""
    assert read(plain(f"a {mark} b")) == f"a {mark} b"
    assert re.sub(r"\\(.)", r"\1", plain(f"a {mark} b")) == f"a {mark[0]}{JOINER}{mark[1:]} b"


def test_the_same_characters_inside_a_word_stay_together():
    """A path or an option can be copied as it is."""
    assert JOINER not in plain("--option a->b x--y http://a:b")


def test_known_answers():
    """As they stand in a page's source."""
    assert plain("a*b_c") == "a\\*b\\_c"
    assert plain(":red[x]") == "\\:red\\[x\\]"
    assert plain("C:\\n") == "C\\:\\\\n"
