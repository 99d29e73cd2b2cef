"""Sentences of a post, and the ten numbers that say what an answer is like."""

import math

import numpy as np
import pytest

from core.answer_features import (
    FEATURES,
    pair_features,
    post_text,
    read_post,
    split_sentences,
    summary_features,
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


POST = "My cat ran away. Should I call the police? [summary]: "
# Content words: cat ran away should call police, so "police" is at place 5 of 0 to 5.


def test_every_feature_by_hand():
    """Each of the ten numbers of a summary, worked out beside it."""
    features = dict(
        zip(FEATURES, summary_features(read_post(POST), "My cat left. Call police police?"), strict=True)
    )
    assert features == {
        "log_words": pytest.approx(math.log(7)),  # 6 words
        "compression": pytest.approx(6 / 9),  # the post has 9
        "coverage": pytest.approx(3 / 6),  # cat, call and police of six
        "novelty": pytest.approx(1 / 4),  # left; of cat, left, call, police
        "position": pytest.approx((0 / 5 + 4 / 5 + 5 / 5) / 3),
        "redundancy": pytest.approx(1 / 5),  # one "police" of cat left call police police
        "question": 1.0,  # both ask
        "first_person": pytest.approx(1 / 6),  # My
        "log_sentence_words": pytest.approx(math.log(4)),  # 6 words in 2 sentences
        "finished": 1.0,
    }


def test_an_invented_question_is_no_kept_one():
    """A summary that asks where the post does not keeps no question."""
    features = summary_features(read_post("My cat ran away."), "Where is my cat?")
    assert features[FEATURES.index("question")] == 0.0


@pytest.mark.parametrize("post", ["", "?!", "the of and", "a\x00b 🙈 <script>", "word " * 1_000])
@pytest.mark.parametrize("summary", ["", " ", "...", "the", "<b>word</b>", "word " * 500, "\ud83d"])
def test_any_text_gives_finite_numbers(post, summary):
    """Hostile and empty texts never divide by nothing, and every share is one."""
    features = summary_features(read_post(post), summary)
    assert np.isfinite(features).all()
    shares = [
        FEATURES.index(name) for name in ("compression", "coverage", "novelty", "position", "redundancy")
    ]
    assert ((features[shares] >= 0) & (features[shares] <= 1)).all()


def test_pair_features_keep_the_order():
    """One row of features a candidate, as given."""
    features = pair_features(POST, ["My cat.", "My cat ran away."])
    assert features.shape == (2, len(FEATURES))
    assert features[0, 0] < features[1, 0]
