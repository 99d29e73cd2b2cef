"""The rule for names, at its edges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.storage.base import MAX_KEY_BYTES, key_problem, valid_key


def test_the_longest_key_is_1024_bytes_in_utf_8():
    """The limit counts bytes: 512 two-byte letters fit, one more byte does not."""
    assert valid_key("ü" * 512) == "ü" * 512
    with pytest.raises(InvalidInput, match="1,025 bytes long, over the limit of 1,024"):
        valid_key("ü" * 512 + "x")


def test_a_refusal_says_what_is_wrong_and_what_is_right():
    """The sentence names the key, the trouble and an example."""
    with pytest.raises(InvalidInput) as refusal:
        valid_key("a/../b")
    assert str(refusal.value) == (
        "The object key 'a/../b' has '.' or '..' as one of its parts. "
        "Use names separated by single '/', such as 'datasets/3/preference.jsonl'."
    )


def test_a_huge_key_does_not_make_a_huge_message():
    """What a stranger sends is quoted only in part."""
    with pytest.raises(InvalidInput) as refusal:
        valid_key("x" * 1_000_000)
    assert len(str(refusal.value)) < 500


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_key_that_passes_can_lead_elsewhere(key):
    """Whatever the text, what passes is relative, climbs nowhere and can be written as UTF-8."""
    if not key_problem(key):
        assert not set(key.split("/")) & {"", ".", ".."}
        assert not set(key) & {"\\", "\0", "\n", "\r"}
        assert len(key.encode()) <= MAX_KEY_BYTES
    else:
        with pytest.raises(InvalidInput):
            valid_key(key)
