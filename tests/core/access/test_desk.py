"""A desk is its owner's: kept with them, read in one query, changed by nobody else."""

import pytest

from core.access import Desk, Layout, Person, Role, act_as, read_desk, save_desk
from core.errors import InvalidInput, NotAllowed
from tests.core.builders import new_person


def desk_of(studio, person) -> Desk:
    with studio.db.read() as session:
        act_as(session, person)
        return read_desk(session, person.id)


def test_a_desk_is_kept_with_the_person(studio):
    """Beside what else they prefer; who has none has the usual one."""
    ada = new_person(studio, Role.ANNOTATOR, "Ada")
    assert desk_of(studio, ada) == Desk()
    mine = Desk(layout=Layout.THREE, text_percent=125, tied=True, keys={"undo": "X"})
    with studio.db.write() as session:
        session.get(Person, ada.id).preferences = {"other": 1}
    with studio.db.write() as session:
        assert save_desk(session, ada, mine) == mine
    assert desk_of(studio, ada) == mine
    with studio.db.read() as session:
        assert session.get(Person, ada.id).preferences["other"] == 1


def test_nobody_reads_another_s(studio):
    """Nor keeps it: one's own is kept, whoever asks."""
    ada, ben = new_person(studio, Role.ANNOTATOR, "Ada"), new_person(studio, Role.ANNOTATOR, "Ben")
    with studio.db.read() as session:
        act_as(session, ben)
        with pytest.raises(NotAllowed, match="somebody else's own"):
            read_desk(session, ada.id)


@pytest.mark.parametrize(
    "kept", [None, [], {"desk": "x"}, {"desk": {"keys": 1}}, {"desk": {"text_percent": 3}}]
)
def test_what_another_release_kept_is_no_obstacle(kept):
    """Then the usual desk is there."""
    assert Desk.of(kept) == Desk()


def test_a_browser_chooses_among_what_is_offered():
    """It can send anything; keys are not its to set here."""
    desk = Desk(keys={"undo": "X"})
    changed = desk.with_changes(
        {"layout": "above", "text_percent": 150, "tied": True, "keys": {}, "nonce": 1}
    )
    assert changed == Desk(layout=Layout.ABOVE, text_percent=150, tied=True, keys={"undo": "X"})
    assert desk.with_changes(None) == desk
    for wrong in ({"layout": "<b>"}, {"text_percent": 1000}, {"tied": []}):
        with pytest.raises(InvalidInput, match="none of those offered"):
            desk.with_changes(wrong)
