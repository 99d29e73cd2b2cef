"""Lists for programs on both databases: page after page, while others go on adding; calls drawn at once."""

from datetime import timedelta
from itertools import pairwise

import pytest

from core.labelling import Judgment
from core.labelling.reports import Place, list_judgments, list_pairs
from core.sign_in import NewToken, Scope, draw_calls, make_token
from tests.core.builders import add_pairs, answer, assign_to, new_project, rows_of, save, take, undo
from tests.core.builders import row as pair_row
from tests.core.threads import at_once


@pytest.fixture
def project(any_studio):
    """Pairs that need many judgments."""
    made = new_project(any_studio, judgments_per_pair=3)
    add_pairs(any_studio, made, 10)
    return made


def judge(studio, project, person, count):
    """Answer so many of the pairs that a person is given."""
    shown = assign_to(studio, project, person, count).pairs[:count]
    given = [answer(one.token, one.left.token) for one in shown]
    assert save(studio, person, project, *given).refused == ()
    return given


def place_of(one):
    """Where it stands in the list."""
    return Place(one.received_at, one.id)


def test_pages_of_pairs_while_pairs_are_added(any_studio, project):
    """Each pair comes once, those that came meanwhile at the end; another project's never."""
    other = new_project(any_studio, "Another")
    found, after = [], 0
    for number in range(8):
        take(any_studio, other, pair_row(100 + number))
        take(any_studio, project, pair_row(200 + number))
        page = any_studio.db.ask(list_pairs, project, after=after, limit=3)
        found += page
        after = page[-1].id if page else after
    numbers = [one.id for one in found]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 18
    assert {one.origin for one in found} == {"rows.jsonl"}


def test_pages_of_judgments_while_people_judge(any_studio, project, ada, ben, cleo):
    """What was there comes once and in order, whatever is added; an undo is a row of its own."""
    first = judge(any_studio, project, ada, 7)
    save(any_studio, ada, project, undo(first[0]))
    found, after = [], None
    for person, count in ((ben, 4), (cleo, 3), (ben, 2), (cleo, 0), (cleo, 0)):
        page = any_studio.db.ask(list_judgments, project, after=after, limit=5)
        found += page
        after = place_of(page[-1]) if page else after
        if count:
            judge(any_studio, project, person, count)
    places = [(one.received_at, one.id) for one in found]
    assert all(one < other for one, other in pairwise(places))
    assert {one.id for one in found} == {one.id for one in rows_of(any_studio, Judgment)}
    assert {one.person for one in found} == {"Ada", "Ben", "Cleo"}
    by_id = {one.id: one for one in found}
    assert not by_id[first[0]["id"]].stands
    assert [one.stands for one in found if one.undoes] == [False]


def test_judgments_since_a_moment(any_studio, project, ada, ben):
    """That moment's own belong to it."""
    judge(any_studio, project, ada, 3)
    earlier = any_studio.db.ask(list_judgments, project, limit=10)
    judge(any_studio, project, ben, 2)
    since = earlier[-1].received_at
    later = any_studio.db.ask(list_judgments, project, since=since, limit=10)
    assert [one for one in later if one.received_at > since] == later[-2:]
    assert [one.id for one in later if one.received_at == since] == [
        one.id for one in earlier if one.received_at == since
    ]
    assert any_studio.db.ask(list_judgments, project, since=since + timedelta(days=1), limit=10) == []


def test_two_servers_draw_no_more_calls_than_there_are(any_studio, ada):
    """However they come: the row counts for all of them."""
    with any_studio.db.write() as session:
        number = make_token(session, ada, ada.id, NewToken("a", [Scope.READ])).token.id

    def draw():
        with any_studio.db.write(alone=False) as session:
            return draw_calls(session, number, minute=7, calls=10, most=60)

    assert sum(at_once(*[draw] * 12)) == 6
