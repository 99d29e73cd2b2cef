"""Answers are recognised in the shapes of OpenAI's interface and under plain names, in any kind of file."""

import csv
import gzip
import io
import json

import pytest

from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.review.answers import join_answers, read_answers, read_sources, with_requests


def lines(*rows) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def read(content: bytes, name="answers.jsonl"):
    return read_sources([source_of_bytes(name, content)], name)


def completion(text, finish="stop", **more):
    """A chat completion of one choice."""
    message = {"role": "assistant", "content": text, **more}
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}


def output(by_id, body=None, **more):
    """A line of a batch's output."""
    return {"custom_id": by_id, "response": {"status_code": 200, "body": body}, "error": None, **more}


def request(by_id, *said):
    """A line of a batch's request file, from (role, text) pairs."""
    messages = [{"role": role, "content": text} for role, text in said]
    return {"custom_id": by_id, "method": "POST", "body": {"model": "some", "messages": messages}}


BATCH = lines(output("1", completion("One.")), output("2", completion("Two.")))
REQUESTS = lines(
    request("2", ("user", "A second post.")), request("1", ("system", "Sum up."), ("user", "A post."))
)


def test_a_batch_is_joined_with_its_request_file():
    """By ``custom_id``, for the output may come in any order; the file tells itself by what is in it."""
    files = [source_of_bytes("output.jsonl", BATCH), source_of_bytes("requests.jsonl", REQUESTS)]
    answers = read_sources(files, "batch")
    assert [(one.prompt, one.text) for one in answers.predictions] == [
        ("Sum up.\n\n\nA post.", "One."),
        ("A second post.", "Two."),
    ]
    assert answers.unknown == 0


def test_without_a_request_file_the_id_stands_for_the_prompt_and_says_so():
    """A prompt that is the same text is another one."""
    first, second = read(BATCH).predictions
    assert (first.prompt, first.text, read(BATCH).unknown) == ("1", "One.", 2)
    assert first.beside == "the prompt, which the request file holds; below stands its custom_id"
    assert first.key != second.key
    assert first.key != read(lines({"prompt": "1", "response": "x"})).predictions[0].key


def test_one_models_requests_serve_the_others():
    """Batches of the same requests are joined by what the ids mean."""
    own = read_sources([source_of_bytes("a", BATCH), source_of_bytes("r", REQUESTS)], "a")
    other = with_requests(read(BATCH), own.requests)
    assert [one.key for one in other.predictions] == [one.key for one in own.predictions]
    better = lines(output("1", completion("Better.")))
    [joined] = join_answers([own, read(better)]).items
    assert (joined.asked.prompt, joined.answers[1].text) == ("Sum up.\n\n\nA post.", "Better.")


def test_an_id_that_means_two_things_is_refused():
    twice = lines(request("1", ("user", "A.")), request("1", ("user", "B.")))
    with pytest.raises(InvalidInput, match=r"r, line 2: custom_id '1' stands for another request already"):
        read_sources([source_of_bytes("a", BATCH), source_of_bytes("r", twice)], "a")


def test_requests_alone_are_no_answers():
    with pytest.raises(InvalidInput, match=r"holds requests and no answers; name the batch's output"):
        read(REQUESTS)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (output("f", completion(None, "content_filter")), "content_filter"),
        (output("f", completion("", "length")), "length"),
        (output("f", {"choices": []}), "no choices"),
        (output("f", {"error": {"message": "Bad  request."}}), "Bad request."),
        (output("f", response={"status_code": 429, "body": {}}), "status 429"),
        (output("f", response=None, error={"code": "expired", "message": "Too late."}), "Too late."),
        (output("f", response=None, error={"code": "batch_expired"}), "batch_expired"),
        (output("f", completion(None, refusal="I cannot.")), "refused: I cannot."),
        (
            output("f", completion(None, tool_calls=[{"function": {"name": "look_up"}}])),
            "an answer without text (functionCall look_up)",
        ),
        ({"prompt": "f", "response": None}, "an answer without text"),
        ({"prompt": "f", "error": {"message": "Out of memory."}}, "Out of memory."),
        ({"prompt": "f", "note": 1}, "no field holds the answer; the row has 'prompt', 'note'"),
        ({"messages": [{"role": "user", "content": "f"}]}, "the messages do not end with an answer"),
        ({"inputs": {"inputs_pretokenized": "f"}, "prediction": None}, "an answer without text"),
    ],
)
def test_a_failed_row_is_unanswered_and_says_why(row, reason):
    """It stops nothing: the other rows of the file are read."""
    answers = read(lines(row, {"prompt": "well", "response": "Yes."}))
    assert [one.prompt for one in answers.predictions] == ["well"]
    assert [(one.prompt, one.reason) for one in answers.unanswered] == [("f", reason)]


