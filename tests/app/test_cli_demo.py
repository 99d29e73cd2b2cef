"""``prefstudio demo`` as a person types it: once round the loop in a scratch folder."""

import json

import pytest

from tests.app.cli_runner import run_script
from tests.core.training.methods.local_rlhf.local_rlhf_posts import prompt_lines, prompts
from tests.core.training.methods.local_rlhf.tasks_here import tasks_done_here
from tests.loop_helpers import preference_text

STAGES = ["label", "freeze", "freeze", "freeze", "export", "launch", "curves", "compare"]


def test_the_sample_goes_round(home):
    """Exit status 0, a line for each stage, and nothing is left in the home or in a team's database."""
    ran = run_script(home, "demo", PREFSTUDIO_DATABASE="postgresql://127.0.0.1:1/the-teams")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == STAGES
    assert "66 pairs with 130 choices and ties" in lines[0]
    assert "succeeded in" in lines[5]
    assert "rank_loss" in lines[6]
    assert "20 comparisons are ready for a reviewer" in lines[7]
    assert not home.exists()


def test_ones_own_files_for_a_program(prefstudio, tmp_path):
    """Each line is a JSON object of its own, in the order of the stages."""
    (tmp_path / "pairs.jsonl").write_text(preference_text(5))
    (tmp_path / "prompts.jsonl").write_text(prompt_lines(prompts(8, seed=5)))
    (tmp_path / "evaluation.jsonl").write_text(prompt_lines(prompts(3, seed=6)))
    names = {"--preference": "pairs", "--prompts": "prompts", "--evaluation": "evaluation"}
    files = [part for option, name in names.items() for part in (option, tmp_path / f"{name}.jsonl")]
    with tasks_done_here():
        ran = prefstudio("demo", *files, "--json")
    assert (ran.status, ran.err) == (0, "")
    stages = [json.loads(line) for line in ran.out.splitlines()]
    assert [stage["stage"] for stage in stages] == STAGES
    assert [stage["rows"] for stage in stages[1:4]] == [10, 8, 3]
    assert stages[7]["comparisons"] + stages[7]["identical"] == 3  # so few rows may teach nothing


@pytest.mark.parametrize("option", ["--preference", "--prompts", "--evaluation"])
def test_a_file_that_is_not_there(prefstudio, tmp_path, option):
    """One sentence, whichever file it is."""
    path = tmp_path / "none.jsonl"
    assert prefstudio("demo", option, path).refusal == f"There is no file {path}; check the name."


def test_a_bad_file(prefstudio, tmp_path):
    """The line, the field and the value."""
    path = tmp_path / "bad.jsonl"
    path.write_text('{"input_text": "a", "candidate_0": "b", "candidate_1": 7}\n')
    refusal = prefstudio("demo", "--preference", path).refusal
    assert "bad.jsonl, line 1, field candidate_1: must be text (it is 7)." in refusal
