"""The audit log in pages: what each filter leaves, who sees which part, and what a page looks through."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from core.access import (
    ON_RECORD,
    SYSTEM,
    THE_STUDIO,
    Action,
    AuditEntry,
    AuditFilter,
    LoggedAction,
    Role,
    act_as,
    action_words,
    all_audit,
    read_audit,
    set_project_role,
    view_of,
)
from core.access import audit_pages as pages
from core.access.chain import append
from core.db import now
from core.errors import NotAllowed, NotFound
from tests.core.builders import new_person, rows_of

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def people(studio):
    """Ada and Ben, whose own entries come first."""
    return [new_person(studio, Role.LEAD, name) for name in ("Ada", "Ben")]


@pytest.fixture
def log(studio, people, monkeypatch):
    """Twelve entries, a minute apart: Ada and Ben in turns, three projects, every fourth an export."""
    for number in range(12):
        monkeypatch.setattr("core.access.chain.now", lambda moment=NOON + timedelta(minutes=number): moment)
        action = Action.EXPORT if number % 4 == 0 else Action.FREEZE
        with studio.db.write() as session:
            append(
                session,
                person_id=people[number % 2].id,
                project_id=number % 3 or None,
                action=action.value,
                subject=str(number),
                details={},
            )
    return studio


def subjects(studio, **wanted) -> list[int]:
    """The numbers that a filter leaves, of the twelve."""
    page = studio.db.ask(read_audit, AuditFilter(**wanted))
    return [int(one.subject) for one in page.entries if one.subject.isdigit()]


def test_newest_first(log, people):
    """Each with who acted; what the studio did itself is the studio's."""
    page = log.db.ask(read_audit, AuditFilter())
    assert [one.person for one in page.entries] == ["Ben", "Ada"] * 6 + [SYSTEM.name] * 2
    assert (page.entries[0].subject, page.entries[0].at, page.older) == (
        "11",
        NOON + timedelta(minutes=11),
        None,
    )


def test_each_filter(log, people):
    """Alone and together."""
    ada = people[0].id
    assert subjects(log, person_id=ada) == [10, 8, 6, 4, 2, 0]
    assert subjects(log, action=Action.EXPORT) == [8, 4, 0]
    assert subjects(log, project_id=1) == [10, 7, 4, 1]
    assert subjects(log, person_id=ada, project_id=1, action=Action.EXPORT) == [4]
    assert [one.person for one in log.db.ask(read_audit, AuditFilter(person_id=THE_STUDIO)).entries] == [
        SYSTEM.name,
        SYSTEM.name,
    ]


def test_a_time(log):
    """From a moment on, and before another."""
    minute = timedelta(minutes=1)
    assert subjects(log, since=NOON + 3 * minute, until=NOON + 6 * minute) == [5, 4, 3]
    assert subjects(log, since=NOON + 10 * minute) == [11, 10]
    assert subjects(log, until=NOON + 2 * minute) == [1, 0]
    assert subjects(log, since=NOON + timedelta(days=365), until=NOON + timedelta(days=366)) == []


def test_page_by_page(log):
    """Every entry once, whatever the size of the page."""
    for limit in (1, 2, 5, 14, 99):
        seen, before, older = [], None, 0
        while older is not None:
            page = log.db.ask(read_audit, AuditFilter(), before=before, limit=limit)
            seen += [one.number for one in page.entries]
            before = older = page.older
        assert seen == [one.id for one in reversed(rows_of(log, AuditEntry))]


@pytest.mark.parametrize("looked_through", [1, 2, 3, 5])
def test_a_page_looks_through_so_many(log, people, monkeypatch, looked_through):
    """It may be empty and go on: in the end everything that is wanted has been shown once."""
    monkeypatch.setattr(pages, "LOOKED_THROUGH", looked_through)
    wanted = AuditFilter(person_id=people[0].id, action=Action.EXPORT, project_id=2)
    with log.db.read() as session:
        assert [one.subject for one in all_audit(session, wanted, most=99)] == ["8"]
        assert [one.subject for one in all_audit(session, AuditFilter(action=Action.EXPORT), most=2)] == [
            "8",
            "4",
        ]


def test_a_page_costs_as_many_statements_as_another(log):
    """However it is filtered: the cursor and the index, not the log."""
    sent = []
    event.listen(log.db.engine, "before_cursor_execute", lambda *said: sent.append(said[2]))
    moments = {"since": NOON, "until": NOON + timedelta(hours=1)}
    log.db.ask(read_audit, AuditFilter(person_id=1, action=Action.FREEZE, **moments), before=9)
    assert len([one for one in sent if one.startswith("SELECT")]) == 4


def test_who_sees_what(log, people):
    """An admin all, a project's lead that project's, others nothing of it."""
    cleo = new_person(log, None, "Cleo")
    with log.db.write() as session:
        set_project_role(session, SYSTEM, cleo.id or 0, 1, Role.LEAD)
        set_project_role(session, SYSTEM, cleo.id or 0, 2, Role.REVIEWER)
        cleo = view_of(session, cleo.id or 0)

    def read(person, project_id):
        with log.db.read() as session:
            act_as(session, person)
            return {one.project_id for one in read_audit(session, AuditFilter(project_id=project_id)).entries}

    assert read(people[0], None) == {None, 1, 2}
    assert read(cleo, 1) == {1}
    for project_id, refusal in ((None, NotAllowed), (2, NotAllowed), (3, NotFound)):
        with pytest.raises(refusal):
            read(cleo, project_id)


def test_everything_on_record_can_be_chosen():
    """What core writes into the log by other names than the policy's is in the list, too."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py")]
    written = {name for text in sources for name in re.findall(r'record\(\s*session, \w+, "([^"]+)"', text)}
    assert written == set(pages.OWN)


def test_all_that_is_on_record_has_words():
    """Whatever writes, but answers; what no version of the studio names any more is shown as it is."""
    writes = {one.value for one in Action if one is not Action.LABEL and not one.value.startswith("see ")}
    assert writes < set(ON_RECORD)
    assert action_words(Action.EXPORT) == "exported data"
    assert action_words("an older one") == "an older one"


def test_details_in_words():
    """Names and values, without brackets; what is nested stays as it was written."""
    details = {"role": "lead", "made_example": True, "days": None, "names": ["a", "b"], "more": {"rows": 3}}
    shown = LoggedAction(1, now(), "Ada", None, "import", "project A", details, "").words
    assert shown == 'role: lead, made example: yes, days: none, names: a and b, more: {"rows": 3}'
