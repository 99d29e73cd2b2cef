"""`prefstudio preview` shows the first rows as annotators would see them, and what to type where it asks."""

import json

import pytest

SHP = {"history": "Why?", "human_ref_A": "So.\nThat is why.", "human_ref_B": "No.", "labels": 1, "score_A": 3}


@pytest.fixture
def shp_file(tmp_path):
    """Two rows of a known data set."""
    path = tmp_path / "shp.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (SHP, SHP | {"labels": 0})))
    return path


def test_first_rows_are_shown(prefstudio, shp_file):
    """By which signs they were recognised, which way round, every field, and the texts."""
    out = prefstudio("preview", shp_file, "--rows", 1).out
    assert out.startswith("shp.jsonl: read as Stanford Human Preferences (SHP). 2 of the first 2 rows have")
    assert "  labels = 1 → human_ref_A is better in 1 of 2 rows.\n" in out
    assert "To look at first: Whether the comment with the higher score_A" in out
    assert "  score_A: metadata\n" in out
    assert out.endswith(
        "Row 1: candidate 0\n  Prompt\n    Why?\n  Candidate 0 (human_ref_A), the better one\n    So.\n"
        "    That is why.\n  Candidate 1 (human_ref_B)\n    No.\n"
    )


def test_a_program_gets_the_same_as_json(prefstudio, shp_file):
    """Counts, directions, fields and the rows themselves."""
    found = prefstudio("preview", shp_file, "--json").figures
    assert (found["format"], found["counts"]) == ("shp", {"candidate 0": 1, "candidate 1": 1})
    assert found["fields"]["labels"] == "the choice"
    assert [one["choice"] for one in found["first"]] == [0, 1]


def test_where_something_is_asked_what_may_be_named_is_listed(prefstudio, tmp_path):
    """Paths to what is inside fields among it; what is typed then is read so."""
    path = tmp_path / "rows.jsonl"
    row = {
        "question": {"full_text": "Why?"},
        "texts": [{"text": "So."}, {"text": "No."}],
        "score": [0.5, -0.5],
    }
    path.write_text(json.dumps(row | {"answer_a": "x", "answer_b": "y", "winner": 1}))
    ran = prefstudio("preview", path)
    assert ran.status == 1
    assert "  question.full_text: Why?\n" in ran.out
    assert "--column choice=winner --column choice_0=1" in ran.err
    parts = {
        "input_text": "question.full_text",
        "candidate_0": "texts.0.text",
        "candidate_1": "texts.1.text",
        "score_0": "score.0",
        "score_1": "score.1",
    }
    options = [word for part, name in parts.items() for word in ("--column", f"{part}={name}")]
    out = prefstudio("preview", path, *options).out
    assert "score.0 above score.1 → texts.0.text is better in 1 of 1 row." in out
    assert "Candidate 1 (texts.1.text)\n    No.\n" in out


def test_the_check_of_a_file_says_which_way_round_it_is_read(prefstudio, shp_file):
    """With the signs it was recognised by, and every field."""
    out = prefstudio("check", shp_file).out
    assert "In the first rows: labels = 1 → human_ref_A is better in 1 of 2 rows." in out
    assert "Read as: Stanford Human Preferences (SHP). 2 of the first 2 rows have the fields of" in out
    assert "  labels: the choice\n" in out
