"""A tuned model tried from its run's page: both answers as plain text, and the code to copy."""

import pytest

from core.access import Role
from core.training.models import Artifact, RunState
from tests.doubles.google.registry import add_endpoint, add_model
from tests.doubles.google_cloud import running_cloud
from tests.pages.made_runs import add_run

PARAMETERS = {
    "base_model": "gemini-3.5-flash",
    "location": "us-central1",
    "serving_location": "us",
    "instruction": "*In* a word.",
}


@pytest.fixture(scope="module")
def endpoint():
    """A tuned model's, in a made-up cloud that the studio is told of."""
    with running_cloud() as cloud, pytest.MonkeyPatch.context() as patch:
        cloud.serve(patch)
        yield add_endpoint(cloud, "us", add_model(cloud, "us-central1", "Tuned", {}))


def visited(home, role, endpoint, state=RunState.SUCCEEDED):
    """The runs page with the expander open."""
    number = add_run(home, "Tuned", state, method="gemini-supervised", parameters=PARAMETERS)
    with home.studio.db.write() as session:
        session.add(Artifact(run_id=number, task="tune", name="output_endpoint", address=endpoint))
    visit = home.visit(role).go("runs")
    visit.at.session_state[f"try_{number}"] = True
    return number, visit.run()


def test_both_answers_stand_side_by_side_as_text(home, endpoint):
    number, visit = visited(home, Role.ENGINEER, endpoint)
    visit.at.text_area(key=f"try_prompt_{number}").set_value("First *one*. Middle. <b>Last</b>.")
    visit.submit("Ask both models")
    shown = [one.value for one in visit.at.code]
    assert len([one for one in shown if "First" in one or "Last" in one]) == 2
    assert "Base model" in visit.words
    assert visit.errors == []
    assert any(endpoint in one and "'*In* a word.'" in one for one in shown)


def test_an_empty_prompt_is_refused_in_a_sentence(home, endpoint):
    _, visit = visited(home, Role.ENGINEER, endpoint)
    visit.submit("Ask both models")
    assert visit.errors == ["There is no prompt. Write what both models are to answer."]


def test_who_may_not_launch_sees_the_code_only(home, endpoint):
    number, visit = visited(home, Role.REVIEWER, endpoint)
    assert f"try_prompt_{number}" not in {one.key for one in visit.at.text_area}
    assert any(endpoint in one.value for one in visit.at.code)


def test_a_run_that_serves_nothing_offers_nothing(home):
    _, visit = visited(home, Role.ENGINEER, "", RunState.FAILED)
    assert "Try the tuned model" not in {one.label for one in visit.at.expander}
