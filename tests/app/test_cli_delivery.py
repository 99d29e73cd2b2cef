"""``prefstudio card``, ``export`` in other formats, and ``verify``."""

import json

import pytest

from core.datasets.trainers import trainer_named
from tests.doubles.hub import TOKEN, running_hub


@pytest.fixture
def dataset(prefstudio, pairs_file):
    """A frozen set of ten rows, number 1."""
    assert prefstudio("import", pairs_file, "--project", "Posts", "--create").status == 0
    assert prefstudio("freeze", "preference", "--title", "All of them").status == 0


def test_the_card_is_printed(prefstudio, dataset):
    """For a person as Markdown, for a program the figures."""
    ran = prefstudio("card", 1)
    assert ran.status == 0
    assert "All of them" in ran.out
    figures = prefstudio("card", 1, "--json").figures
    assert (figures["rows"], figures["judgments"], figures["imported"]) == (10, 10, 1.0)
    assert any("10 rows; Google advises" in one for one in figures["weaknesses"])
    assert prefstudio("card", 2).refusal == "There is no data set with id 2."


def test_sets_are_listed_with_their_titles(prefstudio, dataset):
    """Where they have one."""
    assert "preference 1: All of them" in prefstudio("datasets").out


def test_formats_are_exported(prefstudio, dataset, tmp_path):
    """Lines, two lines a row, a table and the card: one file each, as long as is said."""
    for name in ("trl", "kto", "llama-factory", "hub", "card"):
        figures = prefstudio("export", 1, tmp_path / name, "--format", name, "--json").figures
        (path,) = (tmp_path / name).iterdir()
        assert (figures["address"], figures["size"]) == (path.as_uri(), path.stat().st_size)
        assert ("configuration" in figures) == (name == "llama-factory")  # the only one that reads it


def test_a_set_is_exported_for_a_trainer(prefstudio, dataset, tmp_path):
    """In the format it reads, with the lines of configuration that name the file."""
    for trainer in map(trainer_named, ("axolotl", "verl")):
        (setup, *_) = trainer.setups
        ran = prefstudio("export", 1, tmp_path / trainer.name, "--for", trainer.name)
        (path,) = (tmp_path / trainer.name).iterdir()
        assert path.name.endswith(setup.export.suffix)
        assert trainer.beware in ran.out
        stem = path.name.removesuffix(setup.export.suffix)
        assert ran.out.endswith(f"{setup.lines(path.name, stem)}\n")


def test_a_trainer_and_a_format_must_go_together(prefstudio, dataset, tmp_path):
    """A program gets the lines by name."""
    arguments = ("export", 1, tmp_path / "out", "--for", "openrlhf", "--json", "--format")
    told = prefstudio(*arguments, "trl").figures["configuration"]
    assert (told["trainer"], told["purpose"]) == ("OpenRLHF", "DPO and reward models, on text")
    assert "--data.prompt_key prompt" in told["lines"]
    assert "OpenRLHF does not read parquet" in prefstudio(*arguments, "parquet").refusal


def test_margins_are_written_where_there_is_a_place(prefstudio, dataset, tmp_path):
    """Each of these rows has one plain choice."""
    assert prefstudio("export", 1, tmp_path / "out", "--format", "trl", "--margin").status == 0
    (path,) = (tmp_path / "out").iterdir()
    assert path.name.endswith(".with-margin.trl.jsonl")
    assert {json.loads(line)["margin"] for line in path.read_text().splitlines()} == {1.0}
    refused = prefstudio("export", 1, tmp_path / "out", "--margin").refusal
    assert "vertex-rlhf has no place for a margin" in refused


def test_a_format_of_other_sets_is_refused(prefstudio, dataset, tmp_path):
    """Prompts for reinforcement hold no choices."""
    ran = prefstudio("export", 1, tmp_path / "out", "--format", "gemini-rlhf")
    assert "A set of kind preference cannot be written as Reinforcement tuning of Gemini" in ran.refusal
    assert not (tmp_path / "out").exists()


def test_what_a_format_cannot_say_is_counted(prefstudio, tmp_path):
    """In the sentence and in the figures; a format of messages leaves nothing out."""
    path = tmp_path / "rows.jsonl"
    asked, more = {"role": "user", "content": "Rye?"}, {"role": "user", "content": "Why?"}
    answers = [{"role": "assistant", "content": text} for text in ("Sour.", "Acid.", "No.")]
    row = {"chosen": [asked, answers[0], more, answers[1]], "rejected": [asked, answers[2]]}
    path.write_text(json.dumps(row))
    checked = prefstudio("import", path, "--project", "Posts", "--create")
    assert "warning: answer of several turns, 1 time." in checked.err
    prefstudio("freeze", "preference")
    told = "Left out: 1 with answers of several turns; this format cannot say them"
    assert told in prefstudio("export", 1, tmp_path / "out").out
    figures = prefstudio("export", 1, tmp_path / "out", "--format", "trl", "--json").figures
    assert (figures["size"], figures["left_out"]) == (0, {"with answers of several turns": 1})
    messages = prefstudio("export", 1, tmp_path / "out", "--format", "trl-conversational", "--json").figures
    assert (messages["size"] > 0, messages["left_out"]) == (True, {})


