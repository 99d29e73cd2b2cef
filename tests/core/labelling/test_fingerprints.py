"""Fingerprints of texts: spelt out for speed, and the same for ever, because databases hold them."""

import hashlib
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.labelling.hashing import content_hash

ASCII = "".join(map(chr, range(128)))


@given(st.lists(st.text() | st.text(st.characters(max_codepoint=127)), max_size=4))
@example([ASCII, "é\u2028", "😀", "\ud800"])
def test_it_is_the_hash_of_the_texts_as_json(texts):
    """Whatever the texts hold, half a surrogate pair too."""
    assert content_hash(*texts) == hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


@pytest.mark.parametrize("character", ASCII)
def test_every_plain_character(character):
    """Two ways of writing JSON that must not differ in one of them."""
    expected = hashlib.sha256(json.dumps([character]).encode()).hexdigest()[:32]
    assert content_hash(character) == expected
