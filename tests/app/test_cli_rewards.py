"""``prefstudio reward``: made, shown and refused as on the page, and nothing left half-done."""

import json
import runpy
from contextlib import nullcontext

import pytest

from app.cli import reward_commands
from core.access import SYSTEM
from core.rewards import NewModel, Reward, RewardRequest, RewardSpec, make_reward
from core.services import open_studio
from core.settings import load_settings
from tests.copied_home import copy_home
from tests.core.builders import rows_of
from tests.loop_helpers import HOME, set_scene


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home with a frozen preference set and a reward model of it."""
    folder = tmp_path_factory.mktemp("made")
    with set_scene(folder) as scene:
        request = RewardRequest(scene.sets["preference_dataset"].id, (NewModel(),), "people")
        make_reward(scene.studio.db, SYSTEM, scene.project.id, request)
    return folder / HOME


@pytest.fixture
def reward(made, home, prefstudio):
    """Run ``prefstudio reward`` on a copy of that home."""
    copy_home(made, home)
    return lambda *arguments: prefstudio("reward", *arguments)


def kept(home):
    """The rewards on record."""
    studio = open_studio(load_settings(home=home, store="", database=""))
    found = rows_of(studio, Reward)
    studio.close()
    return found


def test_made_and_shown_in_the_same_words(reward, home):
    """What is said when it is made is what is said of it later, and what was measured."""
    made = reward("make", "--dataset", 1, "--name", "again", "--most-words", 30)
    assert (made.status, made.err) == (0, "")
    assert made.out == reward("show", 2).out
    *_, row = kept(home)
    assert [part["kind"] for part in row.specification["parts"]] == ["model", "length"]
    assert "Σ(weight · part) / Σ weight" in made.out
    assert reward("list").out.splitlines()[0].startswith("#2 again · reward model + length · right on ")


def test_for_a_program(reward, home):
    """The figures of the page, its findings, and all that it is made of."""
    figures = reward("show", 1, "--json").figures
    (row,) = kept(home)
    assert figures["report"] == row.report
    assert RewardSpec.model_validate(figures["specification"]).sha256 == figures["sha256"] == row.sha256
    assert figures["findings"][0]["text"] in reward("show", 1).out
    assert [one["id"] for one in reward("list", "--json").figures] == [1]


def test_a_judge_is_asked_what_was_drafted(reward, cloud, tmp_path):
    """Or what a file says; as often as said, about so many pairs."""
    cloud.judge.prefers("That")
    drafted = reward("draft-prompt", "--dataset", 1, "--examples", 2).out
    assert drafted.count("People preferred answer") == 2
    options = ("make", "--dataset", 1, "--kind", "autorater", "--judge", "gemini-3.5-flash", "--pairs", 3)
    file = tmp_path / "prompt.txt"
    file.write_text(drafted)
    told = reward(*options, "--prompt", file, "--samples", 2, "--json").figures
    assert told["kind"] == "autorater"
    assert told["specification"]["parts"][0]["prompt"] == drafted
    assert len(cloud.judge.asked) == 3 * 2 * 2
    assert reward(*options, "--json").figures["report"]["pairs"] == 3


def test_written_for_others_to_run(reward, home, tmp_path):
    """The program as it is, and the pairs it was measured on: who runs one on the other gets its accuracy."""
    (row,) = kept(home)
    code = row.specification["parts"][0]["code"]
    assert reward("write", 1, tmp_path / "out").out.splitlines()[0] == str(tmp_path / "out" / "people.py")
    assert (tmp_path / "out" / "people.py").read_text(encoding="utf-8") == code
    told = reward("held-out", 1, tmp_path / "pairs.jsonl").out
    pairs = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert told == f"{len(pairs)} held-out pairs of preference 1 are in {tmp_path / 'pairs.jsonl'}.\n"
    assert reward("held-out", 1, tmp_path).refusal == (
        f"{tmp_path} cannot be written (Is a directory); name another file."
    )
    assert reward("held-out", 1).out == (tmp_path / "pairs.jsonl").read_text()
    evaluate = runpy.run_path(str(tmp_path / "out" / "people.py"))["evaluate"]
    right = []
    for pair in pairs:
        parts = ({"parts": [{"text": text}]} for text in pair["answers"])
        rewards = [evaluate(pair["example"], one) for one in parts]
        right.append(rewards[pair["choice"]] > rewards[1 - pair["choice"]])
    assert len(pairs) == row.report["pairs"]
    assert sum(right) / len(right) == pytest.approx(row.report["accuracy"]["value"])


def test_written_as_a_server(reward, tmp_path):
    """With what deploys it; a folder that holds something is left alone."""
    told = reward("write", 1, tmp_path / "server", "--server").out
    assert "gcloud run deploy" in told
    assert (tmp_path / "server" / "Containerfile").is_file()
    said = reward("write", 1, tmp_path / "server").refusal
    assert said == f"{tmp_path / 'server'} exists and is not empty; name a new folder. Nothing was written."


def test_google_scores_the_same_pairs(reward, cloud):
    """A line an answer, both numbers; what does not hold at Google ends with status 1."""
    ran = reward("validate", 1, "--location", "us-central1", "--pairs", 2)
    assert ran.status == 0, ran
    assert [line.split()[0] for line in ran.out.splitlines()[:5]] == ["pair", "1", "1", "2", "2"]
    assert "0 differ by more than 0.000001" in ran.out
    figures = reward("validate", 1, "--pairs", 1, "--json").figures
    assert [one["local"] for one in figures["pairs"]] == [one["google"] for one in figures["pairs"]]
    cloud.fault("*validate*", "status", status=403, times=0)
    refused = reward("validate", 1)
    assert refused.status == 1
    assert "does not let this account" in refused.err


REFUSED = {
    ("--judge", "gemini-x"): "--judge is for --kind autorater, and this reward is of kind model",
    ("--address", "https://x.example"): "--address is for --kind cloud-run",
    ("--kind", "autorater"): "An autorater is a model that judges: name it with --judge.",
    ("--kind", "autorater", "--judge", "A b"): "--judge: ",
    ("--kind", "autorater", "--judge", "g", "--expression", "a"): "--expression: must have exactly one group",
    ("--kind", "autorater", "--judge", "g", "--prompt", "nowhere"): "--prompt nowhere: it cannot be read",
    ("--kind", "cloud-run"): "A reward server is asked at its address",
    ("--kind", "cloud-run", "--address", "http://x.example"): "--address: must be an address that begins",
    ("--format", "("): "--format: is no regular expression",
    ("--format", "a", "--format-weight", "0"): "--format-weight: ",
    ("--most-words", "0"): "--most-words: ",
}


@pytest.mark.parametrize("options", REFUSED, ids=" ".join)
def test_what_does_not_make_a_reward_is_refused(reward, home, options):
    """In a sentence that names the option, before anything is read or asked."""
    assert reward("make", "--dataset", 1, *options).refusal.startswith(REFUSED[options])
    assert len(kept(home)) == 1


def test_a_prompt_without_the_answer_is_refused(reward, tmp_path):
    """The judge would judge nothing."""
    file = tmp_path / "prompt.txt"
    file.write_text("How good is it?")
    said = reward("make", "--dataset", 1, "--kind", "autorater", "--judge", "g", "--prompt", file).refusal
    assert said.startswith("--prompt: has no {{response}} in it")


def test_what_is_not_there(reward):
    """In the words of everywhere else."""
    assert reward("make", "--dataset", 9).refusal == "There is no data set with id 9."
    assert reward("show", 9).refusal == "There is no reward number 9."
    assert reward("draft-prompt", "--dataset", 9).refusal == "There is no data set with id 9."


@pytest.mark.parametrize("moment", range(3))
def test_control_c_leaves_nothing(reward, home, monkeypatch, moment):
    """Wherever it comes: the reward is on record as a whole or not at all."""
    told = []

    def say(sentence):
        told.append(sentence)
        if len(told) > moment:
            raise KeyboardInterrupt

    monkeypatch.setattr(reward_commands, "sentences", lambda **_: nullcontext(say))
    assert reward("make", "--dataset", 1).status == 130
    assert len(told) == moment + 1
    assert len(kept(home)) == 1
