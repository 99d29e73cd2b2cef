"""How files are named and read: patterns, formats, columns, reports, and a check that takes nothing."""

import csv
import gzip
import json

import pytest

from tests.core.datasets.formats import potato_answers

COMPARISON = {
    "info": {"post": "a post", "id": 1},
    "summaries": [{"text": "zero", "policy": "sup4"}, {"text": "one"}],
    "choice": 1,
    "worker": "Ada",
}
GOOD = {"input_text": "a post", "candidate_0": "short", "candidate_1": "long", "choice": 0}


def lines(*rows: dict) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def posts(prefstudio, tmp_path):
    """A project with a pair."""
    path = tmp_path / "first.jsonl"
    path.write_text(lines(GOOD | {"input_text": "first"}))
    assert prefstudio("import", path, "--project", "Posts", "--create").status == 0


@pytest.fixture
def table(tmp_path):
    """A table with names of its own and choices written as letters."""
    path = tmp_path / "table.csv"
    path.write_text("question,left,right,better,who\nWhy?,Because.,So.,B,Ada\nHow?,Thus.,Somehow.,A,Ben\n")
    return path


def test_a_pattern_of_packed_files(prefstudio, posts, tmp_path):
    """All that match, as one import."""
    for number in range(3):
        content = lines(GOOD | {"input_text": f"post {number}"}).encode()
        (tmp_path / f"part-{number}.jsonl.gz").write_bytes(gzip.compress(content))
    assert prefstudio("import", tmp_path / "part-*.gz").out.startswith("“Posts”: 3 rows taken, 3 choices")
    assert "matches" in prefstudio("import", tmp_path / "none-*.gz").refusal


def test_a_format_is_recognised_or_named(prefstudio, posts, tmp_path):
    """Named wrongly, the rows are refused with what they lack."""
    path = tmp_path / "comparisons.jsonl"
    path.write_text(lines(COMPARISON))
    wrong = prefstudio("import", path, "--format", "vertex")
    assert (wrong.status, "field input_text: is missing" in wrong.err) == (1, True)
    assert prefstudio("check", path).out.splitlines()[2].startswith("Read as: OpenAI comparisons. ")
    assert prefstudio("import", path, "--format", "openai").out.startswith("“Posts”: 1 row taken, 1 choice")


def test_columns_are_named(prefstudio, posts, table):
    """Prompt, candidates, choice and how it is written; who chose."""
    columns = {
        "input_text": "question",
        "candidate_0": "left",
        "candidate_1": "right",
        "choice": "better",
        "choice_0": "A",
        "choice_1": "B",
        "annotator": "who",
    }
    options = [word for part, name in columns.items() for word in ("--column", f"{part}={name}")]
    assert prefstudio("import", table, *options).out.startswith("“Posts”: 2 rows taken, 2 choices")
    found = prefstudio("freeze", "preference", "--preview", "--origin", "table.csv", "--json").figures
    assert [(one["input_text"], one["choice"]) for one in found["examples"]] == [("Why?", 1), ("How?", 0)]
    mine = ["--person", "Ada (imported)"]
    assert prefstudio("freeze", "preference", "--preview", *mine, "--json").figures["rows"] == 1


def test_what_is_not_said_of_columns_is_guessed(prefstudio, posts, table):
    """Only how the choices are written has to be said; prompt, candidates and the rest have usual names."""
    written = ("--column", "choice=better", "--column", "choice_0=A", "--column", "choice_1=B")
    assert prefstudio("import", table, *written).out.startswith("“Posts”: 2 rows taken, 2 choices")


def test_a_choice_that_nobody_can_read_is_asked_for(prefstudio, posts, tmp_path):
    """Only “1” has been seen: it may be the first of 1 and 2 or the second of 0 and 1."""
    path = tmp_path / "ones.csv"
    path.write_text("question,answer_a,answer_b,winner\np,A,B,1\n")
    said = prefstudio("import", path, "--accept-good").refusal
    assert said.startswith('ones.csv: The field “winner” may be the choice, but its values ("1") do not tell')
    assert said.endswith("Nothing was taken.")


def test_a_project_to_rank_answers_in(prefstudio, posts, tmp_path):
    """The command can make one."""
    path = tmp_path / "sets.jsonl"
    path.write_text(lines({"prompt": "p", "answers": ["A", "B", "C"], "scores": [1, 2, 3]}))
    ran = prefstudio("import", path, "--project", "Ranked", "--create", "--rankings")
    assert ran.out.startswith("“Ranked”: 1 row taken, 1 choice")


def test_what_should_be_looked_at_is_said_after_an_import(prefstudio, posts, tmp_path):
    """The rows are taken all the same."""
    path = tmp_path / "swapped.jsonl"
    swapped = GOOD | {"candidate_0": GOOD["candidate_1"], "candidate_1": GOOD["candidate_0"]}
    path.write_text(lines(GOOD, swapped))
    ran = prefstudio("import", path)
    assert ran.err.startswith("warning: same pair, sides swapped, 1 time. Take one of the two out")


