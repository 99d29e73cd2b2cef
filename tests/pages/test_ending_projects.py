"""The project page puts a project away, brings it back and deletes it; and the sample can be put back."""

from core.access import AuditEntry, Role
from core.labelling import Project
from tests.core.builders import everything, rows_of


def open_ending(visit):
    """The part of the page that is drawn once it is opened."""
    visit.at.session_state["ending"] = True
    return visit.run()


def toasts(visit):
    return [one.value.replace("\\", "") for one in visit.at.toast]


def test_a_project_leaves_the_choice_and_comes_back(open_home):
    """Whoever looks at it meanwhile is told that it is to be read only; each page says so when it is used."""
    home = open_home("many pairs")
    project = home.project
    visit = open_ending(home.visit(Role.LEAD).go("project"))
    visit.click("archive_project")
    assert toasts(visit) == [f"“{project.name}” is archived."]
    assert "Archived projects: 1" in visit.words
    assert "There is no project yet." in visit.go("home").words
    visit.go("project").click(f"open_archived_{project.id}")
    assert "Archived: to read only" in visit.words
    assert "was archived" in visit.words
    assert not [one for one in visit.at.button if one.key and one.key.endswith("_save")]
    assert "This project is archived" in visit.go("label").words
    visit.go("project").click(f"restore_project_{project.id}")
    assert toasts(visit) == [f"“{project.name}” is back."]
    assert home.project.archived_at is None


def test_what_goes_is_said_and_the_name_is_typed(open_home):
    """The wrong name deletes nothing."""
    home = open_home("many pairs, gone round")
    name = home.project.name
    visit = open_ending(home.visit(Role.LEAD).go("project"))
    assert "10,000 pairs" in visit.words
    assert "3 frozen sets, 1 reward, 1 run, 1 review, 2 verdicts" in visit.words
    before = everything(home.studio)
    visit.at.text_input(key="delete_project_name").set_value("Another")
    visit.click("delete_project")
    assert visit.errors == [f"Type the name of the project, “{name}”, to delete it."]
    assert everything(home.studio) == before
    visit.at.text_input(key="delete_project_name").set_value(name)
    visit.click("delete_project")
    assert toasts(visit) == [f"“{name}” is deleted."]
    assert rows_of(home.studio, Project) == []
    assert rows_of(home.studio, AuditEntry)[-1].action == "delete project"


def test_the_sample_is_put_back(open_home):
    """Where there is none; it is opened at once."""
    home = open_home("no project")
    visit = home.visit(Role.LEAD).go("project").click("put_sample_back")
    assert toasts(visit) == ["The sample project is back."]
    assert home.project.is_sample
    assert "put_sample_back" not in {one.key for one in visit.at.button}
    assert "remove_sample" in {one.key for one in visit.at.button}