def test_metadata_is_put_back(prefstudio, tmp_path):
    """Beside the fields of the format."""
    path = tmp_path / "rows.jsonl"
    texts = {"input_text": "a post", "candidate_0": "short", "candidate_1": "long", "choice": 0, "id": "x1"}
    path.write_text(json.dumps(texts))
    prefstudio("import", path, "--project", "Posts", "--create")
    prefstudio("freeze", "preference")
    prefstudio("export", 1, tmp_path / "out", "--metadata")
    (file,) = (tmp_path / "out").iterdir()
    assert json.loads(file.read_text()) == texts


def test_a_format_for_pairs_is_refused_for_prompts(prefstudio, dataset, tmp_path):
    """The possible ones are listed."""
    prefstudio("freeze", "prompt", "--pool", "posts of the pairs")
    ran = prefstudio("export", 2, tmp_path / "out", "--format", "supervised")
    assert ran.refusal.startswith("A set of kind prompt cannot be written as Supervised tuning")


def test_copies_are_verified(prefstudio, dataset, tmp_path):
    """None yet; unchanged; then somebody has written over one."""
    assert prefstudio("verify", 1).out == "This set has not been exported.\n"
    prefstudio("export", 1, tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert prefstudio("verify", 1).out.startswith(f"{path.as_uri()}: unchanged, generation ")
    (copy,) = prefstudio("verify", 1, "--json").figures
    assert (copy["form"], copy["size"]) == ("vertex-rlhf", path.stat().st_size)
    path.unlink()
    path.write_bytes(b"other")
    prefstudio("export", 1, tmp_path / "other")
    (other,) = (tmp_path / "other").iterdir()
    ran = prefstudio("verify", 1)
    assert ran.status == 1
    newer, older = ran.out.splitlines()
    assert newer.startswith(f"{other.as_uri()}: unchanged")
    assert older.startswith(f"{path.as_uri()} was written anew since the set was exported")
    assert ran.err == "prefstudio: 1 of 2 copies could not be verified.\n"
    other.unlink()
    problems = [one["problem"] for one in prefstudio("verify", 1, "--json").figures]
    assert [problem.partition(" ")[2][:8] for problem in problems] == ["is gone.", "was writ"]


@pytest.mark.parametrize("part", ["tuning", "held out"])
def test_parts_of_a_split_are_frozen(prefstudio, dataset, part):
    """Two pairs on each of five posts, of which ceil(0.2 · 5) = 1 is held out."""
    split = ["--evaluation-share", "0.2", "--part", part, "--json"]
    assert prefstudio("freeze", "preference", *split).figures["rows"] == {"tuning": 8, "held out": 2}[part]


def test_evaluation_prompts_that_no_pair_has_shown(prefstudio, dataset, tmp_path):
    """Of a new prompt and a known post the new one."""
    known = json.loads((tmp_path / "pairs.jsonl").read_text().splitlines()[0])["input_text"]
    path = tmp_path / "prompts.jsonl"
    path.write_text("".join(json.dumps({"input_text": text}) + "\n" for text in (known, "new")))
    prefstudio("import", path, "--kind", "evaluation")
    found = prefstudio("freeze", "evaluation", "--unseen", "--preview", "--json").figures
    assert (found["rows"], found["left_out"]) == (1, {"also posts of pairs": 1})


@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")  # of the hub's own client
def test_a_set_goes_to_a_hub_and_comes_in_again(prefstudio, dataset, monkeypatch):
    """The commit stands behind the address; `verify` knows it; another project takes the rows."""
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        there = "hf://datasets/team/prefs"
        ran = prefstudio("export", 1, there, "--format", "hub", "--create", "--license", "mit")
        commit = hub.repositories["team/prefs"].commits[-1].oid
        assert ran.out.startswith(f"{there}/data/train-00000-of-00001.parquet: ")
        assert f" bytes, commit {commit}" in ran.out
        assert f"unchanged, generation {commit}, hub" in prefstudio("verify", 1).out
        ran = prefstudio("import", f"{there}/data/*.parquet", "--project", "Again", "--create", "--json")
        assert ran.status == 0
        assert ran.figures["rows"] == 10
