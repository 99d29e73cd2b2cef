"""A removed person cannot come in; what they gave stays under a name that nobody else gets."""

import pytest

from core.access import (
    SYSTEM,
    NewPerson,
    Person,
    PersonKind,
    ProjectRole,
    Role,
    act_as,
    add_person,
    find_or_add_person,
    find_person,
    list_people,
    note_person_seen,
    pause_person,
    rename_person,
    set_project_role,
)
from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed
from core.labelling import Lease
from core.labelling.progress import project_progress
from core.people import bring_back_person, list_lines, remove_person, to_each
from core.sign_in import Lifetime, NewToken, Scope, SessionKind, make_token, session_person, start_session
from core.sign_in.providers import Identity
from core.sign_in_settings import SignInSettings
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    everything,
    new_person,
    new_project,
    queue,
    rows_of,
    save,
    statements,
)

LIFETIME = Lifetime.of(SignInSettings())


@pytest.fixture
def lead(studio):
    return new_person(studio, Role.LEAD, "Lea")


@pytest.fixture
def worked(studio, lead):
    """A project in which Ben has answered one pair and holds another."""
    project = new_project(studio, judgments_per_pair=2)
    add_pairs(studio, project, 2)
    ben = new_person(studio, None, "Ben")
    with studio.db.write() as session:
        ben = set_project_role(session, SYSTEM, ben.id, project.id, Role.ANNOTATOR)
    first, _ = queue(studio, project, ben)
    save(studio, ben, project, answer(first.id))
    return project, ben


def remove(studio, who, person):
    with studio.db.write() as session:
        return remove_person(session, who, person.id)


def test_what_they_gave_stays_and_they_cannot_come_in(studio, lead, worked):
    """Sessions, tokens, accounts at providers and roles end; the held pair goes back; the judgment counts."""
    project, ben = worked
    with studio.db.write() as session:
        token = start_session(session, ben.id, SessionKind.PASSWORD, LIFETIME)
        make_token(session, SYSTEM, ben.id, NewToken("program", [Scope.READ], 30))
        session.add(Identity(issuer="i", subject="s", email="", name="Ben", person_id=ben.id))
    assert remove(studio, lead, ben) is False
    with studio.db.read() as session:
        assert session_person(session, token, LIFETIME) is None
        assert find_person(session, ben.id) is None
        assert [one.name for one in list_people(session)] == ["Lea"]
        assert [one.name for one in list_people(session, removed=True)] == ["Ben"]
        assert project_progress(session, project).judgments == 1
    assert (rows_of(studio, Lease), rows_of(studio, ProjectRole)) == ([], [])
    (account,) = rows_of(studio, Identity)
    assert (account.person_id, account.turned_away_at is not None) == (None, True)
    assert_counts_hold(studio)
    with pytest.raises(NotAllowed, match="paused"):
        save(studio, ben, project, answer(2))


def test_nobody_else_gets_the_name(studio, lead, worked):
    """Whoever types it hears why; they come back without a role."""
    remove(studio, lead, worked[1])
    with pytest.raises(Conflict, match="Ben was removed, and the name stays"), studio.db.write() as one:
        find_or_add_person(one, SYSTEM, NewPerson("ben", Role.ANNOTATOR))
    with studio.db.write() as session:
        back = bring_back_person(session, lead, worked[1].id)
    assert (back.role, dict(back.roles), back.paused) == (None, {}, False)
    with pytest.raises(Conflict, match="was not removed"), studio.db.write() as session:
        bring_back_person(session, lead, worked[1].id)


def test_whoever_left_no_trace_is_deleted(studio, lead):
    """With roles and sessions, which say nothing; the name is free again."""
    ben = new_person(studio, None, "Ben")
    project = new_project(studio)
    with studio.db.write() as session:
        ben = set_project_role(session, SYSTEM, ben.id, project.id, Role.ANNOTATOR)
        start_session(session, ben.id, SessionKind.PASSWORD, LIFETIME)
    queue(studio, project, ben)
    assert remove(studio, lead, ben) is True
    assert [one.name for one in rows_of(studio, Person)] == ["Lea"]
    with studio.db.write() as session:
        assert add_person(session, lead, NewPerson("Ben", None)).id != ben.id


