"""docs/gemini-rlhf.md is followed word by word, in a new home and against a double of Google."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from core.training.methods import get_method
from tests.core.training.methods.local_rlhf.local_rlhf_posts import prompt_lines, prompts
from tests.loop_helpers import preference_text

GUIDE = (Path(__file__).parents[2] / "docs" / "gemini-rlhf.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
PROGRAM = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Each command of the page in its order, as a shell reads it."""
    lines = "".join(COMMAND.findall(PROGRAM.sub("", GUIDE))).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines]


@pytest.fixture
def files(tmp_path):
    """The three files that the page names: of two answers the shorter is preferred, as a rule."""
    (tmp_path / "pairs.jsonl").write_text(preference_text(60))
    (tmp_path / "prompts.jsonl").write_text(prompt_lines(prompts(80, seed=2)))
    (tmp_path / "evaluation.jsonl").write_text(prompt_lines(prompts(4, seed=3)))


def test_from_nothing_to_a_comparison(home, cloud, files, prefstudio, monkeypatch, tmp_path):
    """Every command ends well, and what each says is what the page says of it."""
    monkeypatch.setattr(get_method("gemini-rlhf"), "poll_seconds", 0.0)
    said = {}
    for program, *arguments in commands():
        assert program == ".venv/bin/prefstudio"
        if arguments[0] == "runs":
            finish_all(cloud, prefstudio)
        ran = prefstudio(*arguments)
        assert ran.status == 0, (arguments, ran.out, ran.err)
        said[" ".join(arguments[:2])] = ran.out
    assert "#1 people · reward model · right on" in said["reward make"]
    (program,) = PROGRAM.findall(GUIDE)
    measured = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    share, held_out = re.fullmatch(r"right on ([\d.]+)% of (\d+) prompts\n", measured.stdout).groups()
    report = prefstudio("reward", "show", 1, "--json").figures["report"]
    assert float(share) == pytest.approx(100 * report["accuracy"]["value"], abs=0.05)
    assert int(held_out) == report["prompts"]
    assert "0 differ by more than" in said["reward validate"]
    assert "pending" in said["launch --method"] or "running" in said["launch --method"]
    assert "succeeded" in said["runs"]
    curves = {line.split()[1] for line in said["curves 1"].splitlines()}
    assert curves >= {"reward", "eval_reward", "generation_length", "rank_loss"}
    assert "4 comparisons" in said["compare --run"]


def finish_all(cloud, prefstudio) -> None:
    """Google works; the studio looks in, and asks the tuned model for its answers."""
    for _ in range(4):
        for job in list(cloud.jobs.values()):
            cloud.finish(job)
        prefstudio("runs")
