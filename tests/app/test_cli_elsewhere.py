"""The command on a studio elsewhere: what it does here it does there, in the server's words."""

import json

import pytest

from app.cli import COMMANDS, ELSEWHERE
from app.cli.reward_files import reward_lines
from core.labelling import Judgment
from core.rewards import get_reward, reward_label
from core.sign_in import Scope
from tests.app.api.api_scene import MARK, made_scene, pair_of, token_of
from tests.app.api.serving import served
from tests.app.cli_runner import run_here
from tests.core.builders import rows_of
from tests.loop_helpers import open_scratch, set_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """The studio elsewhere."""
    with open_scratch(tmp_path_factory.mktemp("elsewhere")) as studio:
        yield made_scene(studio)


@pytest.fixture(scope="module")
def url(scene):
    """Where it is served."""
    with served(scene.studio) as address:
        yield address


@pytest.fixture
def there(scene, url, home, monkeypatch, capsys):
    """Run a command there, as the engineer; nothing is made here."""
    monkeypatch.setenv("PREFSTUDIO_REMOTE", url)
    monkeypatch.setenv("PREFSTUDIO_TOKEN", scene.tokens["engineer"])
    yield lambda *arguments: run_here(monkeypatch, capsys, *arguments)
    assert not home.exists()


def test_who_one_is_and_what_one_sees(there):
    """Of one's own projects, and no other."""
    assert "Engineer, with the token “a program” for read, data, runs until" in there("whoami").out
    listed = there("projects").out
    assert "engineer    Posts" in listed
    assert MARK not in listed
    assert there("projects", "--json").figures[0]["name"] == "Posts"


def test_pairs_are_imported_there(there, tmp_path):
    """Any number of them, in portions; again they add nothing."""
    file = tmp_path / "more.jsonl"
    lines = [json.dumps(pair_of("more", number)) for number in range(600)]
    file.write_text("\n".join(lines))
    first, again = (there("import", file, "--project", "Posts", "--json").figures for _ in range(2))
    assert (first["rows"], first["already_there"]) == (600, 0)
    assert (again["rows"], again["already_there"]) == (0, 600)


def test_a_bad_pair_is_named(there, tmp_path):
    """The server's sentence, and which lines it is about."""
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(pair_of("bad", 1) | {"candidate_1": 7}))
    said = there("import", file).refusal
    assert said.startswith("bad.jsonl, lines 1 to 1: ")
    assert "body.pairs.0.candidate_1" in said
    file.write_text("{")
    assert "bad.jsonl, line 1" in there("import", file).refusal


def test_judgments_are_written_as_lines(there, scene, tmp_path):
    """To the screen or a file, since a moment if one is named."""
    lines = [json.loads(line) for line in there("judgments").out.splitlines()]
    own = {one.id for one in rows_of(scene.studio, Judgment) if one.project_id == scene.own.project.id}
    assert {one["id"] for one in lines} == own
    file = tmp_path / "judgments.jsonl"
    assert there("judgments", "--output", file).out == ""
    assert len(file.read_text().splitlines()) == len(own)
    assert there("judgments", "--since", "2200-01-01").out == ""


def test_the_same_judgments_are_written_from_the_home(there, scene, monkeypatch, capsys, tmp_path):
    """By the same command, without an address."""
    elsewhere = there("judgments").out
    monkeypatch.chdir(tmp_path)
    for name in ("PREFSTUDIO_REMOTE", "PREFSTUDIO_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFSTUDIO_HOME", str(scene.studio.settings.home))
    own = run_here(monkeypatch, capsys, "judgments", "--project", "Posts").out
    told = [[json.loads(line)["id"] for line in one.splitlines()] for one in (elsewhere, own)]
    assert told[0] == told[1]
    assert len(told[0]) == 6


def test_sets_are_listed_and_come_as_files(there, scene, tmp_path):
    """Checked against their hash; a format that is no lines is refused in words."""
    number = scene.own.dataset.id
    assert [one["id"] for one in there("datasets", "--json").figures] == [number]
    assert "preference 1" in there("card", number).out
    done = there("export", number, tmp_path, "--json").figures
    assert done["size"] == scene.own.dataset.size
    assert there("export", number, tmp_path, "--format", "trl").status == 0
    assert sorted(one.suffix for one in tmp_path.iterdir() if one.is_file()) == [".jsonl", ".jsonl"]
    told = there("export", number, tmp_path, "--for", "axolotl", "--margin").refusal
    assert "axolotl has no place for a margin" in told
    assert "field_messages: messages" in there("export", number, tmp_path, "--for", "axolotl").out
    assert "cannot be streamed as parquet" in there("export", number, tmp_path, "--format", "parquet").refusal
    assert "is no folder" in there("export", number, tmp_path / "none").refusal
    assert (
        there("card", scene.other.dataset.id).refusal
        == f"There is no data set with id {scene.other.dataset.id}."
    )


