"""``prefstudio launch`` before anything is launched: help, confirmation, ``--check`` and parameters."""

import pytest

from app.cli.launch_command import parameters_of
from core.training.methods import all_methods, get_method
from tests.doubles.google.cloud import A100
from tests.loop_helpers import set_scene

SETS = ["--preference", "1", "--prompts", "2", "--evaluation", "3"]
PAID = [*SETS, "--method", "vertex-rlhf", "--parameter", "large_model_reference=llama-2-7b"]
ITEM = "a2-ultragpu-8g hour"


@pytest.fixture
def scene(home):
    """Three frozen sets in the home that the command in this process uses."""
    with set_scene(home.parent) as made_scene:
        yield made_scene


def nothing_was_launched(prefstudio) -> bool:
    """Neither on record nor at Google."""
    return prefstudio("runs").out == "No run has been launched yet.\n"


def test_help_names_the_methods(prefstudio, monkeypatch):
    """And where their parameters are listed."""
    monkeypatch.setenv("COLUMNS", "300")
    said = prefstudio("launch", "--help").out
    assert ", ".join(all_methods()) in said
    assert "prefstudio parameters METHOD" in said
    assert "--check" in said


@pytest.mark.parametrize(
    ("named", "options"),
    [
        ([], "--name NAME --confirm NAME"),
        (["--name", "first try"], "--name 'first try' --confirm 'first try'"),
        (["--name", "first", "--confirm", "second"], "--name first --confirm first"),
    ],
)
def test_what_costs_money_says_how_to_confirm_it(prefstudio, scene, named, options):
    assert prefstudio("launch", *PAID, *named).refusal == (
        "RLHF on Vertex AI costs money: name the run and confirm it by the same name, "
        f"{options}. With --check nothing is launched, and what it may cost is said."
    )


def test_a_wrong_parameter_names_those_of_the_method(prefstudio, scene):
    said = prefstudio("launch", *PAID, "--check", "--parameter", "reward_steps=3").refusal
    assert said.startswith(
        "vertex-rlhf has no parameter reward_steps; it has: large_model_reference, accelerator_type, "
    )


def test_check_of_a_run_that_is_ready(prefstudio, scene, cloud):
    """Findings of both kinds, and the use of machines; exit status 0, and nothing is launched."""
    cloud.quotas[A100]["us-central1"] = 16
    ran = prefstudio("launch", *PAID, "--check")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "ok   studio     All parameters are within their ranges." in lines
    assert any(line.startswith(f"ok   google     Signed in as {cloud.email}") for line in lines)
    remedy = f"Enter a price on the launch page for: {ITEM}."
    assert f"?    cost       What it costs is not known. {remedy}" in lines
    assert f"× {ITEM} (between " in lines[-1]
    assert cloud.jobs == {}
    assert nothing_was_launched(prefstudio)


def test_check_with_a_price(prefstudio, scene, cloud):
    """Use times price; the figures are the estimate's."""
    from core.access import SYSTEM  # noqa: PLC0415 - as the page does
    from core.training.costs import save_prices  # noqa: PLC0415

    with scene.studio.db.write() as session:
        save_prices(session, SYSTEM, {ITEM: 40.0})
    figures = prefstudio("launch", *PAID, "--check", "--json").figures
    (line,) = figures["estimate"]
    assert figures["ready"]
    assert figures["cost"]["likely"] == pytest.approx(40 * line["likely"])
    assert figures["cost"]["high"] == pytest.approx(40 * line["high"])
    assert "ok   cost       About $" in prefstudio("launch", *PAID, "--check").out


def test_check_says_what_google_has_against_it(prefstudio, scene, cloud):
    """With the command that mends it, and exit status 1."""
    cloud.disabled.add("aiplatform.googleapis.com")
    ran = prefstudio("launch", *PAID, "--check")
    assert ran.status == 1
    assert "BAD  google     Not switched on in studio-test-project: aiplatform.googleapis.com." in ran.out
    assert "gcloud services enable aiplatform.googleapis.com --project=studio-test-project" in ran.out
    assert "note google     The quota “Restricted image training" in ran.out


def test_check_says_what_stands_against_it_here(prefstudio, scene, cloud):
    """Google is only asked about a run that could be."""
    ran = prefstudio("launch", *SETS, "--method", "vertex-rlhf", "--check")
    assert ran.status == 1
    assert "BAD  studio     large_model_reference is missing: it has no default." in ran.out
    assert "`prefstudio parameters vertex-rlhf` says which it takes." in ran.out
    assert "?    google     Google was not asked" in ran.out
    assert cloud.requests == []


def test_check_of_a_run_on_this_machine(prefstudio, scene):
    ran = prefstudio("launch", *SETS, "--check")
    assert ran.status == 0
    assert ran.out.endswith("ok   cost       This method costs nothing.\n")
    assert " google " not in ran.out
    assert nothing_was_launched(prefstudio)


@pytest.mark.parametrize("method", all_methods())
def test_parameters_of_every_method_are_listed(prefstudio, method):
    """All, in the method's order, as text and for a program."""
    names = list(get_method(method).parameters.model_fields)
    assert [one["name"] for one in prefstudio("parameters", method, "--json").figures] == names
    lines = prefstudio("parameters", method).out.splitlines()
    assert [line.split()[0] for line in lines[::2]] == names


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("Yes", True), ("False", False), ("2", 2)])
def test_what_a_shell_writes_is_read_as_what_is_meant(written, meant):
    """A truth however it is written; a word of a list stays one."""
    given = [f"accept_preview_terms={written}", "thinking_level=LOW", "reward=3"]
    read = parameters_of("gemini-rlhf", given)
    assert read == {"accept_preview_terms": meant, "thinking_level": "LOW", "reward": 3}


def test_a_parameter_is_described(prefstudio):
    """Default, range or values, and what it does."""
    lines = prefstudio("parameters", "vertex-rlhf").out.splitlines()
    assert lines[0].startswith("large_model_reference  (needed; one of t5-small, t5-large, ")
    assert lines[1].startswith("    The model to tune.")
    advised = "by itself 25 epochs of preference_dataset"
    assert f"reward_model_train_steps  ({advised}; from 1 to 1,000,000)" in lines
    assert "deploy_model  (= true; one of true, false)" in lines
    assert "instruction  (by itself that of the project)" in lines
    assert prefstudio("parameters", "guess").refusal.startswith("There is no method “guess”; there are: ")
