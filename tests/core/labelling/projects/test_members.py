"""Members: who may label, who is let in, tried again and paused; the roster; the stock of gold pairs."""

from dataclasses import replace

import pytest

from core.access import Role
from core.errors import NotAllowed, NotFound
from core.labelling import (
    LabellingProtocol,
    Member,
    MemberState,
    Outcome,
    Pair,
    Pool,
    ProjectSettings,
    ProjectView,
)
from core.labelling.projects import change_project, count_gold, let_in, pause_member, read_roster, try_again
from core.labelling.projects.members import standings
from core.labelling.queue.members import enter, stand
from core.labelling.queue.qualifying import rest_of_qualification
from tests.core.builders import add_pairs, everything, rows_of, statements

QUALIFIED = LabellingProtocol(qualification_pairs=10, qualification_threshold=0.8)
INVITED = LabellingProtocol(members_only=True)
BOTH = LabellingProtocol(members_only=True, qualification_pairs=10)


def asking(studio, project, people, protocol: LabellingProtocol) -> ProjectView:
    """The project under another protocol."""
    with studio.db.write() as session:
        settings = ProjectSettings(project.name, protocol=protocol)
        return change_project(session, people[Role.LEAD], project.id, settings)


def act(studio, people, action, project, person) -> None:
    """What a lead does about a person."""
    with studio.db.write() as session:
        action(session, people[Role.LEAD], project, person.id)


def come(studio, project, person) -> None:
    """Somebody's first visit."""
    with studio.db.write() as session:
        enter(session, person, project)


def state(studio, project, person) -> MemberState:
    """How somebody stands."""
    with studio.db.read() as session:
        return stand(project, person, session.get(Member, (project.id, person.id))).state


def scored(studio, project, person, *, right: int, becomes: MemberState) -> None:
    """Give somebody a score in a qualification of ten."""
    with studio.db.write() as session:
        member = session.get_one(Member, (project.id, person.id))
        member.right, member.answered, member.state = right, 10, becomes


@pytest.mark.parametrize(
    ("protocol", "first"),
    [
        (LabellingProtocol(), MemberState.ACTIVE),
        (QUALIFIED, MemberState.QUALIFYING),
        (INVITED, MemberState.WAITING),
        (BOTH, MemberState.WAITING),
    ],
)
def test_how_a_newcomer_stands(studio, project, people, ada, protocol, first):
    """As the protocol says, before the first visit and after it; a lead always labels."""
    project = asking(studio, project, people, protocol)
    assert state(studio, project, ada) == first
    come(studio, project, ada)
    assert state(studio, project, ada) == first
    assert state(studio, project, people[Role.LEAD]) == MemberState.ACTIVE


@pytest.mark.parametrize(
    ("action", "becomes"),
    [(let_in, MemberState.ACTIVE), (pause_member, MemberState.PAUSED), (try_again, MemberState.QUALIFYING)],
)
def test_a_lead_decides(studio, project, people, ada, action, becomes):
    """About people who have not been there as about those who have; nobody else does, nor about nobody."""
    project = asking(studio, project, people, QUALIFIED)
    act(studio, people, action, project, ada)
    assert state(studio, project, ada) == becomes
    before = everything(studio)
    with pytest.raises(NotAllowed), studio.db.write() as session:
        action(session, people[Role.ENGINEER], project, ada.id)
    with pytest.raises(NotFound, match="There is no person number 99"), studio.db.write() as session:
        action(session, people[Role.LEAD], project, 99)
    assert everything(studio) == before


def test_who_tries_again_begins_anew(studio, project, people, ada):
    """The score of the last time is gone."""
    project = asking(studio, project, people, QUALIFIED)
    come(studio, project, ada)
    scored(studio, project, ada, right=6, becomes=MemberState.FAILED)
    act(studio, people, try_again, project, ada)
    with studio.db.read() as session:
        (member,) = standings(session, project).values()
    assert (member.right, member.answered, member.needed) == (0, 0, 8)


def test_dropping_the_qualification_lets_those_in_who_were_at_it(studio, project, people, ada):
    """There is nothing left to pass."""
    come(studio, asking(studio, project, people, QUALIFIED), ada)
    project = asking(studio, project, people, LabellingProtocol())
    assert state(studio, project, ada) == MemberState.ACTIVE


def test_the_roster_names_everybody_who_may_label(studio, project, people, ada):
    """By name, whether they have been there or not, with what they gave."""
    with studio.db.read() as session:
        roster = read_roster(session, project)
    assert [one.person.name for one in roster.here] == ["Ada", "Annotator", "Engineer", "Lead", "Reviewer"]
    assert {(one.standing.state, one.judgments) for one in roster.here} == {(MemberState.ACTIVE, 0)}
    assert roster.outside == ()


def test_the_roster_of_people_let_in(studio, project, people, ada, ben):
    """Whoever has come and waits is in it; whoever has not come is outside."""
    project = asking(studio, project, people, INVITED)
    come(studio, project, ada)
    act(studio, people, let_in, project, ben)
    with studio.db.read() as session:
        roster = read_roster(session, project)
    assert {one.person.name: one.standing.state for one in roster.here} == {
        "Ada": MemberState.WAITING,
        "Ben": MemberState.ACTIVE,
        "Lead": MemberState.ACTIVE,
    }
    assert [one.name for one in roster.outside] == ["Annotator", "Engineer", "Reviewer"]


@pytest.mark.parametrize(("right", "passed"), [(7, False), (8, True)])
def test_whether_a_qualification_is_passed(studio, project, people, ada, right, passed):
    """Eight of ten must be right."""
    project = asking(studio, project, people, QUALIFIED)
    come(studio, project, ada)
    scored(studio, project, ada, right=right, becomes=MemberState.PAUSED)
    with studio.db.read() as session:
        line = next(one for one in read_roster(session, project).here if one.person == ada)
    assert line.passed == passed


def test_the_stock_of_gold(studio, project):
    """Only pairs with a known answer count; a qualification takes the first in the project's order."""
    numbers = add_pairs(studio, project, 5)
    with studio.db.write() as session:
        for number in numbers[:3]:
            pair = session.get_one(Pair, number)
            pair.pool, pair.gold, pair.priority = Pool.GOLD, Outcome.CANDIDATE_0, None
    gold = sorted((one for one in rows_of(studio, Pair) if one.gold), key=lambda one: one.shuffle_key)
    with studio.db.read() as session:
        assert count_gold(session, project) == 3
        asked = replace(project, protocol=LabellingProtocol(qualification_pairs=2))
        assert rest_of_qualification(session, asked, 1, answered=0) == [one.id for one in gold[:2]]
        assert rest_of_qualification(session, asked, 1, answered=1) == [gold[0].id]
        few = replace(project, protocol=LabellingProtocol(qualification_pairs=4))
        assert rest_of_qualification(session, few, 1, answered=0) == []


def test_the_stock_of_gold_is_read_along_its_index(studio, project):
    """It is asked for at every run of the project page, so it must not grow with the pairs."""
    with studio.db.read() as session, statements(studio.db) as sent:
        count_gold(session, project)
        ((statement, parameters),) = sent
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert "ix_pair_pool" in plan[0][-1]
