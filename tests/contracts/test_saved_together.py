"""Answers that come at the same moment are saved in one transaction, on both databases."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from core.access import SYSTEM, PersonView, pause_person
from core.errors import NotAllowed
from core.labelling import Judgment, Member
from core.labelling.judging import saving
from core.services import Studio
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    new_person,
    new_project,
    rows_of,
    save,
    statements,
    undo,
)

PATIENCE = 20.0


@contextmanager
def in_one(studio: Studio, first: PersonView, count: int) -> Iterator[Callable[[Callable[[], Any]], None]]:
    """Work that is begun inside goes on at the end, when so many wait for each other.

    The first one's place is locked meanwhile: on PostgreSQL their transaction waits for it, and the others
    wait for that; SQLite has one writer at a time anyway.
    """
    threads: list[Thread] = []

    def begin(work: Callable[[], Any]) -> None:
        threads.append(Thread(target=work))
        threads[-1].start()

    with studio.db.write(alone=False) as session:
        mine = update(Member).where(col(Member.person_id) == first.id)
        session.execute(mine.values(dealt=Member.dealt))
        yield begin
        late = time.monotonic() + PATIENCE
        while waiting(studio) < count and time.monotonic() < late:
            time.sleep(0.01)
        assert waiting(studio) == count
    for thread in threads:
        thread.join()


def waiting(studio: Studio) -> int:
    """How many wait to be carried out; on PostgreSQL the first has been taken already."""
    lines = studio.db._together.values()  # noqa: SLF001 - what only the studio itself can know
    return sum(len(line._waiting) for line in lines) + (not studio.db.is_sqlite)  # noqa: SLF001


class Caller:
    """Somebody who saves in a thread; what came of it, or went wrong."""

    def __init__(self, studio: Studio, project: Any, person: PersonView, *answers: Any) -> None:
        self.given = (studio, person, project, *answers)
        self.saved: Any = None
        self.error: Exception | None = None

    def __call__(self) -> None:
        """Save, and keep what came of it."""
        try:
            self.saved = save(*self.given)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.error = error


@pytest.fixture
def room(any_studio: Studio) -> Any:
    """Five people who have come into a project of twenty pairs that want two judgments each."""
    project = new_project(any_studio, judgments_per_pair=2)
    numbers = add_pairs(any_studio, project, 20)
    people = [new_person(any_studio, name=f"Person {number}") for number in range(5)]
    for one in people:
        assign_to(any_studio, project, one, 2)
    return project, numbers, people


def carry_out(studio: Studio, callers: list[Caller]) -> int:
    """Let them all save at once; how many transactions that took."""
    with statements(studio.db) as said:
        with in_one(studio, callers[0].given[1], len(callers)) as begin:
            for caller in callers:
                begin(caller)
                time.sleep(0.05)
        return sum(statement.startswith("INSERT INTO judgment") for statement, _ in said)


def test_five_answers_take_one_transaction(any_studio, room):
    """PostgreSQL's first is under way already; the others have one commit, on the same pairs."""
    project, numbers, people = room
    callers = [Caller(any_studio, project, one, answer(numbers[0]), answer(numbers[5])) for one in people]
    transactions = carry_out(any_studio, callers)
    assert [one.saved.fresh for one in callers] == [2] * 5
    assert transactions == (1 if any_studio.db.is_sqlite else 2)
    assert sorted(row.surplus for row in rows_of(any_studio, Judgment)) == [False] * 4 + [True] * 6
    assert_counts_hold(any_studio)


def test_who_may_not_label_is_refused_and_the_others_are_not(any_studio, room):
    """A lead has paused one of them a moment ago: that one hears of it, and nobody else."""
    project, numbers, people = room
    with any_studio.db.write() as session:
        pause_person(session, SYSTEM, people[2].id, paused=True)
    callers = [Caller(any_studio, project, one, answer(numbers[3])) for one in people]
    carry_out(any_studio, callers)
    assert isinstance(callers[2].error, NotAllowed)
    assert [one.saved.fresh for one in callers if one is not callers[2]] == [1] * 4
    assert_counts_hold(any_studio)


def test_what_must_be_done_by_itself_is(any_studio, room):
    """An undo, and two windows of one person with the same answer, among others' answers."""
    project, numbers, people = room
    given, same = answer(numbers[1]), answer(numbers[2])
    save(any_studio, people[1], project, given)
    callers = [
        Caller(any_studio, project, people[0], answer(numbers[1])),
        Caller(any_studio, project, people[1], undo(given)),
        Caller(any_studio, project, people[2], same),
        Caller(any_studio, project, people[2], same),
        Caller(any_studio, project, people[3], answer(numbers[1], id=same["id"])),
    ]
    carry_out(any_studio, callers)
    assert [one.saved.fresh for one in callers[:2]] == [1, 1]
    assert sorted(one.saved.fresh for one in callers[2:]) == [0, 0, 1]
    (kept,) = [row for row in rows_of(any_studio, Judgment) if row.id == same["id"]]
    assert kept.person_id in {people[2].id, people[3].id}
    assert_counts_hold(any_studio)


def test_a_group_that_the_database_refuses_is_saved_one_by_one(any_studio, room, monkeypatch):
    """One transaction fails as a whole; then each caller has a transaction alone, and all is saved."""
    project, numbers, people = room
    failed = []

    def fail(*_: Any) -> Any:
        failed.append(1)
        raise ValueError("a fault that concerns one of them")

    monkeypatch.setattr(saving, "come_in_together", fail)
    callers = [Caller(any_studio, project, one, answer(numbers[7])) for one in people]
    carry_out(any_studio, callers)
    assert failed == [1]
    assert [one.saved.fresh for one in callers] == [1] * 5
    assert_counts_hold(any_studio)
