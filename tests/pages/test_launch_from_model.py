"""Preference tuning that goes on from a supervised run's model, chosen on the launch page."""

from core.training.models import Artifact
from tests.pages.launch_visits import choose
from tests.pages.made_runs import add_run

METHOD = "gemini-preference"
FIELD = f"parameter_1_{METHOD}_start_from"
MODEL = "projects/p/locations/europe-west4/models/12@1"


def test_a_supervised_runs_model_is_chosen_by_its_run(home):
    """By the run's name; what is held is the model's full name, and a model of another region is refused."""
    number = add_run(home, "Answers *first*", method="gemini-supervised")
    with home.studio.db.write() as session:
        session.add(Artifact(run_id=number, task="tune", name="output_model", address=MODEL))
    visit = choose(home, METHOD)
    field = visit.at.selectbox(key=FIELD)
    assert field.options == ["not set", f"#{number} Answers *first* · output_model"]
    assert field.value == ""
    field.set_value(MODEL)
    visit.run()
    assert visit.at.selectbox(key=FIELD).value == MODEL
    visit.at.text_input(key=f"parameter_1_{METHOD}_location").set_value("us-central1")
    visit.run()
    assert "names a model in europe-west4, but location is us-central1" in visit.words


def test_without_a_supervised_run_the_name_is_typed(home):
    """One of another project, or one that was tuned elsewhere."""
    assert choose(home, METHOD).at.text_input(key=FIELD).value == ""
