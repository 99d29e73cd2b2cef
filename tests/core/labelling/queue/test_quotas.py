"""A bound on the judgments of a day: the queue gives no more after it, and goes on the next day."""

from datetime import timedelta

import pytest
from sqlmodel import update

from core.access import SYSTEM, Role
from core.db import now
from core.errors import InvalidInput, NotFound
from core.labelling import Tally
from core.labelling.projects import set_quota
from core.labelling.queue import AssignmentState, has_work
from tests.core.builders import add_pairs, answer, assign_to, look_at, new_person, new_project, save, undo


@pytest.fixture
def posts(studio):
    """Ten pairs, each for one judgment."""
    project = new_project(studio)
    add_pairs(studio, project, 10)
    return project


def bound(studio, project, person, quota):
    with studio.db.write() as session:
        set_quota(session, SYSTEM, project.id, person.id, quota)


def give(studio, project, person, count):
    """Answers on the first pairs that are theirs."""
    given = [answer(one.id) for one in assign_to(studio, project, person, 12).pairs[:count]]
    save(studio, person, project, *given)
    return given


def test_no_more_is_given_than_is_left_of_it(studio, posts, ada):
    """What lies in the browser counts, so that nobody gets past it; the next day is told."""
    bound(studio, posts, ada, 3)
    assert assign_to(studio, posts, ada, 12).held == 3
    given = give(studio, posts, ada, 2)
    assert assign_to(studio, posts, ada, 12).held == 1
    given += give(studio, posts, ada, 1)
    done = assign_to(studio, posts, ada, 12)
    assert (done.state, done.held) == (AssignmentState.QUOTA, 0)
    assert done.goes_on_at is not None
    assert timedelta(0) < done.goes_on_at - now() <= timedelta(hours=25)
    with studio.db.read() as session:
        assert not has_work(session, ada, posts, done)
    save(studio, ada, posts, undo(given[-1]))
    assert assign_to(studio, posts, ada, 12).held == 1  # what was taken back may be given again


def test_others_and_other_days_are_not_bound_by_it(studio, posts, ada, ben):
    """The day is that on which answers came to the server."""
    bound(studio, posts, ada, 2)
    give(studio, posts, ada, 2)
    assert assign_to(studio, posts, ben, 5).held == 5
    with studio.db.write() as session:
        session.exec(update(Tally).values(day=now().astimezone().date() - timedelta(days=1)))
    assert assign_to(studio, posts, ada, 2).held == 2


def test_it_can_be_taken_away(studio, posts, ada):
    """None is as many as there is work for."""
    bound(studio, posts, ada, 1)
    give(studio, posts, ada, 1)
    bound(studio, posts, ada, None)
    assert assign_to(studio, posts, ada, 4).held == 4


def test_what_is_done_is_done(studio, ada):
    """Where nothing is left for anybody, that is what is said."""
    project = new_project(studio)
    add_pairs(studio, project, 1)
    bound(studio, project, ada, 1)
    give(studio, project, ada, 1)
    assert look_at(studio, project, ada).state == AssignmentState.DONE


def test_a_quota_is_a_number_of_a_person_in_the_project(studio, posts, ada):
    """Anything else is refused with the reason."""
    with pytest.raises(InvalidInput, match="between 1 and 5,000 judgments a day, not 0; to stop somebody"):
        bound(studio, posts, ada, 0)
    with pytest.raises(NotFound, match="in the project “Posts”"):
        bound(studio, posts, new_person(studio, None, "Nobody"), 5)


def test_a_qualification_is_not_bound(studio, ada):
    """Without it there is no work at all."""
    project = new_project(studio, qualification_pairs=2)
    lead = new_person(studio, Role.LEAD, "Lea")
    bound(studio, project, ada, 1)
    assert look_at(studio, project, ada).state == AssignmentState.NO_GOLD
    assert look_at(studio, project, lead).state == AssignmentState.NO_PAIRS
