"""What the tests of labelling share: a project for several people, and more people."""

import pytest

from core.access import Role
from tests.core.builders import new_person, new_project


@pytest.fixture
def shared(studio):
    """A project that wants three judgments a pair and offers everything."""
    return new_project(
        studio, "Shared", judgments_per_pair=3, choices="with tie and both bad", rationale_minimum=0
    )


@pytest.fixture
def cleo(studio):
    """A third annotator."""
    return new_person(studio, name="Cleo")


@pytest.fixture
def team(ada, ben, cleo):
    """Three annotators, in the order of their names."""
    return [ada, ben, cleo]


@pytest.fixture
def lea(studio):
    """A lead."""
    return new_person(studio, Role.LEAD, "Lea")
