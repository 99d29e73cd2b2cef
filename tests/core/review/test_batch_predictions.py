"""Lines of Google's batch prediction are read beside those of bulk inference; unanswered ones are counted."""

import json

import pytest

from core.errors import InvalidInput
from core.review.answers.prediction_lines import Prediction, Unanswered
from core.review.answers.predictions import parse_answers, read_answers, sort_answers

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
        ({"response": {"candidates": [{"finishReason": "STOP"}]}}, "an answer without text"),
        (
            {"response": {"candidates": [{"content": {"parts": [{"functionCall": {"name": "look_up"}}]}}]}},
            "an answer without text (functionCall look_up)",
        ),
        (
            {"error": {"code": 8, "message": "Quota  exceeded.", "status": "RESOURCE_EXHAUSTED"}},
            "Quota exceeded.",
        ),
        ({"error": "The picture could not be read."}, "The picture could not be read."),
        ({"error": {"error": {"message": "Too long."}}, "response": None}, "Too long."),
        ({"error": {"code": 13}}, '{"code": 13}'),
        ({"status": {"code": 3, "message": "Bad picture."}}, "Bad picture."),
        ({"response": {"error": {"message": "Not now."}}}, "Not now."),
        ({"response": {"prompt_feedback": {"block_reason": "OTHER"}}}, "OTHER"),
    ],
)
def test_a_prompt_without_an_answer_says_why(wrong, reason):
    """With its place; it is no prediction."""
    assert parse(line(**wrong)) == [Unanswered("A post. ", reason, "predictions.jsonl", 1)]
    assert sort_answers("", parse_answers([line(**wrong)], "predictions.jsonl")).predictions == []


def test_no_failure_is_none():
    """An empty error, or a status that only has the code of success."""
    for well in ({"error": None}, {"error": {}}, {"status": {"code": 0}}):
        [found] = parse(line(**well))
        assert found.text == " An answer.\n"


def test_the_message_of_an_error_in_the_older_shape_is_kept():
    failed = {"inputs": {"inputs_pretokenized": "A post."}, "error": {"message": "Out of memory."}}
    assert parse(json.dumps(failed).encode()) == [
        Unanswered("A post.", "Out of memory.", "predictions.jsonl", 1)
    ]


def picture(uri, text="What is this?", **spelt):
    """A request about a picture."""
    part = spelt or {"fileData": {"mimeType": "image/png", "fileUri": uri}}
    return {"contents": [{"role": "user", "parts": [part, {"text": text}]}]}


def test_requests_are_told_apart_by_all_their_parts():
    """Pictures, inline bytes, sound, and what a function gave back; the text is shown as it is."""
    inline = {"inlineData": {"mimeType": "audio/wav", "data": "AAAA"}}
    requests = [
        picture("gs://b/1.png"),
        picture("gs://b/2.png"),
        picture("", **inline),
        picture("", inlineData={"mimeType": "audio/wav", "data": "AAAB"}),
        picture("", functionResponse={"name": "look_up", "response": {"found": 1}}),
        {"contents": contents("What is this?")},
        picture("gs://b/1.png") | {"systemInstruction": {"parts": [{"text": "Be brief."}]}},
    ]
    found = parse(*map(line, requests))
    assert len({one.key for one in found}) == len(requests)
    assert [one.prompt for one in found[:6]] == ["What is this?"] * 6
    assert [one.beside for one in found[:6]] == [
        "image/png gs://b/1.png",
        "image/png gs://b/2.png",
        "audio/wav",
        "audio/wav",
        "functionResponse look_up",
        "",
    ]


def test_the_same_request_is_the_same_however_it_is_spelt():
    """Names with underscores, nulls, the order of fields, a role left out, a text cut into two parts."""
    spelt = {
        "file_data": {"file_uri": "gs://b/1.png", "mime_type": "image/png", "display_name": None},
        "inlineData": None,
    }
    other = picture("", **spelt)
    other["contents"][0] = {
        "parts": [*other["contents"][0]["parts"][:1], {"text": "What "}, {"text": "is this?"}]
    }
    one, two = parse(line(picture("gs://b/1.png")), line(other))
    assert (one.key, one.beside) == (two.key, two.beside)


def test_a_request_without_text_is_known_by_its_picture():
    request = {
        "contents": [
            {"role": "user", "parts": [{"fileData": {"mimeType": "image/png", "fileUri": "gs://b/1"}}]}
        ]
    }
    [found] = parse(line(request))
    assert (found.prompt, found.beside) == ("", "image/png gs://b/1")


def test_a_lone_part_need_not_stand_in_a_list():
    """Nor a lone turn: Google's own client writes either."""
    alone = {"contents": {"role": "user", "parts": {"text": "A post. "}}}
    answer = {"candidates": [{"content": {"parts": {"text": "An answer."}}}]}
    assert parse(line(alone, answer)) == [Prediction("A post. ", "An answer.", "predictions.jsonl", 1)]


@pytest.mark.parametrize(
    ("finish", "cut"),
    [
        ({"finishReason": "MAX_TOKENS"}, "MAX_TOKENS"),
        ({"finishReason": "SAFETY"}, "SAFETY"),
        ({"finish_reason": "RECITATION"}, "RECITATION"),
        ({"finishReason": "FinishReason.MAX_TOKENS"}, "MAX_TOKENS"),
        ({"finishReason": 2}, "2"),
        ({"finishReason": "STOP"}, ""),
        ({"finishReason": 1}, ""),
        ({"finishReason": "FINISH_REASON_UNSPECIFIED"}, ""),
        ({"finishReason": None}, ""),
        ({}, ""),
    ],
)
def test_an_answer_that_was_cut_keeps_the_reason(finish, cut):
    [found] = parse(line(response={"candidates": [{"content": {"parts": [{"text": "It is"}]}, **finish}]}))
    assert (found.text, found.cut) == ("It is", cut)


def test_what_of_an_answer_cannot_be_shown_is_named_without_its_place():
    """An address might tell which model it was that made the picture."""
    made = {"fileData": {"mimeType": "image/png", "fileUri": "gs://b/tuned-model/7.png"}}
    parts = [{"text": "Here it is."}, made, {"executableCode": {"code": "1 + 1"}}]
    [found] = parse(line(response={"candidates": [{"content": {"parts": parts}}]}))
    assert (found.text, found.lacks) == ("Here it is.", "image/png, executableCode")


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
    assert read_answers(str(tmp_path)).predictions == answers.predictions


def test_when_nothing_was_answered_the_first_reason_is_said(tmp_path):
    (tmp_path / "predictions.jsonl").write_bytes(line(response={}, status="No capacity.") * 2)
    with pytest.raises(InvalidInput, match=r"answered none of 2 prompts\. .* says: 'No capacity\.'"):
        read_answers(str(tmp_path))


def test_both_shapes_may_stand_in_one_file():
    """What a run of one method wrote can be compared with what another's did."""
    old = {"inputs": {"inputs_pretokenized": "A post. "}, "prediction": "Old."}
    found = parse(json.dumps(old).encode(), line())
    assert [(one.prompt, one.text) for one in found] == [("A post. ", "Old."), ("A post. ", " An answer.\n")]
