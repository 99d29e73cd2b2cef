"""Files of questions for AutoSxS, and the files of judgments that come back."""

import json

import pytest

from core.errors import InvalidInput, NotFound
from core.storage import LocalStore
from core.training.side_by_side import Question, put_questions, read_judgments, read_questions


def written(folder, *rows, name="judgments"):
    """The address of a file with these rows."""
    path = folder / name
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows))
    return str(path)


ANSWERS = {"id": "1", "inference_context": "Post", "response_a": "Left", "response_b": "Right"}


@pytest.mark.parametrize(
    ("choice", "better"),
    [("A", "Left"), ("B", "Right"), ("Model A", "Left"), ("Model B", "Right"), ("Error", None), (None, None)],
)
def test_the_choice_is_read_as_the_component_and_as_the_page_write_it(tmp_path, choice, better):
    """Anything else is an error, with words."""
    (found,) = read_judgments(written(tmp_path, ANSWERS | {"choice": choice, "confidence": "0.5"}))
    assert (found.better, found.prompt, found.confidence) == (better, "Post", 0.5)
    assert bool(found.error) == (better is None)


@pytest.mark.parametrize("confidence", [None, "high", 1.5, -0.1, [1], float("nan")])
def test_a_confidence_that_is_none_is_unknown(tmp_path, confidence):
    """It is not made up."""
    lines = json.dumps(ANSWERS | {"choice": "A", "confidence": confidence}).replace("NaN", '"NaN"')
    assert read_judgments(written(tmp_path, lines))[0].confidence is None


def test_shards_are_read_and_blank_lines_passed_over(tmp_path):
    """A folder of objects is one file of judgments."""
    folder = tmp_path / "shards"
    folder.mkdir()
    written(folder, ANSWERS | {"choice": "A"}, "", name="text-0.jsonl")
    written(folder, ANSWERS | {"id": "2", "choice": "B"}, name="text-1.jsonl")
    assert [one.id for one in read_judgments(str(folder))] == ["1", "2"]


def test_what_is_no_judgment_is_refused_with_its_line(tmp_path):
    """No JSON, no object, no file."""
    with pytest.raises(InvalidInput, match="line 2 is no JSON"):
        read_judgments(written(tmp_path, ANSWERS, "{"))
    with pytest.raises(InvalidInput, match="line 1 is no JSON object"):
        read_judgments(written(tmp_path, "[1]"))
    with pytest.raises(NotFound, match="no judgments"):
        read_judgments(str(tmp_path / "nothing"))


def test_questions_are_written_once_and_looked_through(tmp_path):
    """Counts and the longest; none at all is refused."""
    store = LocalStore(tmp_path / "store")
    asked = [Question("1", "Post", "One", "Three"), Question("2", "Häuser", "a", "b")]
    made = put_questions(store, asked)
    assert (made.rows, made.longest) == (2, 12)
    assert put_questions(store, asked) == made
    assert read_questions(made.address) == made
    with pytest.raises(InvalidInput, match="nothing to judge"):
        put_questions(store, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prompt": ""}, "prompt is missing"),
        ({"response_a": 3}, "response_a is missing"),
        ({}, "comes twice"),
    ],
)
def test_a_file_that_autosxs_could_not_read_is_told_before(tmp_path, change, said):
    """With the line."""
    row = {"id": "1", "prompt": "P", "response_a": "A", "response_b": "B"}
    address = written(tmp_path, row, row | change, name="rows.jsonl")
    with pytest.raises(InvalidInput, match=f"line 2.*{said}"):
        read_questions(address)
