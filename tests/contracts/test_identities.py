"""Accounts of a provider, on either database: who comes in, who waits, and what leads decide."""

from importlib import import_module

import pytest

from core.access import (
    SYSTEM,
    AuditEntry,
    NewPerson,
    PersonView,
    Role,
    act_as,
    add_person,
    pause_person,
    set_project_role,
)
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from core.merge_people import merge_people
from core.sign_in.providers import (
    Arrival,
    Identity,
    ProviderSession,
    Rules,
    Standing,
    arrive,
    let_in,
    let_in_as,
    list_waiting,
    turn_away,
)
from tests.core.builders import new_person, new_project, rows_of
from tests.core.provider_accounts import HERE, LIMITS, claims, come, find, waiting_id


def test_who_is_named_leads_and_the_others_wait(any_studio):
    ada, ben = come(any_studio, claims("Ada")), come(any_studio, claims("Ben"))
    assert ada.person is not None
    assert ada.person.is_admin
    assert (ben.standing, ben.person) == (Standing.WAITING, None)
    assert find(any_studio, claims("Ada")) == ada
    assert [one.name for one in any_studio.db.ask(list_waiting)] == ["Ben"]


def test_the_first_of_an_empty_studio_leads_where_nobody_is_named(any_studio):
    rules = Rules(HERE, frozenset(), sessions=LIMITS)
    assert come(any_studio, claims("Ben"), rules).person.is_admin
    assert come(any_studio, claims("Cleo"), rules).standing is Standing.WAITING


def test_a_role_can_be_given_at_once(any_studio):
    rules = Rules(HERE, frozenset({"ada@example.org"}), Role.ANNOTATOR, LIMITS)
    assert come(any_studio, claims("Ben"), rules).person.role is Role.ANNOTATOR


def test_other_domains_leave_no_trace(any_studio):
    stranger = claims("Eve", email="eve@example.org", email_verified=False)
    assert come(any_studio, stranger) == find(any_studio, stranger) == Arrival(Standing.NOT_ADMITTED)
    assert rows_of(any_studio, Identity) == rows_of(any_studio, ProviderSession) == []


def test_an_address_is_nobody(any_studio):
    """The address moved on to somebody else: another subject, so another person, who waits."""
    come(any_studio, claims("Ben"))
    account = waiting_id(any_studio)
    with any_studio.db.write() as session:
        let_in(session, SYSTEM, account, everywhere=Role.ENGINEER)
    heir = claims("Ben", sub="another", nonce="two")
    assert come(any_studio, heir).standing is Standing.WAITING
    elsewhere = claims("Ben", iss="https://other.example.org")
    assert come(any_studio, elsewhere).standing is Standing.WAITING


def test_names_are_made_unique_and_usable(any_studio):
    new_person(any_studio, Role.ANNOTATOR, "ada")
    rules = Rules(HERE, frozenset(), Role.ANNOTATOR)
    given = ["Ada", "ADA", "n" * 90, "", "Imported choices", "a\u202eb"]
    people = [
        come(any_studio, claims("x", name=name, sub=str(number)), rules).person.name
        for number, name in enumerate(given)
    ]
    assert people == ["Ada (2)", "ADA (3)", "n" * 54, "x", "x (2)", "x (3)"]


@pytest.fixture
def projects(any_studio) -> tuple[int, int]:
    """Two of them."""
    first, second = (new_project(any_studio, name=name).id for name in ("First", "Second"))
    return first, second


@pytest.fixture
def lead(any_studio, projects) -> PersonView:
    """Somebody who leads the first project, and nothing else."""
    with any_studio.db.write() as session:
        person = add_person(session, SYSTEM, NewPerson("Lea", None))
        return set_project_role(session, SYSTEM, person.id, projects[0], Role.LEAD)


@pytest.fixture
def account(any_studio, lead) -> int:
    come(any_studio, claims("Ben"))
    return waiting_id(any_studio)


