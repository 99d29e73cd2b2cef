"""Predictions are read as they are, and a wrong line is named."""

import io
import json

import pytest

from core.errors import InvalidInput
from core.review.answers.prediction_lines import Prediction
from core.review.answers.predictions import parse_answers, read_answers, sort_answers


def line(prompt="Sum up.\n\n\nA post. ", text=" An answer.\n"):
    row = {"inputs": {"inputs_pretokenized": prompt, "targets_pretokenized": ""}, "prediction": text}
    return json.dumps(row).encode() + b"\n"


def parse(content: bytes):
    return sort_answers("", parse_answers(io.BytesIO(content), "answers.jsonl")).predictions


def test_a_line_is_read_untrimmed():
    """Blanks and line breaks at the ends are the model's own words."""
    assert parse(line()) == [
        Prediction(prompt="Sum up.\n\n\nA post. ", text=" An answer.\n", shard="answers.jsonl", line=1)
    ]


def test_an_empty_answer_is_an_answer():
    """A model may say nothing, and reviewers should see that."""
    assert parse(line(text=""))[0].text == ""


def test_what_editors_and_windows_add_is_tolerated():
    """A byte order mark, CRLF, blank lines and a missing last line break; lines keep their numbers."""
    content = b"\xef\xbb\xbf" + line("a").replace(b"\n", b"\r\n") + b"\r\n  \n" + line("b").rstrip(b"\n")
    assert [(each.prompt, each.line) for each in parse(content)] == [("a", 1), ("b", 4)]


def test_unusual_line_separators_stay_in_the_text():
    """U+2028 and form feeds break lines for str.splitlines, not for JSONL."""
    text = "one\u2028two\u0085three\x0cfour"
    content = json.dumps({"inputs": {"inputs_pretokenized": "p"}, "prediction": text}, ensure_ascii=False)
    assert [each.text for each in parse(content.replace("\\f", "\\u000c").encode())] == [text]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (b"{oops\n", r"'\{oops\\n' is not one JSON object \(Expecting property name .* at character 2\)"),
        (line().strip() + line(), r"is not one JSON object \(Extra data at character 120\)"),
        (b"[" * 100_000, r"is not one JSON object \(maximum recursion"),
        (b'"text"\n', r"the line is 'text'; it must be a JSON object"),
        (b'{"prediction": "x"}\n', r"no field holds the prompt; the row has 'prediction'\. A prompt stands"),
        (b'{"inputs": {"inputs_pretokenized": "p"}}\n', r"prediction is missing or null; it must be a text"),
        (b'{"inputs": {}, "prediction": "x"}\n', r"inputs\.inputs_pretokenized is missing"),
        (line(prompt=""), r"inputs\.inputs_pretokenized is ''; it must be a prompt that is not empty"),
        (line(text=12), r"prediction is 12; it must be a text"),
        (line(text=["two", "answers"]), r"prediction is a list; it must be a text"),
        (b'{"inputs": ' + b"[" * 900 + b"]" * 900 + b"}", r"inputs is a list; it must be a JSON object"),
        (line(text="a\0b"), r"prediction is 'a\\x00b'; it must be a text without NUL"),
        (line(text="half \ud83d"), r"prediction is 'half \\ud83d'; it must be a text without"),
        (b'{"prediction": "\xff"}\n', r"byte 17 \(0xff\) is not valid UTF-8"),
        (b"\xff\xfe{\x00", r"byte 1 \(0xff\) is not valid UTF-8"),
    ],
)
def test_a_wrong_line_is_named(wrong, message):
    """With its file, line, field and value."""
    with pytest.raises(InvalidInput, match=r"^answers\.jsonl, line 2: .*" + message):
        parse(line() + wrong)


def test_a_long_value_is_cut_and_escaped_in_the_message():
    """A message is shown on screen and in a log: neither wants a megabyte or control characters."""
    with pytest.raises(InvalidInput) as caught:
        parse(b'{"request": "\\u001b[2J' + b"x" * 10_000 + b'"}')
    assert len(str(caught.value)) < 200
    assert "\x1b" not in str(caught.value)


def test_a_folder_of_shards_is_read_in_order(tmp_path):
    """Batch inference writes text* files beside others; the places say which shard a line is from."""
    (tmp_path / "text-00001-of-00002").write_bytes(line("c"))
    (tmp_path / "text-00000-of-00002").write_bytes(line("a") + line("b"))
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / "stats.json").write_text("{}")
    found = read_answers(str(tmp_path)).predictions
    assert [(each.prompt, each.shard[-8:], each.line) for each in found] == [
        ("a", "of-00002", 1),
        ("b", "of-00002", 2),
        ("c", "of-00002", 1),
    ]
    assert found[0].shard == (tmp_path / "text-00000-of-00002").as_uri()


def test_one_file_may_have_any_name(tmp_path):
    path = tmp_path / "answers of the base model"
    path.write_bytes(line("a"))
    for address in (str(path), path.as_uri()):
        assert [each.prompt for each in read_answers(address).predictions] == ["a"]


def test_a_wrong_line_in_a_shard_names_the_shard(tmp_path):
    (tmp_path / "text-0").write_bytes(line())
    (tmp_path / "text-1").write_bytes(line() + b"{}\n")
    with pytest.raises(InvalidInput, match=r"/text-1, line 2: no field holds the prompt"):
        read_answers(str(tmp_path))


@pytest.mark.parametrize("name", ["predictions", "empty-file/predictions", "empty-folder/predictions"])
def test_nothing_to_read_is_refused(tmp_path, name):
    """No such place, an empty folder, an empty file: the address and the remedy are said."""
    (tmp_path / "empty-folder" / "predictions").mkdir(parents=True)
    (tmp_path / "empty-file").mkdir()
    (tmp_path / "empty-file" / "predictions").touch()
    with pytest.raises(InvalidInput, match=r"predictions holds no predictions: name a file of answers"):
        read_answers(str(tmp_path / name))


@pytest.mark.real
def test_the_real_files(real_data):
    """Five predictions each; the prompts carry the instruction and end in a blank."""
    found = read_answers(str(real_data / "eval_results_tuned.jsonl")).predictions
    assert [each.line for each in found] == [1, 2, 3, 4, 5]
    assert all(each.prompt.startswith("Summarize in less than 50 words.\n\n\n") for each in found)
    assert all(each.prompt.endswith("[summary]: ") for each in found)


@pytest.mark.parametrize("make", [io.BytesIO, lambda content: content.splitlines(keepends=True)])
def test_a_line_has_an_end(monkeypatch, make):
    """The limit, 32 MiB, is made small here; a line of just that length is read."""
    monkeypatch.setattr("core.review.answers.predictions.LONGEST_LINE", 100)
    row = json.dumps({"inputs": {"inputs_pretokenized": "A post."}, "prediction": "x"}).encode()
    good = row + b" " * (99 - len(row)) + b"\n"
    assert len(list(parse_answers(make(good * 2), "long.jsonl"))) == 2
    with pytest.raises(InvalidInput, match=r"^long\.jsonl, line 2 is longer than .* hold one prediction\."):
        list(parse_answers(make(good + b" " + good), "long.jsonl"))


def test_a_line_without_an_end_is_not_read_to_its_end(tmp_path, monkeypatch):
    """However long the file is, no more than the limit is held."""
    monkeypatch.setattr("core.review.answers.predictions.LONGEST_LINE", 1000)
    file = tmp_path / "zeros.jsonl"
    with file.open("wb") as hole:
        hole.truncate(10_000_000_000)
    with pytest.raises(InvalidInput, match=r"zeros\.jsonl, line 1 is longer than"):
        read_answers(str(file))
