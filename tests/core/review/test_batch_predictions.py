"""Lines of Google's batch prediction are read beside those of bulk inference; unanswered ones are counted."""

import json

import pytest

from core.errors import InvalidInput
from core.review.predictions import (
    Prediction,
    Unanswered,
    parse_answers,
    parse_predictions,
    read_answers,
    read_predictions,
)

ANSWER = {"candidates": [{"content": {"role": "model", "parts": [{"text": " An answer.\n"}]}}]}


def contents(*texts, role="user"):
    return [{"role": role, "parts": [{"text": text} for text in texts]}]


def line(request=None, response=ANSWER, status="", **more):
    row = {"status": status, "processed_time": "2026-11-21T12:00:00Z", **more}
    row |= {"request": request or {"contents": contents("A post. ")}, "response": response}
    return json.dumps(row).encode() + b"\n"


def parse(*lines):
    return list(parse_answers(lines, "predictions.jsonl"))


def test_a_line_is_read_untrimmed():
    assert parse(line()) == [Prediction("A post. ", " An answer.\n", "predictions.jsonl", 1)]


def test_the_documented_example():
    """Parts without text are null there, and the answer has figures beside it."""
    parts = [
        {"fileData": None, "text": "What is this?"},
        {"fileData": {"fileUri": "gs://b/x.mp4"}, "text": None},
    ]
    response = {
        "candidates": [
            {
                "avgLogprobs": -0.5,
                "content": {"parts": [{"text": "A video."}], "role": "model"},
                "finishReason": "STOP",
            }
        ],
        "modelVersion": "gemini-2.0-flash-001@default",
        "usageMetadata": {"totalTokenCount": 29216},
    }
    [found] = parse(line({"contents": [{"parts": parts, "role": "user"}]}, response))
    assert (found.prompt, found.text) == ("What is this?", "A video.")


def test_an_instruction_stands_before_the_prompt():
    """As in the predictions of Google's RLHF pipeline, however Google spells the field."""
    instruction = {"parts": [{"text": "Sum up."}]}
    for field in ("systemInstruction", "system_instruction"):
        [found] = parse(line({"contents": contents("A post."), field: instruction}))
        assert found.prompt == "Sum up.\n\n\nA post."


def test_a_dialogue_is_read_turn_by_turn():
    turns = contents("One?") + contents("Two.", role="model") + contents("Three?")
    [found] = parse(line({"contents": turns}))
    assert found.prompt == "user: One?\n\nmodel: Two.\n\nuser: Three?"


def test_an_answer_in_parts_is_one_without_its_thoughts():
    parts = [{"text": "Let me see.", "thought": True}, {"text": "An "}, {"text": "answer."}]
    [found] = parse(line(response={"candidates": [{"content": {"parts": parts}}]}))
    assert found.text == "An answer."


def test_an_empty_answer_is_an_answer():
    [found] = parse(line(response={"candidates": [{"content": {"parts": [{"text": ""}]}}]}))
    assert found == Prediction("A post. ", "", "predictions.jsonl", 1)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"status": "Bad Request: blocked", "response": {}}, "Bad Request: blocked"),
        ({"status": "Too  many\nrequests"}, "Too many requests"),
        ({"status": "x" * 500}, "x" * 199 + "…"),
        ({"response": {}}, "no candidates"),
        ({"response": None}, "no candidates"),
        ({"response": {"candidates": []}}, "no candidates"),
        ({"response": {"promptFeedback": {"blockReason": "SAFETY"}}}, "SAFETY"),
        ({"response": {"candidates": [{"finishReason": "SAFETY"}]}}, "SAFETY"),
        ({"response": {"candidates": [{"content": {"role": "model"}}]}}, "an answer without text"),
        ({"response": {"candidates": [{"content": {"parts": [{"text": None}]}}]}}, "an answer without text"),
    ],
)
def test_a_prompt_without_an_answer_says_why(wrong, reason):
    """With its place; it is no prediction."""
    assert parse(line(**wrong)) == [Unanswered("A post. ", reason, "predictions.jsonl", 1)]
    assert list(parse_predictions([line(**wrong)], "predictions.jsonl")) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"request": {"contents": []}}, r"request\.contents is a list; it must be a list that is not empty"),
        ({"request": {"prompt": "x"}}, r"request\.contents is missing or null"),
        ({"request": {"contents": ["x"]}}, r"request\.contents\[0\] is 'x'; it must be a JSON object"),
        ({"request": {"contents": contents(12)}}, r"request\.contents\[0\]\.parts\.text is 12"),
        ({"request": {"contents": contents("")}}, r"it must be a prompt that is not empty"),
        ({"response": "yes"}, r"response is 'yes'; it must be a JSON object"),
        ({"response": {"candidates": ["x"]}}, r"response\.candidates\[0\] is 'x'"),
        (
            {"response": {"candidates": [{"content": {"parts": [{"text": "a\0b"}]}}]}},
            r"content\.parts\.text is 'a\\x00b'; it must be a text without NUL",
        ),
    ],
)
def test_a_wrong_line_is_named(wrong, message):
    with pytest.raises(InvalidInput, match=r"^predictions\.jsonl, line 2: .*" + message):
        parse(line(), line(**wrong))


def test_a_request_that_is_no_object_is_named():
    with pytest.raises(InvalidInput, match="line 1: request is 'x'; it must be a JSON object"):
        parse(b'{"request": "x"}\n')


def test_a_folder_as_batch_prediction_writes_it(tmp_path):
    """One folder below the one that was named; what was left unanswered can be counted."""
    folder = tmp_path / "prediction-model-2026-11-21T12:00:00Z"
    folder.mkdir()
    refused = line({"contents": contents("Bad.")}, {}, "Bad Request")
    (folder / "predictions.jsonl").write_bytes(line() + refused)
    answers = read_answers(str(tmp_path))
    assert [one.prompt for one in answers.predictions] == ["A post. "]
    assert [(one.prompt, one.reason, one.line) for one in answers.unanswered] == [("Bad.", "Bad Request", 2)]
    assert read_predictions(str(tmp_path)) == answers.predictions


def test_when_nothing_was_answered_the_first_reason_is_said(tmp_path):
    (tmp_path / "predictions.jsonl").write_bytes(line(response={}, status="No capacity.") * 2)
    with pytest.raises(InvalidInput, match=r"answered none of 2 prompts\. .* says: 'No capacity\.'"):
        read_answers(str(tmp_path))


def test_both_shapes_may_stand_in_one_file():
    """What a run of one method wrote can be compared with what another's did."""
    old = {"inputs": {"inputs_pretokenized": "A post. "}, "prediction": "Old."}
    found = parse(json.dumps(old).encode(), line())
    assert [(one.prompt, one.text) for one in found] == [("A post. ", "Old."), ("A post. ", " An answer.\n")]
