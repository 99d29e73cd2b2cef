"""A new method is one file and one line: form, command, checks, defaults and a launch follow from them."""

import sys
from pathlib import Path

import pytest

from core.datasets import list_datasets
from core.training import methods
from core.training.following import follow_once
from core.training.method import Method
from core.training.methods import all_methods, get_method
from core.training.models import Run, RunState
from core.training.runs import get_run, launch_defaults
from tests.app.cli_runner import run_here
from tests.core.builders import rows_of
from tests.pages.launch_visits import choose
from tests.pages.new_method.brewed import MODEL, STORED

SETS = ["--input", "barley=1", "--input", "tasting=3"]


@pytest.fixture
def home(open_home, monkeypatch):
    """A home with sets of every kind; among the methods' files a new one, and its line in the list."""
    here = Path(__file__).parent / "new_method"
    monkeypatch.setattr(methods, "__path__", [*methods.__path__, str(here)])
    monkeypatch.setattr(methods, "CLASSES", (*methods.CLASSES, "brewed:Brewed"))
    monkeypatch.delitem(sys.modules, "app.cli.launch_command", raising=False)  # its help names all roles
    all_methods.cache_clear()
    yield open_home("sample, gone round")
    all_methods.cache_clear()
    for name in ("core.training.methods.brewed", "app.cli.launch_command"):
        sys.modules.pop(name, None)


@pytest.fixture
def prefstudio(monkeypatch, capsys):
    return lambda *arguments: run_here(monkeypatch, capsys, *arguments)


def field(visit, name, of="number_input"):
    return getattr(visit.at, of)(key=f"parameter_1_brewed_{name}")


def folded(visit, heading):
    place = next(one for one in visit.at.expander if one.label == heading)
    kinds = ("number_input", "text_input", "selectbox", "toggle")
    return {one.label for kind in kinds for one in place.get(kind)}


def test_a_method_without_submit_cannot_be_made():
    """What a method must be able to do is said when it is made, not when somebody launches a run."""

    class Half(Method):
        name = "half"

        def poll(self, run): ...

        def cancel(self, run): ...

    with pytest.raises(TypeError, match=r"abstract method '?submit"):
        Half()


def test_the_form_is_drawn_from_its_file(home):
    """Roles, what stands open, groups, epochs, the project's instruction, and models to go on from."""
    visit = choose(home, "brewed")
    assert visit.at.selectbox(key="method").options[-1] == "Brewing"
    for role, kind in {"barley": "preference", "spring": "prompt", "tasting": "evaluation"}.items():
        assert visit.at.selectbox(key=f"input_1_{role}").options[0].startswith(f"{kind} 1 · ")
    assert folded(visit, "More parameters") == {"hops", "stirrings", "mother", "filtered"}
    assert folded(visit, STORED) == {"cellar", "shelf"}
    rows = visit.at.selectbox(key="input_1_barley").value.rows
    assert field(visit, "stirrings").value == -(-rows // 64) * 5
    visit.at.segmented_control(key="form_1_brewed_length_unit").set_value("Epochs")
    assert visit.run().at.number_input(key="epochs_1_brewed_stirrings").value == 5
    assert field(visit, "motto", "text_input").value == home.project.instruction
    assert "yeast is missing: it has no default." in visit.words
    assert "No prompt of tasting is in what is tuned on." in visit.words


def test_a_run_is_launched_from_the_page_and_leaves_a_model_to_go_on_from(home):
    """Checked, recorded, followed; the next form offers what it left."""
    visit = choose(home, "brewed")
    field(visit, "yeast", "selectbox").set_value("wild")
    visit.run().click("launch_go")
    run = rows_of(home.studio, Run)[-1]
    assert (run.method, run.state, run.parameters["yeast"]) == ("brewed", RunState.RUNNING, "wild")
    follow_once(home.studio.db)
    with home.studio.db.read() as session:
        detail = get_run(session, run.id)
    assert (detail.run.state, sorted(detail.inputs)) == (RunState.SUCCEEDED, ["barley", "spring", "tasting"])
    assert detail.artifact("output_model") == MODEL
    assert field(choose(home, "brewed"), "mother", "selectbox").options == [
        "not set",
        f"#{run.id} {run.name} · output_model",
    ]


def test_the_command_knows_its_roles_and_parameters(home, prefstudio):
    """In its help, its list of parameters, its refusals, and in a launch."""
    assert "barley, spring, tasting" in " ".join(prefstudio("launch", "--help").out.replace("│", "").split())
    listed = prefstudio("parameters", "brewed").out
    assert "yeast  (needed; one of wild, tame)\n    What makes it rise." in listed
    assert "stirrings  (by itself 5 epochs of barley; from 1)" in listed
    assert "motto  (by itself that of the project)" in listed
    launch = ["launch", "--method", "brewed", "--parameter", "yeast=tame"]
    assert prefstudio(*launch, "--input", "hay=1").refusal == (
        "The run was not launched. No barley is chosen. Freeze one on the data sets page. "
        "brewed takes no hay; it takes barley, spring, tasting."
    )
    assert prefstudio(*launch, "--input", "3").refusal == (
        "“3” is not ROLE=ID, such as barley=3; brewed takes barley (preference), "
        "spring (prompt), tasting (evaluation)."
    )
    ran = prefstudio(*launch, *SETS, "--name", "Ale", "--json")
    assert (ran.status, ran.figures["state"], ran.figures["parameters"]["yeast"]) == (0, "succeeded", "tame")


def test_the_old_options_name_the_first_roles(home, prefstudio):
    """Scripts from before ``--input`` go on as they were."""
    assert prefstudio("launch", "--preference", "1", "--method", "brewed").refusal.endswith(
        "brewed takes no preference_dataset; it takes barley, spring, tasting."
    )


def test_defaults_and_checks_follow_from_its_file(home):
    """Nothing is worked out for what somebody has set."""
    with home.studio.db.read() as session:
        sets = {one.kind: one for one in list_datasets(session, home.project.id)}
    inputs = {role.name: sets[role.kind] for role in get_method("brewed").inputs}
    found = launch_defaults(get_method("brewed"), home.project, inputs, given=["oak"])
    assert found["stirrings"] == -(-inputs["barley"].rows // 64) * 5
    assert (found["motto"], found["cellar"]) == (home.project.instruction, "deep")
    assert not {"oak", "yeast"} & set(found)
