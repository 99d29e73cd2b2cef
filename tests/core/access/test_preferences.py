"""How a person likes their desk is kept by name, and is nobody else's."""

import pytest

from core.access import act_as, keep_preference, preferences_of
from core.errors import NotAllowed
from tests.core.builders import new_person


def test_values_are_kept_by_name(studio):
    """Another name leaves the first alone; nothing takes one away."""
    ada = new_person(studio)
    for name, value in (("size", 2), ("first_steps", {"put_away": True}), ("size", None)):
        with studio.db.write() as session:
            keep_preference(session, ada, name, value)
    with studio.db.read() as session:
        assert preferences_of(session, ada.id) == {"first_steps": {"put_away": True}}
        assert preferences_of(session, 999) == {}


def test_they_are_nobody_elses(studio):
    """Neither to read nor to change."""
    ada, ben = new_person(studio), new_person(studio, name="Ben")
    with studio.db.write() as session:
        act_as(session, ben)
        with pytest.raises(NotAllowed, match="somebody else's own"):
            preferences_of(session, ada.id)
        with pytest.raises(NotAllowed, match="somebody else's own"):
            keep_preference(session, ada, "size", 3)
