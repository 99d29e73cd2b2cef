"""`--save-mapping` keeps how a file was read, and `--mapping` reads the next one so."""

import json

import pytest

ROW = {"q": {"text": "Why?"}, "a": "So.", "b": "No.", "n": -2}
PARTS = ["input_text=q.text", "candidate_0=a", "candidate_1=b", "choice=n", "choice_0=negative"]
PARTS += ["choice_1=positive"]
OPTIONS = [word for part in PARTS for word in ("--column", part)]
DIRECTION = "In the first rows: n below 0 → a is better in 1 of 1 row."


@pytest.fixture
def kept(prefstudio, tmp_path):
    """A project with a mapping that was kept with an import; gives the next file with the same fields."""
    first, second = tmp_path / "may.jsonl", tmp_path / "june.jsonl"
    first.write_text(json.dumps(ROW))
    second.write_text(json.dumps(ROW | {"a": "Thus."}))
    ran = prefstudio("import", first, "--project", "Posts", "--create", *OPTIONS, "--save-mapping", "monthly")
    assert ran.err == "note: kept as the mapping “monthly” of “Posts”\n"
    return second


def test_the_next_file_is_read_so(prefstudio, kept):
    """By its name; a path and a sign are kept like a column."""
    for command in ("check", "import"):
        ran = prefstudio(command, kept, "--mapping", "monthly")
        assert (ran.status, DIRECTION in ran.out) == (0, True)
    assert "  n below 0 → a is better" in prefstudio("preview", kept, "--mapping", "monthly").out


def test_one_that_fits_is_pointed_out_and_not_used(prefstudio, kept):
    """Nothing is read by a mapping that nobody has named."""
    ran = prefstudio("preview", kept)
    assert "note: --mapping monthly fits these fields" in ran.err
    assert "n below 0" not in ran.out


def test_mappings_are_listed_shown_and_taken_away(prefstudio, kept):
    """For people, and for programs."""
    assert prefstudio("mappings", "list").out.startswith("monthly  columns  input_text=q.text, candidate_0=a")
    shown = prefstudio("mappings", "show", "monthly")
    assert "choices are written “negative” for candidate_0 and “positive” for candidate_1" in shown.out
    found = prefstudio("mappings", "show", "monthly", "--json").figures
    assert (found["format"], found["columns"]["choice"]) == ("columns", "n")
    assert found["fields"] == ["a", "b", "n", "q"]
    assert prefstudio("mappings", "delete", "monthly").out == "The mapping “monthly” of “Posts” is gone.\n"
    assert prefstudio("mappings", "list").out.startswith("There is no mapping yet")
    assert "None" not in prefstudio("mappings", "show", "monthly").refusal


def test_what_goes_against_a_mapping_is_refused(prefstudio, kept, tmp_path):
    """Something else said beside it, a name that there is not, and a project that is not there yet."""
    assert "--mapping says it all" in prefstudio("check", kept, "--mapping", "monthly", *OPTIONS).refusal
    wrong = prefstudio("check", kept, "--mapping", "yearly")
    assert "is called “yearly”; there are: “monthly”" in wrong.refusal
    prompts = prefstudio("check", kept, "--kind", "prompt", "--mapping", "monthly")
    assert "makes pairs of rows, not prompts" in prompts.refusal


def test_without_a_project_there_is_nowhere_to_keep_one(prefstudio, tmp_path):
    """Although files can be checked there."""
    path = tmp_path / "may.jsonl"
    path.write_text(json.dumps(ROW))
    assert "kept with a project" in prefstudio("check", path, *OPTIONS, "--save-mapping", "monthly").refusal
