"""Models' answers are joined by prompt, and a wrong pair cannot pass unseen."""

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review.answers import (
    LeftOut,
    Predictions,
    Reason,
    join_answers,
    parse_answers,
    prompt_key,
    read_answers,
    sort_answers,
)
from core.review.answers.prediction_lines import Prediction, Unanswered


def model(name, *pairs, failed=()):
    """A model's answers from (prompt, text) pairs, one a line, and prompts that it failed on."""
    said = [Prediction(prompt, text, name, number) for number, (prompt, text) in enumerate(pairs, start=1)]
    return Predictions(name, said, [Unanswered(prompt, reason, name, 90) for prompt, reason in failed])


def compared(joined):
    """What is compared, as texts: the prompt, and the two answers."""
    return [
        (one.asked.prompt, one.answers[first].text, one.answers[second].text)
        for one in joined.items
        for first, second in one.pairs
    ]


def left_out(joined, reason):
    return sorted((one.prompt, one.models) for one in joined.left_out if one.reason == reason)


def test_answers_are_joined_by_prompt():
    """The lines of the two files stand in different order."""
    joined = join_answers(
        [model("base", ("p", "base p"), ("q", "base q")), model("tuned", ("q", "tuned q"), ("p", "tuned p"))]
    )
    assert sorted(compared(joined)) == [("p", "base p", "tuned p"), ("q", "base q", "tuned q")]
    assert (joined.left_out, joined.duplicates) == ([], 0)


def test_what_only_one_model_answered_is_listed():
    joined = join_answers([model("base", ("p", "1"), ("q", "2")), model("tuned", ("q", "3"))])
    assert (compared(joined), joined.left_out) == ([("q", "2", "3")], [LeftOut("p", Reason.ALONE, (0,))])
    joined = join_answers([model("base"), model("tuned", ("q", "3"))])
    assert (compared(joined), joined.left_out) == ([], [LeftOut("q", Reason.ALONE, (1,))])


@pytest.mark.parametrize("other", ["p ", " p", "P", "p\n", "p\r", "e\u0301p"])
def test_prompts_that_are_not_the_same_text_are_not_joined(other):
    """No trimming, no folding: the caller sees them as unmatched and can find out why."""
    joined = join_answers([model("base", ("p", "1")), model("tuned", (other, "2"))])
    assert left_out(joined, Reason.ALONE) == sorted([("p", (0,)), (other, (1,))])


def test_a_repeated_line_is_counted_once():
    """The same prompt with the very same answer tells nothing new."""
    joined = join_answers([model("base", *[("p", "1")] * 3), model("tuned", ("p", "2"))])
    assert (compared(joined), joined.duplicates, joined.left_out) == ([("p", "1", "2")], 2, [])


@pytest.mark.parametrize(
    ("base", "tuned", "models"),
    [([("p", "1"), ("p", "2")], [("p", "3")], (0,)), ([("p", "1")], [("p", "3"), ("p", "4")], (1,))],
)
def test_several_different_answers_to_a_prompt_are_ambiguous(base, tuned, models):
    """The places say where to look."""
    joined = join_answers([model("base", *base, ("q", "5")), model("tuned", ("q", "6"), *tuned)])
    assert compared(joined) == [("q", "5", "6")]
    [one] = joined.left_out
    assert (one.prompt, one.reason, one.models) == ("p", Reason.AMBIGUOUS, models)
    assert one.detail in {"base, line 1; base, line 2", "tuned, line 2; tuned, line 3"}


def test_several_answers_of_both_are_not_paired_by_their_order():
    """Also when the counts match: only their lines could pair them, and lines prove nothing."""
    twice = [model("base", ("p", "1"), ("p", "2")), model("tuned", ("p", "3"), ("p", "4"))]
    joined = join_answers(twice)
    assert (joined.items, left_out(joined, Reason.AMBIGUOUS)) == ([], [("p", (0,)), ("p", (1,))])


def test_a_failed_prompt_is_listed_with_the_services_words():
    """Unless a later line answers it: then it was tried again."""
    base = model("base", ("p", "1"), ("q", "2"), failed=[("p", "Busy."), ("r", "Blocked.")])
    joined = join_answers([base, model("tuned", ("p", "3"), failed=[("q", "Too long."), ("r", "Blocked.")])])
    assert compared(joined) == [("p", "1", "3")]
    assert sorted(joined.left_out, key=lambda one: one.prompt) == [
        LeftOut("q", Reason.UNANSWERED, (1,), "Too long."),
        LeftOut("r", Reason.UNANSWERED, (0, 1), "Blocked."),
    ]


@pytest.mark.parametrize("tuned", ["An answer.", " An answer.\n", "An answer.  "])
def test_the_same_text_of_both_is_no_comparison(tuned):
    """Nobody could prefer one; a vote would count as half a win. Blanks around a text cannot be seen."""
    base = model("base", ("p", "An answer."), ("q", "One."), ("r", ""))
    joined = join_answers([base, model("tuned", ("p", tuned), ("q", "one."), ("r", " "))])
    assert compared(joined) == [("q", "One.", "one.")]
    assert left_out(joined, Reason.ALIKE) == [("p", (0, 1)), ("r", (0, 1))]


def test_the_order_is_that_of_the_prompts_hashes():
    """Hexadecimal sha256 of "a" begins ca97, of "b" 3e23, of "c" 2e7d."""
    joined = join_answers(
        [
            model("base", ("a", "1"), ("b", "2"), ("c", "3")),
            model("tuned", ("a", "4"), ("b", "5"), ("c", "6")),
        ]
    )
    assert [one.asked.prompt for one in joined.items] == ["c", "b", "a"]
    assert [prompt_key(prompt)[:4] for prompt in "abc"] == ["ca97", "3e23", "2e7d"]