def test_an_answer_that_was_cut_is_one():
    """With the service's word for it; one that came to its end has none."""
    rows = [output("1", completion("Half", "length")), output("2", completion("Whole", "stop"))]
    assert [(one.text, one.cut) for one in read(lines(*rows)).predictions] == [
        ("Half", "length"),
        ("Whole", ""),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]},
        {"messages": [{"role": "user", "content": "Q"}], **completion("A")},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}]}], **completion("A")},
        {"prompt": "Q", "response": completion("A")},
        {"prompt": "Q", "choices": [{"text": "A", "finish_reason": "stop"}]},
        {"prompt": [{"role": "user", "content": "Q"}], "response": "A"},
        {"input": "Q", "output": "A"},
        {"question": "Q", "answer": "A"},
        {"input_text": "Q", "prediction": "A"},
        {"Input Text": "Q", "Model Output": "A"},
        {"instruction": "Q", "output": "A", "generator": "some-model", "dataset": ""},
        {"instruction": "Q", "input": "", "output": "A"},
        {"inputs": "Q", "outputs": ["A"]},
        {
            "request": {"contents": [{"parts": [{"text": "Q"}]}]},
            "response": {"candidates": [{"content": {"parts": [{"text": "A"}]}}]},
        },
        {"inputs": {"inputs_pretokenized": "Q"}, "prediction": "A"},
    ],
)
def test_a_prompt_and_its_answer_are_found(row):
    """Each shape tells the same, so that answers in different shapes are joined."""
    [found] = read(lines(row)).predictions
    assert (found.key, found.text) == ("Q", "A")


def test_the_newer_interface_of_openai_is_read():
    """Its output is a list, in which what the model only thought stands too; its request has an ``input``."""
    said = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Half"}]}
    body = {"output": [{"type": "reasoning"}, said], "incomplete_details": {"reason": "max_output_tokens"}}
    asked = {"custom_id": "1", "body": {"instructions": "Sum up.", "input": "A post."}}
    [found] = read(lines(output("1", body), asked)).predictions
    assert (found.prompt, found.text, found.cut) == ("Sum up.\n\n\nA post.", "Half", "max_output_tokens")


def test_a_dialogue_reads_alike_whoever_was_asked():
    """Google calls the model's turns ``model``, OpenAI ``assistant``."""
    texts = [("user", "One?"), ("assistant", "Two."), ("user", "Three?")]
    chat = {"messages": [{"role": role, "content": text} for role, text in [*texts, ("assistant", "A")]]}
    contents = [
        {"role": role.replace("assistant", "model"), "parts": [{"text": text}]} for role, text in texts
    ]
    gemini = {
        "request": {"contents": contents},
        "response": {"candidates": [{"content": {"parts": [{"text": "B"}]}}]},
    }
    one, other = read(lines(chat, gemini)).predictions
    assert one.key == other.key == "user: One?\n\nmodel: Two.\n\nuser: Three?"


def test_an_instruction_and_its_input_are_one_prompt_as_an_import_would_read_them():
    [found] = read(lines({"instruction": "Sum up.", "input": "A post.", "output": "A."})).predictions
    assert found.prompt == "Sum up.\nA post."


def test_a_reference_and_a_stratum_are_kept():
    """In any shape; ``answer`` is a reference where another name leaves no doubt which the model's is."""
    rows = [
        {"question": "Q", "answer": "Right.", "prediction": "A", "category": "maths"},
        {
            "inputs": {"inputs_pretokenized": "P", "targets_pretokenized": "Right."},
            "prediction": "A",
            "subset": "s",
        },
        {
            "messages": [{"role": "user", "content": "M"}, {"role": "assistant", "content": "A"}],
            "reference": "Right.",
        },
    ]
    found = read(lines(*rows)).predictions
    assert [one.reference for one in found] == ["Right."] * 3
    assert [one.stratum for one in found] == ["maths", "s", ""]


def packed_csv() -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([["prompt", "response"], ["A\npost.", " One. "], ["B", ""]])
    return gzip.compress(file.getvalue().encode())


def as_parquet() -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    from pyarrow import parquet  # noqa: PLC0415

    file = io.BytesIO()
    table = pa.table({"prompt": ["A\npost.", "B"], "response": [" One. ", ""], "score": [1.0, float("nan")]})
    parquet.write_table(table, file)
    return file.getvalue()


ROWS = [{"prompt": "A\npost.", "response": " One. "}, {"prompt": "B", "response": ""}]


@pytest.mark.parametrize(
    "content",
    [lines(*ROWS), gzip.compress(lines(*ROWS)), json.dumps(ROWS).encode(), packed_csv(), as_parquet()],
    ids=["jsonl", "packed", "json", "csv", "parquet"],
)
def test_any_container_is_read(content):
    """By what is in it, and untrimmed; an empty answer is one."""
    found = read(content, "some name").predictions
    assert [(one.prompt, one.text) for one in found] == [("A\npost.", " One. "), ("B", "")]


def test_a_folder_without_shards_of_batches_is_read_by_its_data_files(tmp_path):
    """Shards of different shapes; what is no data file is passed over."""
    (tmp_path / "a.csv").write_bytes(b"prompt,response\nA,one\n")
    (tmp_path / "b.json").write_bytes(json.dumps([{"input": "B", "output": "two"}]).encode())
    (tmp_path / "readme.txt").write_text("no answers")
    assert [one.text for one in read_answers(str(tmp_path)).predictions] == ["one", "two"]


def test_a_damaged_table_is_named():
    with pytest.raises(InvalidInput, match=r"^a\.csv, line 3, field \(line\): must have 2 columns"):
        read(b"prompt,response\nA,one\nB,two,three\n", "a.csv")
