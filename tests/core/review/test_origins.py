"""Two files are told apart by their names, and names that say the opposite are noticed."""

import pytest

from core.review import names_apart, seem_swapped


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("a_untuned.jsonl", "a_tuned.jsonl", ("a_", "un", "tuned.jsonl", "a_", "", "tuned.jsonl")),
        ("answers-7.jsonl", "answers-12.jsonl", ("answers-", "7", ".jsonl", "answers-", "12", ".jsonl")),
        ("same", "same", ("same", "", "", "same", "", "")),
        ("aa", "aaa", ("aa", "", "", "aa", "a", "")),
        ("", "x", ("", "", "", "", "x", "")),
    ],
)
def test_what_is_each_names_own(first, second, shown):
    one, two = names_apart(first, second)
    assert (*one, *two) == shown
    assert ("".join(one), "".join(two)) == (first, second)


def test_what_long_names_have_in_common_is_shortened():
    """However deep the folder is: 24 characters on either side of what differs."""
    one, two = names_apart(f"{'x' * 90}/one/{'y' * 90}", f"{'x' * 90}/two/{'y' * 90}")
    assert (one.own, two.own) == ("one", "two")
    assert (one.before, one.after) == (f"…{'x' * 23}/", f"/{'y' * 23}…")


@pytest.mark.parametrize(
    ("base", "tuned", "swapped"),
    [
        ("eval_results_tuned.jsonl", "eval_results_untuned.jsonl", True),
        ("eval_results_untuned.jsonl", "eval_results_tuned.jsonl", False),
        ("FineTuned.jsonl", "answers.jsonl", True),
        ("answers.jsonl", "baseModel.jsonl", True),
        ("not-tuned.jsonl", "tuned.jsonl", False),
        ("tuned.jsonl", "not_tuned.jsonl", True),
        ("one.jsonl", "two.jsonl", False),
        ("tuned-1.jsonl", "tuned-2.jsonl", False),
        ("base-tuned.jsonl", "tuned-base.jsonl", False),
        ("runs/tuned/base.jsonl", "runs/tuned/other.jsonl", False),
        ("gs://b/run/output_prediction_base", "gs://b/run/output_prediction", False),
        ("database.jsonl", "attuned.jsonl", False),
    ],
)
def test_names_that_say_the_opposite(base, tuned, swapped):
    """Only words count, and only those that the two do not share."""
    assert seem_swapped(base, tuned) == swapped
