"""What an answer copies from its prompt: known answers, against a search by brute force, and linear."""

import random
from time import process_time

import pytest

from core.review.explore import copied, measure, parts_of
from core.review.explore.copied import longest_matches
from core.review.words import cut_at, words_in

POST = "My sister promised to pay the rent, but she never did. I am tired of it."


def brute_force(first: str, second: str) -> list[int]:
    """For each place of the first, the longest run up to there that stands in the second."""
    return [
        max((length for length in range(end + 2) if first[end + 1 - length : end + 1] in second), default=0)
        for end in range(len(first))
    ]


def test_runs_of_three_words_that_stand_in_the_prompt_are_marked_in_both():
    """Capitals and marks do not count; two words in a row are no run."""
    answer = "Promised to pay THE RENT: she paid. Tired of work."
    found = copied(answer, words_in(POST))
    assert cut_at(answer, found.answer)[1::2] == ["Promised to pay THE RENT: she"[:24]]
    assert cut_at(POST, found.prompt)[1::2] == ["promised to pay the rent"]


def test_the_figures_by_hand():
    """Nine words, so seven runs of three; those of the first five words (three of them) stand in the post."""
    found = measure("Promised to pay the rent she paid. Tired today.", words_in(POST))
    assert (found.words, found.prompt_words, found.longest) == (9, 16, 5)
    assert found.copied == pytest.approx(3 / 7)
    assert found.compression == pytest.approx(9 / 16)


@pytest.mark.parametrize(
    ("answer", "prompt", "share", "longest", "compression"),
    [
        (POST, POST, 1.0, 16, 1.0),
        ("Nothing of this stands there", POST, 0.0, 0, 5 / 16),
        ("pay the", POST, None, 0, 2 / 16),
        ("", POST, None, 0, 0.0),
        ("some words here", "", 0.0, 0, None),
        ("我们喜欢红苹果", "昨天我们喜欢红茶", 3 / 5, 5, 7 / 8),
    ],
)
def test_ends_of_the_scale(answer, prompt, share, longest, compression):
    """All, nothing, too short for a run, no words at all, and a script without blanks."""
    found = measure(answer, words_in(prompt))
    assert (found.copied, found.longest, found.compression) == (share, longest, compression)


def test_longest_runs_are_those_of_a_search_by_brute_force():
    """On texts that repeat themselves, where the automaton has to split states."""
    rng = random.Random(3)  # noqa: S311 - texts, not secrets
    for _ in range(400):
        letters = "abcd"[: rng.randrange(1, 5)]
        first, second = ("".join(rng.choices(letters, k=rng.randrange(13))) for _ in range(2))
        assert longest_matches(first, second) == (brute_force(first, second), brute_force(second, first))


@pytest.mark.parametrize("repeats", [False, True])
def test_a_prompt_of_32_000_words_is_read_once(repeats):
    """Eight times the words take no more than about eight times as long: 0.02 s on an idle core."""
    rng = random.Random(7)  # noqa: S311 - texts, not secrets
    words = ["a" if repeats else f"w{int(rng.paretovariate(0.8))}" for _ in range(32_000)]

    def took(count: int) -> float:
        prompt, answer = " ".join(words[:count]), " ".join(words[100:500])
        start = process_time()
        assert measure(answer, words_in(prompt)).longest == 400
        return process_time() - start

    assert min(took(32_000) for _ in range(5)) < 24 * min(took(4_000) for _ in range(5))


@pytest.mark.parametrize(
    ("prompt", "others", "parts"),
    [
        ("Summarize.\n\n\nA post. [summary]: ", (), ("Summarize.\n\n\n", "A post.", " [summary]: ")),
        ("Summarize.\n\n\nA post.", ("Summarize.\n\n\nAnother.",), ("Summarize.\n\n\n", "A post.", "")),
        ("Title\n\n\nA post.", ("Other title\n\n\nAnother.",), ("", "Title\n\n\nA post.", "")),
        ("A post.\n\nTL;DR:", ("Another.",), ("", "A post.", "\n\nTL;DR:")),
        ("A post.  ", (), ("", "A post.  ", "")),
        ("[summary]:", (), ("", "", "[summary]:")),
        ("", (), ("", "", "")),
    ],
)
def test_instruction_and_ending_are_told_from_the_post(prompt, others, parts):
    """An instruction is what another prompt begins with, too; the three parts are the prompt."""
    found = parts_of(prompt, others)
    assert (found.instruction, found.body, found.ending) == parts
    assert found.instruction + found.body + found.ending == prompt
