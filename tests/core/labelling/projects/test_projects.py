"""Projects are made and changed by a lead, found by name, and listed with one's own first."""

import pytest

from core.access import SYSTEM
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling import (
    LabellingProtocol,
    Presentation,
    ProjectSettings,
    ProjectView,
    find_project,
    get_project,
    list_projects,
)
from core.labelling.projects import change_project, create_project
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import everything, new_project


def make(studio, *given, **named) -> ProjectView:
    """A project with these settings."""
    with studio.db.write() as session:
        return create_project(session, SYSTEM, ProjectSettings(*given), **named)


def test_a_project_is_what_was_decided(studio):
    """And is found by its number and by its name."""
    made = make(studio, "Posts", "Summarise.", "Be kind.", 3, seed=5)
    assert made == ProjectView(
        made.id,
        made.uid,
        "Posts",
        "Summarise.",
        "Be kind.",
        judgments_per_pair=3,
        protocol=LabellingProtocol(),
        paused=False,
        seed=5,
        is_sample=False,
        archived_at=None,
        presentation=Presentation(),
        blinding_key=made.blinding_key,
    )
    assert len(made.secret) == 16
    assert made.blinding_key not in repr(made)
    with studio.db.read() as session:
        assert get_project(session, made.id) == find_project(session, "Posts") == made


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_project_has_a_name(studio, name):
    """One that annotators can recognise."""
    with pytest.raises(InvalidInput, match="The project's name is empty"):
        make(studio, name)


@pytest.mark.parametrize("needed", [0, -1, 51])
def test_a_pair_needs_some_judgments(studio, needed):
    """But not more than there could be people."""
    with pytest.raises(InvalidInput, match=f"between 1 and 50 judgments, not {needed}"):
        make(studio, "Posts", "", "", needed)


def test_a_name_is_taken_once(studio, project):
    """When making a project, and when renaming one."""
    other = new_project(studio, "Other")
    before = everything(studio)
    with pytest.raises(Conflict, match="already a project called “Posts”"):
        make(studio, "Posts")
    with pytest.raises(Conflict, match="already a project called “Posts”"), studio.db.write() as session:
        change_project(session, SYSTEM, other.id, ProjectSettings("Posts"))
    assert everything(studio) == before


def test_blanks_around_a_name_are_not_part_of_it(studio, project):
    """Two projects whose names look the same cannot be told apart."""
    assert make(studio, "  My \t posts ").name == "My posts"
    with pytest.raises(Conflict, match="already a project called “Posts”"):
        make(studio, " Posts ")


def test_a_project_is_known_from_one_of_another_home(studio, project, tmp_path):
    """Both have number 1, but what a browser holds for the one is not sent to the other."""
    other_home = open_studio(load_settings(home=tmp_path / "other", store=""))
    theirs = new_project(other_home)
    assert (theirs.id, theirs.name) == (project.id, project.name)
    assert theirs.uid != project.uid
    other_home.close()


def test_a_project_changes_and_keeps_its_seed(studio):
    """The order and the sides that people have seen hang on the seed."""
    made = make(studio, "Posts", seed=9)
    with studio.db.write() as session:
        changed = change_project(session, SYSTEM, made.id, ProjectSettings("Posts", "New.", "", 2))
    assert (changed.instruction, changed.judgments_per_pair, changed.seed) == ("New.", 2, 9)
    with studio.db.read() as session:
        assert get_project(session, made.id) == changed


def test_what_is_not_there_is_said(studio, project):
    """By number, or by name with those there are."""
    with studio.db.write() as session:
        with pytest.raises(NotFound, match="There is no project number 99"):
            get_project(session, 99)
        with pytest.raises(NotFound, match="There is no project number 99"):
            change_project(session, SYSTEM, 99, ProjectSettings("X"))
        with pytest.raises(NotFound, match="no project called “X”; there are: “Posts”"):
            find_project(session, "X")


def test_nothing_there_at_all(studio):
    """The list of an empty studio is empty, and the message says so."""
    with studio.db.read() as session:
        assert list_projects(session) == []
        with pytest.raises(NotFound, match="there are: none"):
            find_project(session, "X")


def test_ones_own_projects_come_before_the_sample(studio):
    """Each by name."""
    for name, is_sample in (("B", False), ("A sample", True), ("A", False)):
        make(studio, name, is_sample=is_sample)
    with studio.db.read() as session:
        assert [one.name for one in list_projects(session)] == ["A", "B", "A sample"]
