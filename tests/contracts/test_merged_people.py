"""After two names have become one: somebody leads still, and nothing goes to the name that is gone."""

import pytest

from core.access import SYSTEM, Action, Person, Role, change_role, list_people, pause_person, permit
from core.errors import Conflict, NotAllowed
from core.labelling import Judgment, Member
from core.labelling.queue.members import come_in_together
from core.merge_people import merge_people
from tests.core.builders import add_pairs, answer, new_person, new_project, rows_of, save


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


@pytest.mark.parametrize("was_there", [True, False])
def test_what_is_under_way_for_a_name_that_is_gone_is_refused(any_studio, was_there):
    """A page that is open knows nothing of it yet; what its person gave before is the kept one's."""
    project = new_project(any_studio, judgments_per_pair=2)
    first, second = add_pairs(any_studio, project, 2)
    ada, twin = new_person(any_studio, name="Ada"), new_person(any_studio, name="Ada B.")
    if was_there:
        save(any_studio, twin, project, answer(first))
    merge(any_studio, SYSTEM, ada, twin)
    with pytest.raises(NotAllowed, match="found Ada B"):
        save(any_studio, twin, project, answer(second))
    with pytest.raises(NotAllowed, match="found Ada B"), any_studio.db.write() as session:
        permit(session, twin, Action.LABEL, "s", project.id)
    save(any_studio, ada, project, answer(second))
    assert {one.person_id for table in (Judgment, Member) for one in rows_of(any_studio, table)} == {ada.id}


def test_a_place_that_a_gone_name_still_has_lets_nobody_in(any_studio):
    """Alone or with others who save just then, one of whom may go on."""
    project = new_project(any_studio, judgments_per_pair=2)
    (pair,) = add_pairs(any_studio, project, 1)
    ada, twin, ben = (new_person(any_studio, name=name) for name in ("Ada", "Ada B.", "Ben"))
    for person in (twin, ben):
        save(any_studio, person, project)
    with any_studio.db.write() as session:
        session.get_one(Person, twin.id).merged_into = ada.id
    with pytest.raises(NotAllowed, match="found Ada B"):
        save(any_studio, twin, project, answer(pair))
    with any_studio.db.write() as session:
        assert come_in_together(session, [twin, ben], project.id).keys() == {ben.id}
