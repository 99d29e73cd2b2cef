"""The project page: make a project from a preset, remove the sample."""

import pytest

from core.access import Role
from core.labelling import Pair, Project
from core.labelling.projects import Preset
from core.training.models import Run, RunState
from tests.core.builders import everything, rows_of
from tests.pages.settings_form import field
from tests.pages.visit import Visit


def create(visit: Visit, name: str, preset: Preset = Preset.QUICK) -> Visit:
    visit.go("project").at.text_input(key="new_name").set_value(name)
    visit.at.text_input(key="new_instruction").set_value("Which is shorter?")
    visit.at.radio(key="new_preset").set_value(preset)
    return visit.submit("Create")


@pytest.mark.parametrize("preset", Preset)
def test_the_first_project_is_made_from_a_preset_and_opened(open_home, preset):
    """From a studio without one; then every page of a lead is there, and the form is empty again."""
    home = open_home("no project")
    visit = create(home.visit(Role.LEAD), "Mine", preset)
    made = home.project
    assert (made.name, made.instruction) == ("Mine", "Which is shorter?")
    assert (made.judgments_per_pair, made.protocol) == (preset.judgments_per_pair, preset.protocol)
    assert [toast.value for toast in visit.at.toast] == ["Created\\."]
    assert field(home, visit, "preset").value == preset.title
    assert visit.at.text_input(key="new_name").value == ""
    assert visit.go("home").at.title[0].value == "Mine"


def test_a_second_project_is_worked_on_at_once(open_home):
    """And the sidebar lets people go back to the other."""
    home = open_home("sample")
    visit = create(home.visit(Role.LEAD), "Another").go("home")
    assert visit.at.title[0].value == "Another"
    choice = visit.at.selectbox(key="project_choice")
    assert choice.options == ["Another", "Sample: summarise posts"]
    visit.at.selectbox(key="project_choice").select_index(1)
    assert visit.run().at.title[0].value == "Sample\\: summarise posts"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "The project's name is empty; give it one that annotators will recognise."),
        (
            "Sample: summarise posts",
            "There is already a project called “Sample: summarise posts”; choose another name.",
        ),
    ],
)
def test_an_unusable_name_is_refused(open_home, name, sentence):
    """As a sentence; nothing is written and nothing typed is lost."""
    home = open_home("sample")
    before = everything(home.studio)
    visit = create(home.visit(Role.LEAD), name)
    assert visit.errors == [sentence]
    assert visit.at.text_input(key="new_instruction").value == "Which is shorter?"
    assert everything(home.studio) == before


def test_the_sample_is_removed_with_all_that_came_of_it(open_home):
    """Rows, objects and run folders; the studio is then without a project."""
    home = open_home("sample, gone round")
    visit = home.visit(Role.LEAD).go("project").click("remove_sample")
    assert [toast.value for toast in visit.at.toast] == ["The sample project is gone\\."]
    assert (rows_of(home.studio, Project), rows_of(home.studio, Pair), rows_of(home.studio, Run)) == (
        [],
        [],
        [],
    )
    state = home.studio.settings.home
    assert not [path for path in (state / "runs").iterdir() if path.is_dir()]
    assert not list((state / "objects").rglob("*.jsonl"))
    assert "There is no project yet." in visit.go("home").words


def test_the_sample_stays_while_one_of_its_runs_goes_on(open_home):
    """A sentence names the run."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        session.get_one(Run, 1).state = RunState.RUNNING
    visit = home.visit(Role.LEAD).go("project").click("remove_sample")
    assert visit.errors == [
        "The run First run of “Sample: summarise posts” is still going on; cancel it first."
    ]
    assert len(rows_of(home.studio, Project)) == 1


def test_only_the_sample_can_be_removed(open_home):
    """Nobody removes a project of people's work with a click."""
    visit = open_home("many pairs").visit(Role.LEAD).go("project")
    assert "remove_sample" not in {button.key for button in visit.at.button}
