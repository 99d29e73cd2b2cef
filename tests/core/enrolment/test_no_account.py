"""Whoever came by a link has what the link gives: no account, and no role by anybody's hand."""

from datetime import timedelta

import pytest

from core.access import SYSTEM, Role, add_to_project, find_named, find_person, set_project_role
from core.db import now
from core.errors import InvalidInput, NotAllowed, NotFound
from core.sign_in import make_reset, reset_password, sign_in
from core.sign_in.models import LinkKind, SignInLink
from core.sign_in.unguessable import new_token, token_hash
from tests.core.builders import new_person, new_project
from tests.core.enrolling import come, opened
from tests.core.sign_in.scene import PASSWORD, QUICK, browser


@pytest.fixture
def project(studio):
    return new_project(studio)


@pytest.fixture
def outsider(studio, project):
    return come(studio, opened(studio, project))


def lead_of(studio, *projects):
    """Somebody who leads these."""
    lea = new_person(studio, None, "Lea")
    for one in projects:
        with studio.db.write() as session:
            lea = set_project_role(session, SYSTEM, lea.id, one.id, Role.LEAD)
    return lea


def test_nobody_gives_them_another_role(studio, project, outsider):
    """Neither by number, in their project or another, nor by the name they are listed with."""
    other = new_project(studio, "Other")
    lea = lead_of(studio, project, other)
    for place, role in ((project, Role.LEAD), (project, None), (other, Role.ANNOTATOR)):
        with pytest.raises(NotAllowed, match="came by a link"), studio.db.write() as session:
            set_project_role(session, lea, outsider.id, place.id, role)
    with pytest.raises(InvalidInput, match="Nobody who can sign in"), studio.db.write() as session:
        add_to_project(session, lea, outsider.name, other.id, Role.ENGINEER)
    assert studio.db.ask(find_named, outsider.name) is None
    assert studio.db.ask(find_person, outsider.id).roles == {project.id: Role.ANNOTATOR}


def test_they_get_no_password(studio, project, outsider, monkeypatch):
    """A link that was made before is good for nothing either."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    lea, token = lead_of(studio, project), new_token()
    with pytest.raises(NotAllowed, match="has no password"), studio.db.write() as session:
        make_reset(session, lea, outsider.id)
    link = SignInLink(token_hash=token_hash(token), kind=LinkKind.RESET, name="x", person_id=outsider.id)
    with studio.db.write() as session:
        link.expires_at = now() + timedelta(hours=1)
        session.add(link)
    with pytest.raises(NotFound, match="not valid"):
        reset_password(studio.db, token, PASSWORD, browser())
    with pytest.raises(NotAllowed, match="Name or password is wrong"):
        sign_in(studio.db, outsider.name, PASSWORD, browser())


def test_a_lead_learns_no_role_in_projects_of_others(studio, project):
    """By giving somebody a role in their own."""
    other = new_project(studio, "Other")
    lea, eve = lead_of(studio, project), new_person(studio, None, "Eve")
    with studio.db.write() as session:
        set_project_role(session, SYSTEM, eve.id, other.id, Role.ENGINEER)
        told = set_project_role(session, lea, eve.id, project.id, Role.REVIEWER)
    assert told.roles == {project.id: Role.REVIEWER}