def test_the_fields_of_a_label_studio_export_are_named(prefstudio, posts, tmp_path):
    """What the refusal says to type is what it takes; the format need not be named."""
    path = tmp_path / "export.json"
    results = [{"from_name": "better", "type": "choices", "value": {"choices": ["First"]}}]
    annotations = [{"id": 1, "completed_by": 1, "result": results}]
    data = {"pairText1": "Frost.", "pairText2": "Dew."}
    path.write_text(json.dumps([{"id": 1, "data": data, "annotations": annotations}], indent=1))
    for command in ("import", "check"):
        refusal = prefstudio(command, path).refusal
        assert "--column 'fixed_prompt=Which text is better?'" in refusal
        assert "--column choice=better --column choice_0=First" in refusal
    said = ["fixed_prompt=Which?", "choice=better", "choice_0=First", "choice_1=Second"]
    ran = prefstudio("import", path, *(part for one in said for part in ("--column", one)))
    assert ran.out.startswith("“Posts”: 1 row taken, 1 choice")
    assert prefstudio("check", path, "--column", "fixed_prompt=Which?", "--column", "choice=").status == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--column", "question"], "--column question: write part=name, where part is one of annotator, "),
        (["--column", "text=question"], "--column text=question: write part=name"),
        (["--format", "trl", "--column", "input_text=question"], "--column goes with --format "),
    ],
)
def test_options_that_cannot_be_meant(prefstudio, posts, table, options, sentence):
    """Each is refused with what to write instead."""
    for command in ("import", "check"):
        assert prefstudio(command, table, *options).refusal.startswith(sentence)


def test_a_check_says_what_is_wrong_and_takes_nothing(prefstudio, posts, tmp_path):
    """With counts, places, remedies and languages; for a program as JSON."""
    path = tmp_path / "mixed.jsonl"
    path.write_text(lines(GOOD, GOOD, GOOD | {"input_text": "other", "choice": "one"}))
    ran = prefstudio("check", path)
    assert ran.status == 1
    assert "choice is text" in ran.out
    assert "line 3" in ran.out
    figures = prefstudio("check", path, "--json").figures
    assert (figures["good"], figures["duplicates"], figures["refused"]) == (1, 1, 1)
    assert figures["findings"]["choice is text"]["count"] == 1
    assert sum(figures["languages"].values()) == 1
    assert prefstudio("import", path, "--accept-good").out.startswith("“Posts”: 1 row taken")


@pytest.mark.parametrize("command", ["check", "import"])
def test_the_report_is_written_where_asked(prefstudio, posts, tmp_path, command):
    """As a table or as text, also when the file is refused."""
    path = tmp_path / "bad.jsonl"
    path.write_text(lines(GOOD, GOOD | {"input_text": " "}))
    for name in ("report.csv", "report.txt"):
        prefstudio(command, path, "--report", tmp_path / name)
    (row,) = csv.DictReader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines())
    assert (row["finding"], row["line"], row["field"]) == ("empty field", "2", "input_text")
    assert "empty field" in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_a_gold_file_is_checked_as_one(prefstudio, posts, tmp_path):
    """A row without its right answer is refused there and only there."""
    path = tmp_path / "gold.jsonl"
    path.write_text(lines({name: text for name, text in GOOD.items() if name != "choice"}))
    assert prefstudio("check", path, "--json").figures["refused"] == 0
    assert prefstudio("check", path, "--gold", "--json").figures["refused"] == 1


@pytest.mark.usefixtures("posts")
def test_a_field_that_may_belong_to_the_prompt_is_asked_about(prefstudio, tmp_path):
    """A check shows it, an import takes nothing and says what to type; either answer is honoured."""
    path = tmp_path / "rows.jsonl"
    row = {"prompt": "Sum up.", "story text": "Rye bread rises slowly.", "chosen": "a", "rejected": "b"}
    path.write_text(json.dumps(row) + "\n")
    checked = prefstudio("check", path, "--project", "Posts")
    asked = prefstudio("import", path, "--project", "Posts")
    assert (checked.status, asked.status) == (1, 1)
    for said in (checked.out, asked.err):
        assert "“story text”" in said
        assert "--metadata 'story text'" in said
    assert "Nothing was taken" in asked.err
    for answer in ("--metadata=story text", "--column=context=story text"):
        assert prefstudio("import", path, "--project", "Posts", answer).status == 0
    told = prefstudio("check", path, "--project", "Posts", "--column", "context=story text")
    assert "Prompts are made of: prompt is “prompt”, context is “story text”." in told.out


@pytest.mark.usefixtures("posts")
def test_a_part_of_the_prompt_can_be_switched_off(prefstudio, tmp_path):
    """A part without a field is none; a part that is one field is named once."""
    path = tmp_path / "rows.csv"
    path.write_text("instruction,input,a text,b text\nSort.,b a,x,y\n")
    mapped = (
        "--column",
        "candidate_0=a text",
        "--column",
        "candidate_1=b text",
        "--column",
        "input_text=instruction",
    )
    figures = prefstudio("check", path, "--project", "Posts", *mapped, "--json").figures
    assert figures["made_of"] == {"prompt": ["instruction"], "input": ["input"]}
    figures = prefstudio("check", path, "--project", "Posts", *mapped, "--column", "input=", "--json").figures
    assert (figures["made_of"], figures["unused"]) == ({"prompt": ["instruction"]}, {"input": "text"})
    twice = prefstudio("check", path, "--project", "Posts", "--column", "system=a", "--column", "system=b")
    assert "--column system names “a” and “b”; name one field." in twice.err


def test_answers_are_imported_with_their_data_file(prefstudio, posts, tmp_path):
    """Potato's folder alone says what is missing; several addresses are one import."""
    answers, data = tmp_path / "annotation_output", tmp_path / "data.jsonl"
    for person, choice in (("ana", "A"), ("ben", "tie")):
        (answers / person).mkdir(parents=True)
        said = {"p1": {"better.selection": choice}}
        (answers / person / "user_state.json").write_bytes(potato_answers.state(person, said))
    data.write_bytes(potato_answers.lines(potato_answers.ITEMS))
    assert "prefstudio import annotation_output data.jsonl" in prefstudio("import", answers).refusal
    assert "Read as: Potato." in prefstudio("check", answers, data).out
    assert prefstudio("import", answers, data).out.startswith("“Posts”: 1 row taken, 2 choices")