def test_some_cannot_be_removed(studio, lead):
    """Oneself, the only lead, and who never signs in; nothing of many is done where one is refused."""
    with pytest.raises(Conflict, match="You cannot remove yourself"):
        remove(studio, lead, lead)
    with pytest.raises(Conflict, match="is the only lead"):
        remove(studio, SYSTEM, lead)
    with studio.db.write() as session:
        session.add(Person(name="Participant", kind=PersonKind.OUTSIDE))
    outside = rows_of(studio, Person)[-1]
    ben = new_person(studio, None, "Ben")
    before = everything(studio)
    with pytest.raises(Conflict, match="nobody who signs in"), studio.db.write() as session:
        to_each(session, lead, [ben.id, outside.id], remove_person)
    assert everything(studio) == before


def test_a_new_name_is_the_same_person(studio, lead, worked):
    """Sessions stay; the old name is free, the new one must be."""
    _, ben = worked
    with studio.db.write() as session:
        token = start_session(session, ben.id, SessionKind.PASSWORD, LIFETIME)
        assert rename_person(session, lead, ben.id, " Benjamin  Doe").name == "Benjamin Doe"
    with studio.db.read() as session:
        there = session_person(session, token, LIFETIME)
    assert there is not None
    assert (there.person.id, there.person.name) == (ben.id, "Benjamin Doe")
    with studio.db.write() as session:
        rename_person(session, lead, ben.id, "benjamin doe")  # how it is written is theirs to change
        add_person(session, lead, NewPerson("Ben", None))
    for name, error, why in (
        ("LEA", Conflict, "already someone called Lea"),
        (" ", InvalidInput, "The name is empty"),
        ("Ben (imported)", InvalidInput, "came with a file"),
    ):
        with pytest.raises(error, match=why), studio.db.write() as session:
            rename_person(session, lead, ben.id, name)


def test_the_table_says_who_is_where(studio, lead, worked):
    """By name, with who is paused and who was removed; a lead of one project sees its people only."""
    project, ben = worked
    cleo, dana = new_person(studio, None, "Cleo"), new_person(studio, Role.ENGINEER, "dana")
    with studio.db.write() as session:
        set_project_role(session, SYSTEM, cleo.id, project.id, Role.LEAD)
        pause_person(session, lead, dana.id, paused=True)
    remove(studio, lead, ben)
    note_person_seen(studio.db, dana.id)
    with studio.db.read() as session:
        lines = list_lines(session)
        act_as(session, next(one.person for one in lines if one.person.id == cleo.id))
        assert [one.person.name for one in list_lines(session)] == ["Cleo", "dana", "Lea"]
    assert [(one.person.name, one.access) for one in lines] == [
        ("Ben", "removed"),
        ("Cleo", "here"),
        ("dana", "paused"),
        ("Lea", "here"),
    ]
    assert [one.last_seen_at is not None for one in lines] == [False, False, True, False]


def test_seen_is_noted_every_few_minutes(studio, lead):
    """Another page in between writes nothing new."""
    note_person_seen(studio.db, lead.id)
    first = rows_of(studio, Person)[0].last_seen_at
    note_person_seen(studio.db, lead.id)
    assert rows_of(studio, Person)[0].last_seen_at == first
    assert first is not None
    assert abs((now() - first).total_seconds()) < 60


def test_the_table_costs_the_same_for_many(studio, lead):
    """The number of statements does not depend on how many people there are."""
    with studio.db.read() as session, statements(studio.db) as few:
        list_lines(session)
    for number in range(20):
        new_person(studio, Role.ANNOTATOR, f"P{number}")
    with studio.db.read() as session, statements(studio.db) as many:
        list_lines(session)
    assert len(many) == len(few)
