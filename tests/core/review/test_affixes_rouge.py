"""What prompts share is found and folded; ROUGE agrees with the published program."""

import random

import pytest

from core.review.answers import parted, read_answers, rouge, shared_affixes
from core.review.answers.rouge import in_order, rouge_of

POSTS = ["Ann was late again. ", "Should Ben stay? ", "We moved to Lund. ", "Dan sold his car. "]


def test_an_instruction_and_an_ending_are_found():
    prompts = [f"Sum up in 50 words.\n\n\n{post}[summary]: " for post in POSTS]
    affixes = shared_affixes(prompts)
    assert affixes == ("Sum up in 50 words.\n\n\n", " [summary]: ")
    assert parted(prompts[0], affixes) == (affixes[0], "Ann was late again.", affixes[1])
    assert all("".join(parted(one, affixes)) == one for one in prompts)


@pytest.mark.parametrize("prompts", [[], POSTS[:2], POSTS, ["What is the one?", "What is the two?"] * 4])
def test_what_is_not_shared_or_only_half_a_sentence_is_not_folded(prompts):
    assert shared_affixes(prompts) == ("", "")


def test_one_of_twenty_that_differs_hides_nothing():
    """It is shown whole itself; two of ten that differ are too many."""
    prompts = [f"Sum up.\n{number} posts. TL;DR:" for number in range(19)] + ["Another."]
    affixes = shared_affixes(prompts)
    assert affixes == ("Sum up.\n", " posts. TL;DR:")
    assert parted("Another.", affixes) == ("", "Another.", "")
    assert shared_affixes([*prompts[:8], "One.", "Two."]) == ("", "")


def test_a_prompt_of_nothing_but_its_affixes_is_shown_whole():
    affixes = ("Sum up.\n", " [summary]:")
    assert parted("Sum up.\n [summary]:", affixes) == ("", "Sum up.\n [summary]:", "")


@pytest.mark.real
def test_the_real_prompts(real_data):
    found = read_answers(str(real_data / "eval_results_tuned.jsonl")).predictions
    affixes = shared_affixes([one.prompt for one in found])
    assert affixes == ("Summarize in less than 50 words.\n\n\n", " [summary]: ")


@pytest.mark.parametrize(
    ("reference", "answer", "expected"),
    [
        # The README of rouge-score 0.1.2, ROUGE-1 and L (its stemmer changes no word); ROUGE-2 by hand.
        (
            "The quick brown fox jumps over the lazy dog",
            "The quick brown dog jumps on the log.",
            (0.7058823529411765, 4 / 15, 0.5882352941176471),
        ),
        # Its own tests, rouge_scorer_test.py: testRouge1, testRouge2, testRougeL, testRougeLConsecutive.
        ("testing one two", "testing", (1 / 2, 0, 1 / 2)),
        ("testing one two", "testing one", (4 / 5, 2 / 3, 4 / 5)),
        ("", "testing one two", (0, 0, 0)),
        ("testing", "", (0, 0, 0)),
    ],
)
def test_rouge_agrees_with_the_published_program(reference, answer, expected):
    assert rouge_of(reference, answer) == pytest.approx(expected, abs=1e-12)


def longest_common(one, other):
    """The textbook's table, row by row."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row[:]
        for place, said in enumerate(other):
            row[place + 1] = before[place] + 1 if word == said else max(before[place + 1], row[place])
    return row[-1]


def test_words_in_order_are_counted_as_by_the_textbook():
    drawn = random.Random(3)  # noqa: S311 - texts of a test
    for _ in range(200):
        one, other = (drawn.choices("abcde", k=drawn.randrange(80)) for _ in range(2))
        assert in_order(one, other) == longest_common(one, other)


def test_a_models_figure_is_a_mean_over_answers_with_a_reference():
    found = rouge([("testing one two", "testing"), ("testing one two", "testing one two"), ("…", "x")])
    assert found is not None
    assert (found.rouge_1, found.rouge_2, found.rouge_l, found.answers) == (0.75, 0.5, 0.75, 2)
    assert rouge([("", "an answer")]) is None
