"""Many come by one link at once, on both databases: as many as there are places, and one person an id."""

from collections import Counter
from functools import partial

import pytest

from core.enrolment import Participant, read_pay
from core.errors import Conflict
from tests.core.builders import add_pairs, answer, new_project, rows_of, save
from tests.core.enrolling import come, end_of, opened, part_of
from tests.core.threads import at_once

CAP = 5


def test_exactly_as_many_come_as_there_are_places(any_studio):
    """Twelve with ids of their own, of whom two come with two windows, at the same moment."""
    project = new_project(any_studio)
    link = opened(any_studio, project, cap=CAP)

    def try_to_come(who: str) -> int | None:
        try:
            return come(any_studio, link, who).id
        except Conflict:
            return None

    names = [f"p{number}" for number in range(12)] + ["p0", "p1"]
    came = dict(zip(range(len(names)), at_once(*(partial(try_to_come, name) for name in names)), strict=True))
    there = rows_of(any_studio, Participant)
    assert len(there) == CAP
    assert len({one.person_id for one in there}) == CAP
    assert {number for number in came.values() if number} == {one.person_id for one in there}
    assert max(Counter(one.participant_id for one in there).values()) == 1
    assert any_studio.db.ask(read_pay, link.enrolment.id).enrolment.enrolled == CAP


def test_one_id_by_two_links_at_once_is_one_person(any_studio):
    """The project is locked, not the link; the later one is told to end the first work first."""
    project = new_project(any_studio)
    links = [opened(any_studio, project, name=name) for name in ("First", "Second")]
    for who in ("p1", "p2", "p3"):

        def try_to_come(number: int, who: str = who) -> int | None:
            try:
                return come(any_studio, links[number], who).id
            except Conflict:
                return None

        came = at_once(partial(try_to_come, 0), partial(try_to_come, 1))
        assert sum(one is None for one in came) == 1
    assert len(rows_of(any_studio, Participant)) == 3


def test_answers_code_and_figures_agree_on_both(any_studio):
    """The sums are the database's, and moments come back from it."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 4)
    link = opened(any_studio, project, target=2)
    person = come(any_studio, link)
    save(
        any_studio, person, project, answer(numbers[0], active_ms=1), answer(numbers[1], "skip", active_ms=1)
    )
    assert part_of(any_studio, person).answered == 1
    with pytest.raises(Conflict):
        end_of(any_studio, person)
    save(any_studio, person, project, answer(numbers[2], active_ms=1))
    end_of(any_studio, person)
    (line,) = any_studio.db.ask(read_pay, link.enrolment.id).lines
    assert (line.answers, line.skips, line.active_ms, line.complete) == (2, 1, 3, True)
    assert line.enrolled_at <= line.first_at <= line.last_at <= line.code_shown_at
