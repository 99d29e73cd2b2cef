"""After two names have become one: somebody leads still, and nothing goes to the name that is gone."""

import pytest

from core.access import Role, change_role, list_people, pause_person
from core.errors import Conflict
from core.merge_people import merge_people
from tests.core.builders import new_person


def merge(studio, actor, kept, other):
    with studio.db.write() as session:
        merge_people(session, actor, kept.id, other.id)


def test_the_only_admin_stays(any_studio):
    """They may take in others; an admin who is paused does not count as another."""
    lea, ben = new_person(any_studio, Role.LEAD, "Lea"), new_person(any_studio, name="Ben")
    with pytest.raises(Conflict, match="Lea is the only lead; make somebody else a lead first"):
        merge(any_studio, lea, ben, lea)
    with any_studio.db.write() as session:
        change_role(session, lea, ben.id, Role.LEAD)
        pause_person(session, lea, ben.id, paused=True)
    with pytest.raises(Conflict):
        merge(any_studio, lea, ben, lea)
    merge(any_studio, lea, lea, ben)
    assert [one.id for one in any_studio.db.ask(list_people)] == [lea.id]


def test_of_two_admins_either_may_stay(any_studio):
    lea, twin = (new_person(any_studio, Role.LEAD, name) for name in ("Lea", "Lea A."))
    merge(any_studio, lea, twin, lea)
    assert [one.id for one in any_studio.db.ask(list_people)] == [twin.id]
