"""Before a run's leftovers are deleted, the runs page says who may still need them."""

import pytest

from core.access import Role
from core.training.method import Leftover
from core.training.methods import all_methods
from core.training.models import Artifact
from tests.pages.made_runs import ROOT, CloudMethod, add_run
from tests.pages.visit import Home, Visit

MODEL = "projects/p/locations/l/models/12"
ENDPOINT = "projects/p/locations/l/endpoints/7"
NOT_COMPARED = (
    "Its answers have not been compared yet; deleting the objects deletes them for good. Open Compare first."
)


@pytest.fixture
def method(monkeypatch: pytest.MonkeyPatch) -> CloudMethod:
    """A method whose runs leave a model on an endpoint, and objects."""
    made = CloudMethod()
    made.left = [
        Leftover("endpoint", ENDPOINT),
        Leftover("model", f"{MODEL}@1"),
        Leftover("objects", ROOT, 9),
    ]
    monkeypatch.setitem(all_methods(), made.name, made)
    return made


def look(home: Home, number: int) -> Visit:
    """Look what the run left."""
    visit = home.visit(Role.ENGINEER).go("runs")
    visit.at.selectbox(key="chosen_run").set_value(number)
    return visit.run().click(f"leftovers_look_{number}")


def add_answers(home: Home, number: int) -> None:
    """Answers of both models, which nobody has compared."""
    with home.studio.db.write() as session:
        for name in ("output_prediction_base", "output_prediction"):
            session.add(Artifact(run_id=number, task=name, name=name, address=f"{ROOT}/{name}"))


def warnings(visit: Visit) -> list[str]:
    return [one.value.replace("\\", "") for one in visit.at.warning]


def test_answers_that_nobody_has_compared_are_pointed_out(home, method):
    """As long as objects are there that may hold them."""
    number = add_run(home, "Made")
    assert warnings(look(home, number)) == []
    add_answers(home, number)
    assert warnings(look(home, number)) == [NOT_COMPARED]
    method.left = method.left[:2]
    assert warnings(look(home, number)) == []


def test_runs_that_started_from_the_model_are_named(home):
    """From any version or checkpoint of it, however the project is written; other models do not count."""
    number = add_run(home, "Made")
    starts = (f"{MODEL}@1", f"{MODEL}@2#3", MODEL.replace("/p/", "/526064905871/"), f"{MODEL}3@1", None)
    for place, start in enumerate(starts):
        add_run(home, f"After *{place}*", parameters={"start_from": start})
    (said,) = warnings(look(home, number))
    assert said.startswith("#5 After *2*, #4 After *1*, #3 After *0* started from the model ")
    assert said.endswith("can be launched again, and one that goes on may fail.")


def test_a_model_is_not_deleted_without_its_endpoint(home, method):
    """The sentence says what to tick, and nothing is gone; with the endpoint all of it goes."""
    number = add_run(home, "Made")
    visit = look(home, number)
    for place in (1, 2):
        visit.at.checkbox(key=f"leftover_{number}_{place}").check()
    visit.at.text_input(key=f"leftovers_typed_{number}").set_value("Made")
    visit.submit("Delete what is ticked")
    assert visit.errors[0].endswith(f"Tick the endpoint too: {ENDPOINT}.")
    assert len(method.left) == 3
    visit.at.checkbox(key=f"leftover_{number}_0").check()
    visit.submit("Delete what is ticked")
    assert method.left == []