def test_a_lead_lets_in_to_their_projects(any_studio, projects, lead, account):
    with any_studio.db.write() as session:
        act_as(session, lead)
        assert [one.email for one in list_waiting(session)] == ["ben@example.org"]
        let_in(session, lead, account, projects={projects[0]: Role.REVIEWER})
    ben = find(any_studio, claims("Ben"))
    assert ben.standing is Standing.IN
    assert (ben.person.role, dict(ben.person.roles)) == (None, {projects[0]: Role.REVIEWER})
    assert rows_of(any_studio, AuditEntry)[-1].person_id == lead.id


def test_and_to_no_other_nor_everywhere(any_studio, projects, lead, account):
    for given, refusal in [
        ({"projects": {projects[0]: Role.LEAD, projects[1]: Role.ANNOTATOR}}, NotFound),
        ({"everywhere": Role.ANNOTATOR}, NotAllowed),
        ({"everywhere": Role.LEAD, "projects": {projects[0]: Role.LEAD}}, NotAllowed),
        ({}, InvalidInput),
    ]:
        with pytest.raises(refusal), any_studio.db.write() as session:
            let_in(session, lead, account, **given)
    for decide, more in ((let_in_as, (lead.id,)), (turn_away, ())):
        with pytest.raises(NotAllowed), any_studio.db.write() as session:
            decide(session, lead, account, *more)
    assert find(any_studio, claims("Ben")).standing is Standing.WAITING


def test_who_leads_nothing_sees_nobody(any_studio, account):
    for role in (Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER):
        person = new_person(any_studio, role, role.value)
        with any_studio.db.read() as session:
            act_as(session, person)
            with pytest.raises(NotAllowed):
                list_waiting(session)


def test_an_account_of_somebody_who_is_here(any_studio, account):
    """As when a studio changes from names to accounts: all that was theirs stays theirs."""
    ben = new_person(any_studio, Role.ENGINEER, "Benjamin")
    with any_studio.db.write() as session:
        let_in_as(session, SYSTEM, account, ben.id)
    assert find(any_studio, claims("Ben")).person == ben
    with pytest.raises(Conflict, match="already"), any_studio.db.write() as session:
        let_in(session, SYSTEM, account, everywhere=Role.ANNOTATOR)


def test_turned_away_and_let_in_after_all(any_studio, account):
    with any_studio.db.write() as session:
        turn_away(session, SYSTEM, account)
    assert come(any_studio, claims("Ben")).standing is Standing.TURNED_AWAY
    automatic = Rules(HERE, frozenset(), Role.ANNOTATOR, LIMITS)
    assert come(any_studio, claims("Ben"), automatic).standing is Standing.TURNED_AWAY
    with any_studio.db.write() as session:
        let_in(session, SYSTEM, account, everywhere=Role.ANNOTATOR)
    assert find(any_studio, claims("Ben")).standing is Standing.IN


def test_whoever_is_merged_comes_as_the_one_they_are(any_studio, account):
    ada = new_person(any_studio, Role.LEAD, "Ada")
    with any_studio.db.write() as session:
        ben = let_in(session, SYSTEM, account, everywhere=Role.ANNOTATOR)
        merge_people(session, SYSTEM, ada.id, ben.id)
    assert find(any_studio, claims("Ben")).person == ada


def test_a_pause_shows_at_once(any_studio, account):
    new_person(any_studio, Role.LEAD, "Ada")
    with any_studio.db.write() as session:
        ben = let_in(session, SYSTEM, account, everywhere=Role.ANNOTATOR)
        pause_person(session, SYSTEM, ben.id, paused=True)
    assert find(any_studio, claims("Ben")).person.paused


def test_strangers_do_not_wait_without_number(any_studio, monkeypatch):
    monkeypatch.setattr(import_module(arrive.__module__), "MOST_WAITING", 2)
    for name in ("Ben", "Cleo"):
        come(any_studio, claims(name))
    with pytest.raises(Unavailable, match="2 accounts wait already"):
        come(any_studio, claims("Dora"))
    assert come(any_studio, claims("Ben", nonce="two")).standing is Standing.WAITING
    assert come(any_studio, claims("Ada")).standing is Standing.IN