def test_runs(there, scene):
    """Listed, checked, refused in words."""
    assert [one["id"] for one in there("runs", "--json").figures] == [scene.own.run]
    checked = there("launch", "--check")
    assert checked.status == 1
    assert "BAD  No preference_dataset is chosen." in checked.out
    assert "The run was not launched." in there("launch").refusal
    assert "--name NAME --confirm NAME" in there("launch", "--method", "gemini-supervised").refusal
    assert "has ended already" in there("cancel", scene.own.run).refusal
    assert there("curves", scene.own.run).out == "There are no event files.\n"


def test_a_run_is_launched_once(tmp_path, monkeypatch, capsys):
    """However often it is asked for with one key; and cancelled."""
    with set_scene(tmp_path) as made, served(made.studio) as url:
        monkeypatch.setenv("PREFSTUDIO_TOKEN", token_of(made.studio, made.engineer))
        given = [f"--input={role}={number}" for role, number in made.inputs("local-rlhf").items()]
        asked = [
            "launch",
            *given,
            "--parameter",
            "reward_model_train_steps=100000",
            "--key",
            "k",
            "--no-wait",
        ]
        runs = [run_here(monkeypatch, capsys, "--url", url, *asked, "--json").figures for _ in range(2)]
        assert runs[0]["id"] == runs[1]["id"]
        assert runs[0]["state"] == "running"
        ended = run_here(monkeypatch, capsys, "--url", url, "cancel", runs[0]["id"], "--json").figures
        assert ended["state"] == "cancelling"


def test_rewards_there_are_listed_and_said_as_here(there, scene):
    """What is measured is said by the same words; another project's is not there."""
    one, other = scene.own.reward, scene.other.reward
    assert there("reward", "list").out == f"{reward_label(one)}\n"
    assert [found["id"] for found in there("reward", "list", "--json").figures] == [one.id]
    detail = scene.studio.db.ask(get_reward, one.id)
    said = reward_lines(detail.view, detail.specification, detail.dataset.name)
    assert there("reward", "show", one.id).out.splitlines() == list(said)
    assert there("reward", "show", other.id).refusal == f"There is no reward number {other.id}."


def test_what_is_for_a_home_only_says_so(there):
    """Each command that is not among those that work elsewhere."""
    for name in COMMANDS.keys() - ELSEWHERE.keys():
        assert there(name).refusal.startswith(f"`prefstudio {name}` works on a home of this machine only")


def test_what_is_wrong_with_address_or_token(there, scene, url, monkeypatch, tmp_path):
    """Each is a sentence; the token never goes where others could read it."""
    assert "no studio; check --url" in there("--url", f"{url}/nothing", "projects").refusal.replace(
        "says 404 and nothing more", "no studio"
    )
    assert "does not answer" in there("--url", "http://127.0.0.1:9", "projects").refusal
    assert "anybody on the way" in there("--url", "http://studio.example.org", "projects").refusal
    assert "give the studio's address" in there("--url", "studio", "projects").refusal
    assert "personal token that has not ended" in there("--token", "pst_x", "projects").refusal
    monkeypatch.setenv("PREFSTUDIO_TOKEN", "")
    assert "wants a token" in there("projects").refusal
    file = tmp_path / "token"
    assert "cannot be read" in there("--token-file", file, "projects").refusal
    file.write_text(scene.tokens["lead"] + "\n")
    assert there("--token-file", file, "projects").status == 0


def test_tokens_are_made_on_the_home_itself(scene, monkeypatch, capsys, url, tmp_path):
    """By whoever owns the machine: made, listed, shown to the server, revoked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFSTUDIO_HOME", str(scene.studio.settings.home))

    def here(*arguments):
        return run_here(monkeypatch, capsys, *arguments)

    made = here("token", "make", "--person", "Lead", "--name", "ci", "--scope", "read", "--json").figures
    secret, number = made["secret"], made["token"]["id"]
    assert here("--url", url, "--token", secret, "projects").status == 0
    assert f"{number}  Lead  ci  …{secret[-4:]}  {Scope.READ}" in here("token").out
    assert "opens nothing any more" in here("token", "revoke", "--number", number).out
    assert "has not ended" in here("--url", url, "--token", secret, "projects").refusal
    assert "nobody's name" in here("token", "make", "--name", "x").refusal
    assert "There is no token number 99" in here("token", "revoke", "--number", "99").refusal
