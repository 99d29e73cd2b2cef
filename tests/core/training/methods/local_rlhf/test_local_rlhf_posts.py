"""The sentences of a post that the policy picks from."""

import json

import pytest

from core.answer_features import post_text
from core.training.methods.local_rlhf.posts import MAX_SENTENCES, has_sentence, pickable_sentences


def test_a_long_sentence_is_cut_to_what_fits():
    """A sentence over the limit could never be picked, and a post of only such ones never summarised."""
    (only,) = pickable_sentences("word " * 80)
    assert len(only.split()) == 50


def test_only_the_first_sentences_are_looked_at():
    """A post of thousands of sentences is bounded."""
    assert len(pickable_sentences("Go. " * 5_000)) == MAX_SENTENCES


@pytest.mark.parametrize(
    ("prompt", "expected"), [("Hm [summary]: ", True), (" [summary]: ", False), ("?!", False)]
)
def test_has_sentence(prompt, expected):
    """A prompt of nothing but its marker or punctuation has nothing to pick."""
    assert has_sentence(prompt) is expected


@pytest.mark.real
def test_no_sentence_of_a_real_post_holds_the_marker(real_data):
    """The published prompts all end in a marker, and all have a sentence."""
    for name in ("sample_prompt.jsonl", "sample_preference.jsonl"):
        for line in (real_data / name).read_text().splitlines():
            found = pickable_sentences(post_text(json.loads(line)["input_text"]))
            assert found
            assert "[summary]" not in " ".join(found)
