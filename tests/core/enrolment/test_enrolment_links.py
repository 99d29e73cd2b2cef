"""A lead's part of enrolment: what can be set, who may, and what becomes of a link."""

from datetime import UTC, datetime, timedelta

import pytest

from core.access import SYSTEM, AuditEntry, Role, act_as, set_project_role, view_of
from core.db import now
from core.enrolment import (
    EnrolmentState,
    Platform,
    change_enrolment,
    close_enrolment,
    export_pay,
    get_enrolment,
    list_enrolments,
    open_enrolment,
    read_pay,
    release_browser,
    renew_link,
    reopen_enrolment,
)
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, StudioError
from tests.core.builders import new_person, new_project, rows_of
from tests.core.enrolling import come, opened, settings

PROLIFIC_BACK = "https://app.prolific.com/submissions/complete?cc={code}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cap": 0}, "Between 1 and 100,000 people"),
        ({"target": 0}, "answers of each person"),
        ({"name": "  "}, "name has 1 to 100"),
        ({"code": "x" * 65}, "at most 64"),
        ({"code": "A", "failed_code": "A"}, "needs another code"),
        ({"participant_key": "enrol"}, "cannot be the name"),
        ({"participant_key": "a b"}, "cannot be the name"),
        ({"participant_key": "pid", "platform_keys": ("pid",)}, "once"),
        ({"participant_key": "", "platform_keys": ("study",)}, "Name the parameter"),
        ({"return_url": "http://example.org/"}, "begins with https://"),
        ({"return_url": "javascript:alert(1)"}, "begins with https://"),
        ({"return_url": "https://{participant}.example.org/"}, "begins with https://"),
        ({"return_url": "https://a@example.org/"}, "begins with https://"),
        ({"return_url": "https://example.org/?a={secret}"}, "it can name"),
        ({"return_url": "https://example.org/?a={code"}, "cannot be read"),
        ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "lies in the past"),
        ({"ends_at": datetime(2100, 1, 1)}, "no time zone"),  # noqa: DTZ001 - that is the point
    ],
)
def test_what_cannot_work_is_refused_in_a_sentence(studio, project, wrong, said):
    """Nothing is kept of it."""
    with pytest.raises(InvalidInput, match=said), studio.db.write() as session:
        open_enrolment(session, SYSTEM, project.id, settings(**wrong))
    assert studio.db.ask(list_enrolments, project.id) == []


def test_a_link_is_stored_hashed_and_made_anew(studio, project):
    """The old one lets nobody in; no row and no audit entry holds a token."""
    link = opened(studio, project)
    come(studio, link, "p1")
    with studio.db.write() as session:
        renewed = renew_link(session, SYSTEM, link.enrolment.id)
    with pytest.raises(NotFound, match="does not work"):
        come(studio, link, "p2")
    assert come(studio, renewed, "p1").name == "Participant 1 (outside)"
    kept = repr([row.model_dump() for row in rows_of(studio, AuditEntry)]) + repr(
        studio.db.ask(get_enrolment, link.enrolment.id)
    )
    assert link.token not in kept
    assert renewed.token not in kept


def test_closing_ends_and_reopening_follow_one_another(studio, project):
    """Closed, nobody new comes; reopened, they do; a link whose end is over is prolonged first."""
    link = opened(studio, project)
    number = link.enrolment.id
    with studio.db.write() as session:
        assert close_enrolment(session, SYSTEM, number).state(now()) == EnrolmentState.CLOSED
    with pytest.raises(Conflict, match="Nobody else"):
        come(studio, link)
    with studio.db.write() as session:
        assert reopen_enrolment(session, SYSTEM, number).state(now()) == EnrolmentState.OPEN
    come(studio, link)
    with studio.db.write() as session:
        view = change_enrolment(session, SYSTEM, number, settings(cap=1))
    assert view.state(now()) == EnrolmentState.FULL
    assert view.state(now() + timedelta(days=2)) == EnrolmentState.ENDED


def test_prolifics_link_names_what_prolific_fills_in(studio, project):
    """The address can be pasted there as it is."""
    key, *others = Platform.PROLIFIC.keys
    link = opened(studio, project, participant_key=key, platform_keys=tuple(others), return_url=PROLIFIC_BACK)
    assert link.enrolment.link("https://studio.example.org", "TOKEN") == (
        "https://studio.example.org/enrol?enrol=TOKEN&PROLIFIC_PID={{%PROLIFIC_PID%}}"
        "&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}"
    )


@pytest.fixture
def link(studio, project):
    """An enrolment with one participant."""
    made = opened(studio, project)
    come(studio, made)
    return made


ACTIONS = {
    "open": lambda session, who, project, _: open_enrolment(session, who, project.id, settings()),
    "change": lambda session, who, _, number: change_enrolment(session, who, number, settings()),
    "renew": lambda session, who, _, number: renew_link(session, who, number),
    "close": lambda session, who, _, number: close_enrolment(session, who, number),
    "reopen": lambda session, who, _, number: reopen_enrolment(session, who, number),
    "release": lambda session, who, _, __: release_browser(session, who, 1),
    "export": lambda session, who, _, number: export_pay(session, who, number),
    "list": lambda session, _, project, __: list_enrolments(session, project.id),
    "get": lambda session, _, __, number: get_enrolment(session, number),
    "pay": lambda session, _, __, number: read_pay(session, number),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", Role)
def test_only_leads_of_the_project_reach_an_enrolment(studio, project, link, role, action):
    """Others here are refused; a lead of another project is told that there is no such thing."""
    other = new_project(studio, "Other")

    def attempt(where: int) -> StudioError | None:
        someone = new_person(studio, None, f"Somebody in {where}")
        with studio.db.write() as session:
            set_project_role(session, SYSTEM, someone.id, where, role)
        try:
            with studio.db.write() as session:
                actor = view_of(session, someone.id)
                act_as(session, actor)
                ACTIONS[action](session, actor, project, link.enrolment.id)
        except StudioError as refusal:
            return refusal
        return None

    assert type(attempt(project.id)) is (type(None) if role == Role.LEAD else NotAllowed)
    refusal = attempt(other.id)
    assert isinstance(refusal, NotFound)
    assert "Pilot" not in str(refusal)