def test_three_models_are_compared_as_far_as_they_answered():
    """What a third model lacks takes nothing from the other two; models that agree are listed as such."""
    joined = join_answers(
        [
            model("a", ("all", "1"), ("two", "1"), ("alike", "1"), ("alone", "1"), ("failed", "1")),
            model("b", ("all", "2"), ("two", "2"), ("alike", "1"), ("failed", "2")),
            model("c", ("all", "3"), ("alike", "3"), failed=[("failed", "Blocked.")]),
        ]
    )
    pairs = {one.asked.prompt: one.pairs for one in joined.items}
    assert pairs == {
        "all": ((0, 1), (0, 2), (1, 2)),
        "two": ((0, 1),),
        "alike": ((0, 2), (1, 2)),
        "failed": ((0, 1),),
    }
    assert {one.prompt: (one.reason, one.models) for one in joined.left_out} == {
        "two": (Reason.MISSING, (2,)),
        "alike": (Reason.ALIKE, (0, 1)),
        "alone": (Reason.ALONE, (0,)),
        "failed": (Reason.UNANSWERED, (2,)),
    }


def test_three_models_of_500_prompts_make_a_round_robin():
    """Whatever the order of their lines: 1,500 comparisons, each of two models on one prompt."""
    said = [[(f"prompt {number}", f"{name} {number}") for number in range(500)] for name in "abc"]
    shuffled = [one[start:] + one[:start] for start, one in zip((0, 173, 401), said, strict=True)]
    joined = join_answers([model(str(number), *pairs) for number, pairs in enumerate(shuffled)])
    assert joined.left_out == []
    assert len(joined.items) == 500
    assert {one.pairs for one in joined.items} == {tuple(combinations(range(3), 2))}
    for one in joined.items:
        number = one.asked.prompt.removeprefix("prompt ")
        assert [one.answers[model].text for model in range(3)] == [f"{name} {number}" for name in "abc"]


PAIRS = st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("123")), max_size=8)


@settings(deadline=None)
@given(st.lists(PAIRS, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(said, rng):
    """Shuffling any file changes nothing but line numbers, and every prompt is accounted for."""
    models = [model(str(number), *pairs) for number, pairs in enumerate(said)]
    joined = join_answers(models)
    shuffled = [Predictions(one.origin, rng.sample(one.predictions, len(one.predictions))) for one in models]
    assert join_answers(shuffled) == joined
    for one in joined.items:
        for number, answer in one.answers.items():
            assert {text for asked, text in said[number] if asked == one.asked.prompt} == {answer.text}
    told = {one.asked.prompt for one in joined.items} | {one.prompt for one in joined.left_out}
    assert told == {prompt for pairs in said for prompt, _ in pairs}


@pytest.mark.real
def test_the_real_files_give_five_comparisons(real_data, tmp_path):
    """The same when the lines of one file are shuffled; one that is missing and one doubled are told."""
    base, tuned = (read_answers(str(real_data / f"eval_results_{one}.jsonl")) for one in ("untuned", "tuned"))
    joined = join_answers([base, tuned])
    assert (len(joined.items), joined.left_out, joined.duplicates) == (5, [], 0)
    lines = (real_data / "eval_results_tuned.jsonl").read_bytes().splitlines()
    shuffled = tmp_path / "shuffled.jsonl"
    shuffled.write_bytes(b"\n".join([lines[3], lines[0], lines[4], lines[2], lines[1]]))
    assert compared(join_answers([base, read_answers(str(shuffled))])) == compared(joined)
    shuffled.write_bytes(b"\n".join([lines[3], lines[0], lines[4], lines[0], lines[1]]))
    partly = join_answers([base, read_answers(str(shuffled))])
    missing = json.loads(lines[2])["inputs"]["inputs_pretokenized"]
    assert (len(partly.items), partly.duplicates) == (4, 1)
    assert partly.left_out == [LeftOut(missing, Reason.ALONE, (0,))]


def picture(number, answer=None):
    """A line of Gemini's batch prediction about a picture: an answer, or that it was refused."""
    parts = [
        {"fileData": {"mimeType": "image/png", "fileUri": f"gs://b/{number}.png"}},
        {"text": "What is it?"},
    ]
    said = (
        {"candidates": [{"content": {"parts": [{"text": answer}]}, "finishReason": "STOP"}]} if answer else {}
    )
    status = "" if answer else "Bad Request: blocked"
    return json.dumps(
        {"status": status, "request": {"contents": [{"parts": parts}]}, "response": said}
    ).encode()


def test_a_failed_request_about_a_picture_is_not_taken_for_another():
    """Three requests of the same text; each model failed on another one."""
    files = {
        "base": [(1, "A bus."), (2, None), (3, "A cat.")],
        "tuned": [(1, None), (2, "A dog."), (3, "Cat!")],
    }
    models = [
        sort_answers(name, parse_answers([picture(*one) for one in rows], name))
        for name, rows in files.items()
    ]
    joined = join_answers(models)
    assert compared(joined) == [("What is it?", "A cat.", "Cat!")]
    assert left_out(joined, Reason.UNANSWERED) == [("What is it?", (0,)), ("What is it?", (1,))]
    assert {one.detail for one in joined.left_out} == {"Bad Request: blocked"}
