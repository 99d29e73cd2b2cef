"""Base and tuned answers are joined by prompt, and a wrong pair cannot pass unseen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review.answers.joining import join_predictions, prompt_key
from core.review.answers.prediction_lines import Prediction
from core.review.answers.predictions import read_answers


def predictions(model, *pairs):
    """Predictions of a model from (prompt, text) pairs, one a line."""
    return [
        Prediction(prompt=prompt, text=text, shard=model, line=number)
        for number, (prompt, text) in enumerate(pairs, start=1)
    ]


def compared(joined):
    """What is compared, as texts: the prompt, the base and the tuned answer."""
    return [(one.base.prompt, one.base.text, one.tuned.text) for one in joined.matched]


def test_answers_are_joined_by_prompt():
    """The lines of the two files stand in different order."""
    base = predictions("base", ("p", "base p"), ("q", "base q"))
    tuned = predictions("tuned", ("q", "tuned q"), ("p", "tuned p"))
    joined = join_predictions(base, tuned)
    assert sorted(compared(joined)) == [("p", "base p", "tuned p"), ("q", "base q", "tuned q")]
    assert (joined.only_base, joined.only_tuned, joined.ambiguous, joined.duplicates) == ([], [], [], 0)


def test_what_only_one_model_answered_is_reported():
    joined = join_predictions(predictions("base", ("p", "1"), ("q", "2")), predictions("tuned", ("q", "3")))
    assert (compared(joined), joined.only_base, joined.only_tuned) == ([("q", "2", "3")], ["p"], [])
    joined = join_predictions([], predictions("tuned", ("q", "3")))
    assert (compared(joined), joined.only_base, joined.only_tuned) == ([], [], ["q"])


@pytest.mark.parametrize("other", ["p ", " p", "P", "p\n", "p\r", "e\u0301p"])
def test_prompts_that_are_not_the_same_text_are_not_joined(other):
    """No trimming, no folding: the caller sees them as unmatched and can find out why."""
    joined = join_predictions(predictions("base", ("p", "1")), predictions("tuned", (other, "2")))
    assert (compared(joined), joined.only_base, joined.only_tuned) == ([], ["p"], [other])


def test_a_repeated_line_is_counted_once():
    """The same prompt with the very same answer tells nothing new."""
    base = predictions("base", ("p", "1"), ("p", "1"), ("p", "1"))
    joined = join_predictions(base, predictions("tuned", ("p", "2")))
    assert (compared(joined), joined.duplicates, joined.ambiguous) == ([("p", "1", "2")], 2, [])


@pytest.mark.parametrize(
    ("base", "tuned"),
    [
        ([("p", "1"), ("p", "2")], [("p", "3")]),
        ([("p", "1")], [("p", "3"), ("p", "4")]),
        ([("p", "1"), ("p", "2")], [("p", "3"), ("p", "4")]),
    ],
)
def test_several_different_answers_to_a_prompt_are_ambiguous(base, tuned):
    """Also when the counts match: only their lines could pair them, and lines prove nothing."""
    joined = join_predictions(
        predictions("base", *base, ("q", "5")), predictions("tuned", ("q", "6"), *tuned)
    )
    assert compared(joined) == [("q", "5", "6")]
    (ambiguous,) = joined.ambiguous
    assert ambiguous.prompt == "p"
    assert [each.text for each in ambiguous.base] == [text for _, text in base]
    assert [(each.text, each.line) for each in ambiguous.tuned] == [
        (text, number) for number, (_, text) in enumerate(tuned, start=2)
    ]


def test_several_answers_without_a_counterpart_are_just_unmatched():
    """There is nothing they could be paired with wrongly."""
    joined = join_predictions(predictions("base", ("p", "1"), ("p", "2")), [])
    assert (joined.only_base, joined.ambiguous) == (["p"], [])


@pytest.mark.parametrize("tuned", ["An answer.", " An answer.\n", "An answer.  "])
def test_the_same_text_of_both_is_no_comparison(tuned):
    """Nobody could prefer one; a vote would count as half a win. Blanks around a text cannot be seen."""
    base = predictions("base", ("p", "An answer."), ("q", "One."), ("r", ""))
    joined = join_predictions(base, predictions("tuned", ("p", tuned), ("q", "one."), ("r", " ")))
    assert compared(joined) == [("q", "One.", "one.")]
    assert sorted(joined.identical) == ["p", "r"]


def test_the_order_is_that_of_the_prompts_hashes():
    """Hexadecimal sha256 of "a" begins ca97, of "b" 3e23, of "c" 2e7d."""
    pairs = [("a", "1"), ("b", "2"), ("c", "3")]
    others = [("a", "4"), ("b", "5"), ("c", "6")]
    joined = join_predictions(predictions("base", *pairs), predictions("tuned", *others))
    assert [prompt for prompt, _, _ in compared(joined)] == ["c", "b", "a"]
    assert [prompt_key(prompt)[:4] for prompt in "abc"] == ["ca97", "3e23", "2e7d"]


PAIRS = st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("123")), max_size=8)


@settings(deadline=None)
@given(PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(base, tuned, rng):
    """Shuffling either file changes nothing but line numbers, and every answer is accounted for."""
    left, right = predictions("base", *base), predictions("tuned", *tuned)
    joined = join_predictions(left, right)
    assert join_predictions(rng.sample(left, len(left)), rng.sample(right, len(right))) == joined
    for prompt, base_text, tuned_text in compared(joined):
        assert {text for asked, text in base if asked == prompt} == {base_text}
        assert {text for asked, text in tuned if asked == prompt} == {tuned_text}
    for prompt in joined.identical:
        assert len({text for asked, text in base + tuned if asked == prompt}) == 1
    prompts = {prompt for prompt, _, _ in compared(joined)} | {each.prompt for each in joined.ambiguous}
    prompts |= {*joined.identical}
    assert prompts | {*joined.only_base, *joined.only_tuned} == {prompt for prompt, _ in base + tuned}


@pytest.mark.real
def test_the_real_files_give_five_comparisons(real_data, tmp_path):
    """The same five when the lines of one file are shuffled, so line numbers play no part."""
    base_file, tuned_file = real_data / "eval_results_untuned.jsonl", real_data / "eval_results_tuned.jsonl"
    lines = tuned_file.read_bytes().splitlines()
    shuffled = tmp_path / "shuffled.jsonl"
    shuffled.write_bytes(b"\n".join([lines[3], lines[0], lines[4], lines[2], lines[1]]))
    base, tuned = read_answers(str(base_file)).predictions, read_answers(str(tuned_file)).predictions
    joined = join_predictions(base, tuned)
    again = join_predictions(base, read_answers(str(shuffled)).predictions)
    assert len(compared(joined)) == 5
    assert compared(again) == compared(joined)
    assert (joined.only_base, joined.only_tuned, joined.ambiguous, joined.duplicates) == ([], [], [], 0)
    texts = {each.prompt: each.text for each in tuned}
    assert all(texts[prompt] == tuned_text for prompt, _, tuned_text in compared(joined))
