"""Two studios on one database: nothing that one of them remembers is wrong when the other has worked.

Each has its own pool, line of writers and caches, as two processes have; what they share is the database.
"""

from functools import partial

import pytest

from core.access import SYSTEM, Role, change_role, pause_person
from core.errors import NotAllowed
from core.labelling import Choices, Judgment, Lease
from core.labelling.judging import last_answer
from core.labelling.queue import leave_by_token
from core.labelling.reports import quality_stamp
from core.services import Studio, open_studio
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    change,
    look_at,
    new_person,
    new_project,
    rows_of,
    save,
    undo,
)
from tests.core.threads import at_once


@pytest.fixture
def other(any_settings):
    """Another replica of the same studio."""
    opened = open_studio(any_settings)
    yield opened
    opened.close()


@pytest.fixture
def room(any_studio, ada):
    """A project of forty pairs that want two judgments each."""
    project = new_project(any_studio, judgments_per_pair=2)
    return project, add_pairs(any_studio, project, 40)


def by_token(shown, outcome: str = "left", **more):
    """An answer as the browser gives it, which knows tokens alone."""
    token = {"left": shown.left.token, "right": shown.right.token}.get(outcome, outcome)
    return answer(shown.token, token, **more)


def test_a_person_moves_to_the_other_replica_and_goes_on(any_studio, other, room, ada):
    """The same pairs with the same tokens; the answer from there is saved, and undone here."""
    project, _ = room
    mine = assign_to(any_studio, project, ada, 6)
    there = look_at(other, project, ada)
    assert there.pairs == mine.pairs
    assert there.leave_token == mine.leave_token
    given = by_token(mine.pairs[0])
    assert save(other, ada, project, given).fresh == 1
    with any_studio.db.read() as session:
        assert last_answer(session, project, ada.id).id == given["id"]
    assert save(any_studio, ada, project, undo(given)).fresh == 1
    assert look_at(other, project, ada).pairs[0].id == mine.pairs[0].id
    assert_counts_hold(other)


def test_an_answer_that_comes_to_both_is_saved_once(any_studio, other, room, ada):
    """A browser that lost its replica before the acknowledgement sends the same answer to the other one."""
    project, _ = room
    pairs = assign_to(any_studio, project, ada, 20).pairs
    for shown in pairs:
        given = by_token(shown)
        saved = at_once(
            partial(save, any_studio, ada, project, given), partial(save, other, ada, project, given)
        )
        assert [one.acknowledged for one in saved] == [(given["id"],)] * 2
        assert sorted(one.fresh for one in saved) == [0, 1]
    assert len(rows_of(other, Judgment)) == 20
    assert_counts_hold(any_studio)


def test_people_on_both_replicas_are_never_given_one_place_twice(any_studio, other, room):
    """Eight people, four on each, take and answer at once until nothing is left."""
    project, numbers = room
    people = [new_person(any_studio, name=f"Person {number}") for number in range(8)]

    def work(place: int, studio: Studio) -> None:
        while shown := assign_to(studio, project, people[place], 4).pairs:
            given = [by_token(one, ("left", "right", "tie")[one.id % 3]) for one in shown]
            assert save(studio, people[place], project, *given).refused == ()

    at_once(*(partial(work, place, (any_studio, other)[place % 2]) for place in range(8)))
    rows = rows_of(any_studio, Judgment)
    assert len(rows) == 2 * len(numbers)
    assert not any(row.surplus for row in rows)
    assert rows_of(any_studio, Lease) == []
    assert_counts_hold(any_studio)


def test_what_a_lead_decides_on_one_holds_at_once_on_the_other(any_studio, other, room, ada):
    """A pause, a role, and what the project asks for: the next save on the other replica knows."""
    project, _ = room
    first, second, third = assign_to(other, project, ada, 3).pairs
    assert save(other, ada, project, by_token(first)).fresh == 1
    with any_studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=True)
    with pytest.raises(NotAllowed):
        save(other, ada, project, by_token(second))
    with any_studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=False)
        change_role(session, SYSTEM, ada.id, Role.REVIEWER)
    assert save(other, ada, project, by_token(second)).fresh == 1
    change(any_studio, project, choices=Choices.TWO_WAY)
    (refused,) = save(other, ada, project, by_token(third, "tie")).refused
    assert "tie" in refused.reason


def test_leaving_one_replica_frees_what_the_other_gave(any_studio, other, room, ada):
    """The browser tells whichever replica it finds that its page is closed."""
    project, _ = room
    token = assign_to(any_studio, project, ada, 4).leave_token
    before = max(row.expires_at for row in rows_of(any_studio, Lease))
    with other.db.write(alone=False) as session:
        leave_by_token(session, token)
    assert max(row.expires_at for row in rows_of(any_studio, Lease)) < before


def test_a_report_kept_on_one_grows_old_by_work_on_the_other(any_studio, other, room, ada):
    """What pages keep in memory goes by a stamp that the database gives."""
    project, _ = room
    (shown,) = assign_to(other, project, ada, 1).pairs
    before = any_studio.db.ask(quality_stamp, project)
    assert other.db.ask(quality_stamp, project) == before
    save(other, ada, project, by_token(shown))
    assert any_studio.db.ask(quality_stamp, project) != before
