"""Every write passes the gate: refused it leaves nothing, permitted it is on record with what it did."""

from collections.abc import Callable

import pytest

from core.access import (
    SYSTEM,
    Action,
    AuditEntry,
    AuditView,
    NewPerson,
    PersonView,
    Role,
    add_person,
    change_role,
    permit,
    recent_actions,
)
from core.datasets import DatasetKind, list_datasets
from core.datasets.delivery import export_dataset
from core.datasets.freezing import PreferenceRecipe, freeze
from core.errors import Conflict, NotAllowed
from core.labelling import Judgment, ProjectSettings, ProjectView
from core.labelling.projects import change_project, create_project
from core.services import Studio
from tests.core.builders import answer, everything, new_person, new_project, queue, row, rows_of, save, take

Doing = Callable[[Studio, PersonView, ProjectView], object]


def written(change: Callable[..., object], *given: object) -> Doing:
    """An action that is given a unit of work that writes."""

    def do(studio: Studio, actor: PersonView, project: ProjectView) -> object:
        with studio.db.write() as session:
            return change(session, actor, *given)

    return do


def export(studio: Studio, actor: PersonView, project: ProjectView) -> object:
    """Export the set that is there."""
    with studio.db.read() as session:
        dataset = list_datasets(session, project.id)[0]
    return export_dataset(studio.db, actor, dataset, str(studio.settings.home / "exports"))


ACTIONS: list[tuple[str, Action, str, Doing]] = [
    ("add a person", Action.MANAGE_PEOPLE, "person Eve", written(add_person, NewPerson("Eve", Role.LEAD))),
    ("change a role", Action.MANAGE_PEOPLE, "person Ada", written(change_role, 1, Role.REVIEWER)),
    ("new project", Action.CREATE_PROJECT, "project New", written(create_project, ProjectSettings("New"))),
    (
        "change a project",
        Action.MANAGE_PROJECT,
        "project Posts",
        written(change_project, 1, ProjectSettings("X")),
    ),
    (
        "import pairs",
        Action.IMPORT,
        "project Posts",
        lambda studio, actor, project: take(studio, project, row(9), actor=actor),
    ),
    (
        "import a broken file",
        Action.IMPORT,
        "project Posts",
        lambda studio, actor, project: take(studio, project, row(9), {}, actor=actor, accept_good=True),
    ),
    (
        "import prompts",
        Action.IMPORT,
        "project Posts",
        lambda studio, actor, project: take(studio, project, row(9), kind=DatasetKind.PROMPT, actor=actor),
    ),
    (
        "freeze",
        Action.FREEZE,
        "project Posts",
        lambda studio, actor, project: freeze(studio.db, studio.store, actor, project, PreferenceRecipe()),
    ),
    ("export", Action.EXPORT, "data set preference 1", export),
]


@pytest.fixture
def scene(studio):
    """Ada, one project with a judged pair, and one frozen set of it."""
    new_person(studio)
    project = new_project(studio)
    take(studio, project, row(1, choice=0))
    freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())
    take(studio, project, row(2, choice=0))  # so that another freeze makes another object
    return studio, project


def objects(studio: Studio) -> list[str]:
    """The files of the studio's store and of the folder exports go to."""
    return sorted(
        str(path) for folder in ("objects", "out") for path in (studio.settings.home / folder).rglob("*")
    )


@pytest.mark.parametrize(
    ("action", "do"), [case[1::2] for case in ACTIONS], ids=[case[0] for case in ACTIONS]
)
def test_a_refused_action_writes_nothing(scene, action, do):
    """No row of any table changes, not even the audit's, and no object appears."""
    studio, project = scene
    ada = PersonView(1, "Ada", Role.ANNOTATOR)
    before = everything(studio), objects(studio)
    with pytest.raises(NotAllowed, match=f"does not include “{action.value}”"):
        do(studio, ada, project)
    assert (everything(studio), objects(studio)) == before


@pytest.mark.parametrize(
    ("action", "subject", "do"), [case[1:] for case in ACTIONS], ids=[case[0] for case in ACTIONS]
)
def test_a_permitted_action_is_on_record(scene, action, subject, do):
    """Exactly one audit row, with who did it, what, and to what."""
    studio, project = scene
    lea = new_person(studio, Role.LEAD, "Lea")
    before = len(rows_of(studio, AuditEntry))
    do(studio, lea, project)
    (entry,) = rows_of(studio, AuditEntry)[before:]
    assert (entry.person_id, entry.action, entry.subject) == (lea.id, action.value, subject)


def test_answers_are_a_record_of_their_own(studio, project, ada):
    """A thousand batches a day would hide everything else: they leave no row here, only judgments."""
    take(studio, project, row(1), row(2))
    before = rows_of(studio, AuditEntry)
    save(studio, ada, project, *(answer(pair.id) for pair in queue(studio, project, ada)))
    assert rows_of(studio, AuditEntry) == before
    assert {one.person_id for one in rows_of(studio, Judgment)} == {ada.id}


def test_the_audit_row_shares_the_actions_fate(studio, ada):
    """What fails after the gate takes the audit row back with it."""
    lea = new_person(studio, Role.LEAD, "Lea")
    before = everything(studio)
    with pytest.raises(Conflict, match="already someone called Ada"), studio.db.write() as session:
        add_person(session, lea, NewPerson("Ada", Role.LEAD))
    assert everything(studio) == before


def test_who_may_not_import_is_told_that_first(studio, project, ada):
    """Not what is wrong with the file, which is then read for nothing."""
    with pytest.raises(NotAllowed):
        take(studio, project, {}, actor=ada)


def test_the_role_is_read_anew(studio, project):
    """A page that is open since before the change still says lead; the action does not believe it."""
    lea = new_person(studio, Role.LEAD, "Lea")
    with studio.db.write() as session:
        add_person(session, SYSTEM, NewPerson("Mia", Role.LEAD))
        change_role(session, SYSTEM, lea.id or 0, Role.ANNOTATOR)
    before = everything(studio)
    for do in (do for _, action, _, do in ACTIONS if action not in {Action.EXPORT, Action.FREEZE}):
        with pytest.raises(NotAllowed, match="Lea is here as annotator"):
            do(studio, lea, project)
    assert everything(studio) == before


def test_details_are_kept(studio, ada):
    """They are JSON, whatever the action has to tell."""
    lea = new_person(studio, Role.LEAD, "Lea")
    with studio.db.write() as session:
        permit(session, lea, Action.EXPORT, "data set", 1, target="gs://b/“x”", rows=3)
    assert rows_of(studio, AuditEntry)[-1].details == {"target": "gs://b/“x”", "rows": 3}


def test_the_latest_actions_come_first(studio):
    """The studio's own are named so, and the list is as short as asked."""
    lea = new_person(studio, Role.LEAD, "Lea")
    for name in ("A", "B", "C"):
        with studio.db.write() as session:
            create_project(session, lea, ProjectSettings(name))
    with studio.db.read() as session:
        latest, everyone = recent_actions(session, limit=2), recent_actions(session, limit=99)
    assert [one.subject for one in latest] == ["project C", "project B"]
    assert latest[0] == AuditView(latest[0].at, "Lea", "create project", "project C")
    assert rows_of(studio, AuditEntry)[-1].project_id == 3
    assert (everyone[-1].person, everyone[-1].subject) == ("the studio", "person Lea")
