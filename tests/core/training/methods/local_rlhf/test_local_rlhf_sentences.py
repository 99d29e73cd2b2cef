"""Splitting posts into sentences."""

import json

import pytest

from core.training.methods.local_rlhf.features import (
    MAX_SENTENCES,
    has_sentence,
    pickable_sentences,
    post_text,
    split_sentences,
)


@pytest.mark.parametrize("marker", [" [summary]: ", "\n\n[TL;DR]:", " TL;DR: ", " tldr:", " [summary]", ""])
def test_the_marker_is_no_part_of_the_post(marker):
    """Whatever asks for the summary at a prompt's end is taken off."""
    assert post_text("I lost my keys. What now?" + marker) == "I lost my keys. What now?"


@pytest.mark.parametrize("post", ["My girlfriend [23F] left", "I wrote a summary", "Read [this]: it helps"])
def test_what_only_looks_like_a_marker_stays(post):
    """Brackets and the word "summary" are common in posts."""
    assert post_text(post) == post


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ("One.", "Two!", "Three?")),
        ('He said "go." Then left...  Fine', ('He said "go."', "Then left...", "Fine")),
        ("Dr. Who met Mr. Smith, e.g. today. Yes", ("Dr. Who met Mr. Smith, e.g. today.", "Yes")),
        ("Dear Reddit,\n\nI have\na plan", ("Dear Reddit,", "I have a plan")),
        ("It costs 3.50 now. Ok", ("It costs 3.50 now.", "Ok")),
        ("猫です。犬です。", ("猫です。", "犬です。")),
        ("?! ... -- \n\n", ()),
        ("", ()),
    ],
)
def test_split_sentences(text, expected):
    """Sentences keep their marks; abbreviations, decimals and lone line ends do not split."""
    assert split_sentences(text) == expected


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
