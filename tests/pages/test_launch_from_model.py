"""Preference tuning that goes on from a supervised run's model, chosen on the launch page."""

from core.access import Role
from core.training.models import Artifact
from tests.pages.made_runs import add_run
from tests.pages.visit import Home, Visit

FIELD = "parameter_1_gemini-preference_start_from"
MODEL = "projects/p/locations/europe-west4/models/12@1"


def choose(home: Home) -> Visit:
    """Open the launch page as an engineer and choose preference tuning."""
    visit = home.visit(Role.ENGINEER).go("launch")
    visit.at.selectbox(key="method").set_value("gemini-preference")
    return visit.run()


def test_a_supervised_runs_model_is_chosen_by_its_run(home):
    """By the run's name; what is held is the model's full name, and a model of another region is refused."""
    number = add_run(home, "Answers *first*", method="gemini-supervised")
    with home.studio.db.write() as session:
        session.add(Artifact(run_id=number, task="tune", name="output_model", address=MODEL))
    visit = choose(home)
    field = visit.at.selectbox(key=FIELD)
    assert field.options == ["not set", f"#{number} Answers *first* · output_model"]
    assert field.value == ""
    field.set_value(MODEL)
    visit.run()
    assert visit.at.selectbox(key=FIELD).value == MODEL
    visit.at.text_input(key="parameter_1_gemini-preference_location").set_value("us-central1")
    visit.run()
    assert "names a model in europe-west4, but location is us-central1" in visit.words


def test_without_a_supervised_run_the_name_is_typed(home):
    """One of another project, or one that was tuned elsewhere."""
    assert choose(home).at.text_input(key=FIELD).value == ""
