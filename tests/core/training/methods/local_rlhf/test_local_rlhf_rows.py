"""Reading the rows of a data set."""

import pytest
from local_rlhf_posts import pairs, preference_lines

from core.errors import InvalidInput, NotFound
from core.training.methods.local_rlhf.rows import read_preferences, read_prompts

GOOD = '{"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 0}\n'


def test_what_was_written_is_read(tmp_path):
    """Rows survive the file, empty lines aside."""
    rows = pairs(3, seed=1, prefer="shorter")
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n" + preference_lines(rows) + "\n\n")
    assert read_preferences(path) == rows


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{oops", "line 2 is not JSON"),
        ("[1]", r"line 2 holds \[1\]"),
        ("[" * 100_000, "line 2 is not JSON"),
        (GOOD.replace("0}", "2}"), "line 2: choice is 2, but"),
        (GOOD.replace("0}", "true}"), "line 2: choice is true"),
        (GOOD.replace("0}", '"0"}'), 'line 2: choice is "0"'),
        (GOOD.replace("candidate_1", "candidate"), "line 2: candidate_1 is missing"),
        (GOOD.replace('"p"', "7"), "line 2: input_text is 7"),
        (GOOD.replace('"p"', str(list(range(99)))), r"line 2: input_text is \[0, 1.*…, but"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, line, message):
    """The message names file, line, field and value."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(GOOD + line + "\n" + GOOD)
    with pytest.raises(InvalidInput, match=r"pairs\.jsonl, " + message):
        read_preferences(path)


def test_text_that_is_not_utf_8_is_named(tmp_path):
    """A file of another encoding is refused, not guessed at."""
    path = tmp_path / "prompts.jsonl"
    path.write_bytes(b'{"input_text": "caf\xe9"}\n')
    with pytest.raises(InvalidInput, match="line 1 is not JSON"):
        read_prompts(path)


def test_one_preference_is_too_few(tmp_path):
    """A reward model needs a row to learn from and one to check with."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(GOOD)
    with pytest.raises(InvalidInput, match="holds 1 preference rows"):
        read_preferences(path)


def test_a_missing_file_is_named(tmp_path):
    """A data set whose file is gone is a plain sentence."""
    with pytest.raises(NotFound, match=r"gone\.jsonl does not exist"):
        read_prompts(tmp_path / "gone.jsonl")
