"""What is done to many pairs at once: left out, brought back, shared, for more people, no gold any more."""

import pytest
from sqlmodel import select

from core.access import AuditEntry, Role
from core.errors import InvalidInput, NotAllowed
from core.labelling import Judgment, Lease, Outcome, Pool
from core.labelling.acts import (
    Done,
    bring_back,
    leave_out,
    share_with_all,
    stop_sharing,
    take_off_gold,
    want_more,
)
from core.labelling.adjudication import count_disputed, count_flagged
from core.labelling.progress import project_progress
from tests.core.adjudicating import pair_row, rule, say
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    change,
    make_gold,
    new_person,
    new_project,
    queue,
    rows_of,
    save,
)

TEXT = "It quotes a phone number."


@pytest.fixture
def pair_project(studio):
    """Two judgments a pair."""
    return new_project(studio, "Acts", judgments_per_pair=2)


def do(studio, act, actor, project, pairs, *more):
    with studio.db.write() as session:
        return act(session, actor, project, pairs, *more)


def progress(studio, project):
    with studio.db.read() as session:
        return project_progress(session, project).by_count


def entries(studio):
    """What the audit log has of pairs, oldest first."""
    with studio.db.read() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.subject.contains("pair")))
        return [(one.action, one.subject, one.details) for one in rows]


def test_what_is_left_out_is_offered_to_nobody(studio, pair_project, ada, ben, lea):
    """Not even to whoever held it; progress is that of the others, and one entry says how many and why."""
    pairs = add_pairs(studio, pair_project, 4)
    say(studio, pair_project, ada, pairs[0], "candidate_0")
    assert {one.id for one in queue(studio, pair_project, ada)} == set(pairs[1:])
    before = len(entries(studio))
    done = do(studio, leave_out, lea, pair_project, [*pairs[:3], 999], f" {TEXT} ")
    assert done == Done(changed=3, passed=1)
    assert {one.pair_id for one in rows_of(studio, Lease)} == {pairs[3]}
    assert {one.id for one in queue(studio, pair_project, ben)} == {pairs[3]}
    assert progress(studio, pair_project) == {0: 1}
    assert pair_row(studio, pairs[0]).left_out == TEXT
    assert_counts_hold(studio)
    assert entries(studio)[before:] == [
        ("mark pairs", "3 pairs of project Acts", {"left_out": True, "reason": TEXT, "pairs": 3})
    ]


def test_an_answer_on_its_way_to_a_pair_left_out_is_kept(studio, pair_project, ada, lea):
    """Nothing that somebody answered is lost; it counts once the pair is brought back."""
    (pair,) = add_pairs(studio, pair_project, 1)
    queue(studio, pair_project, ada)
    do(studio, leave_out, lea, pair_project, [pair], TEXT)
    assert save(studio, ada, pair_project, answer(pair)).refused == ()
    assert (progress(studio, pair_project), pair_row(studio, pair).judgment_count) == ({}, 1)
    assert_counts_hold(studio)
    assert do(studio, bring_back, lea, pair_project, [pair]) == Done(1, 0)
    assert progress(studio, pair_project) == {1: 1}
    assert pair_row(studio, pair).priority == 1
    assert_counts_hold(studio)


def test_special_pairs_are_left_out_too(studio, pair_project, ada, lea):
    """Gold and shared ones are given to nobody; a qualification goes on with the other gold pairs."""
    gold, other, shared = add_pairs(studio, pair_project, 3)
    make_gold(studio, pair_project, [gold, other])
    project = change(studio, pair_project, qualification_pairs=1, calibration_rate=0.3, calibration_pairs=1)
    assert pair_row(studio, shared).pool == Pool.CALIBRATION
    do(studio, leave_out, lea, project, [gold, shared], TEXT)
    assert [one.id for one in queue(studio, project, ada)] == [other]
    save(studio, ada, project, answer(other))
    assert queue(studio, project, ada) == []
    assert_counts_hold(studio)


def test_a_qualification_that_waits_for_an_answer_gets_it(studio, pair_project, ada, lea):
    """Whoever has the pair on screen is not thrown out of the qualification."""
    project = change(studio, pair_project, qualification_pairs=1)
    (gold,) = add_pairs(studio, project, 1)
    make_gold(studio, project, [gold])
    queue(studio, project, ada)
    do(studio, leave_out, lea, project, [gold], TEXT)
    assert save(studio, ada, project, answer(gold)).feedback.right


def test_what_is_left_out_waits_for_no_decision(studio, pair_project, ada, ben, lea):
    """The inbox has neither its dispute nor its flag."""
    (pair,) = add_pairs(studio, pair_project, 1)
    say(studio, pair_project, ada, pair, "candidate_0", flag="Broken text")
    say(studio, pair_project, ben, pair, "candidate_1")

    def waiting():
        with studio.db.read() as session:
            return count_disputed(session, pair_project), count_flagged(session, pair_project)

    assert waiting() == (1, 1)
    do(studio, leave_out, lea, pair_project, [pair], TEXT)
    assert waiting() == (0, 0)


def test_a_decision_on_a_pair_left_out_leaves_it_out(studio, pair_project, lea):
    """Made gold meanwhile and brought back, it is a gold pair like any other."""
    (pair,) = add_pairs(studio, pair_project, 1)
    do(studio, leave_out, lea, pair_project, [pair], TEXT)
    rule(studio, lea, pair_project, pair, make_gold=True)
    assert_counts_hold(studio)
    do(studio, bring_back, lea, pair_project, [pair])
    assert (progress(studio, pair_project), pair_row(studio, pair).pool) == ({}, Pool.GOLD)
    assert_counts_hold(studio)


def test_a_ranking_goes_as_a_whole(studio, ada, lea):
    """The first pair of a set stands for all of them in the queue."""
    project = new_project(studio, "Ranked", mode="rankings")
    pairs = add_set(studio, project, "a", "b", "c")
    assert do(studio, leave_out, lea, project, [pairs[2]], TEXT) == Done(3, 0)
    assert not queue(studio, project, ada)
    assert do(studio, bring_back, lea, project, [pairs[1]]) == Done(3, 0)
    assert do(studio, want_more, lea, project, [pairs[1]], 1) == Done(3, 0)
    assert_counts_hold(studio)


@pytest.mark.parametrize(("reason", "begin"), [("  ", "Pairs are left out"), ("x" * 2001, "The reason has")])
def test_nothing_is_left_out_without_a_usable_reason(studio, pair_project, lea, reason, begin):
    """Whoever finds it later must learn why."""
    with pytest.raises(InvalidInput, match=f"^{begin}"):
        do(studio, leave_out, lea, pair_project, add_pairs(studio, pair_project, 1), reason)


def test_an_act_that_changes_nothing_is_no_entry(studio, pair_project, lea):
    """What is there already, or is another project's, is passed over."""
    foreign = add_pairs(studio, new_project(studio, "Other"), 1)
    before = len(entries(studio))
    assert do(studio, bring_back, lea, pair_project, [*add_pairs(studio, pair_project, 1), *foreign]) == Done(
        0, 2
    )
    assert len(entries(studio)) == before


def test_pairs_go_to_everybody_and_back(studio, pair_project, ada, ben, lea):
    """Judged pairs keep their judgments; settled, gold and left-out ones are passed over."""
    first, judged, settled, gold, out = pairs = add_pairs(studio, pair_project, 5)
    say(studio, pair_project, ada, judged, "candidate_0")
    rule(studio, lea, pair_project, first)
    rule(studio, lea, pair_project, settled)
    rule(studio, lea, pair_project, gold, make_gold=True)
    do(studio, leave_out, lea, pair_project, [out], TEXT)
    change(studio, pair_project, calibration_rate=0.3, calibration_pairs=1)
    assert do(studio, share_with_all, lea, pair_project, pairs) == Done(1, 4)
    assert (pair_row(studio, judged).pool, pair_row(studio, judged).priority) == (Pool.CALIBRATION, None)
    assert [one.id for one in queue(studio, pair_project, ben)] == [judged]
    assert_counts_hold(studio)
    assert do(studio, stop_sharing, lea, pair_project, pairs) == Done(1, 4)
    assert (pair_row(studio, judged).pool, pair_row(studio, judged).priority) == (Pool.REGULAR, 1)
    assert_counts_hold(studio)


def test_a_project_without_a_pool_shares_nothing(studio, project, lea):
    """It says where that is set."""
    with pytest.raises(InvalidInput, match="shares no pairs with everybody"):
        do(studio, share_with_all, lea, project, add_pairs(studio, project, 1))


def test_gold_pairs_become_pairs_like_any_other(studio, pair_project, ada, lea):
    """With the judgments they have; a decision that made one gold still settles it."""
    judged, decided = add_pairs(studio, pair_project, 2)
    make_gold(studio, pair_project, [judged])
    rule(studio, lea, pair_project, decided, make_gold=True)
    say(studio, pair_project, ada, judged, "candidate_0")
    assert do(studio, take_off_gold, lea, pair_project, [judged, decided]) == Done(2, 0)
    assert progress(studio, pair_project) == {0: 1, 1: 1}
    assert (pair_row(studio, judged).gold, pair_row(studio, judged).priority) == (None, 1)
    assert (pair_row(studio, decided).settled, pair_row(studio, decided).priority) == (
        Outcome.CANDIDATE_0,
        None,
    )
    assert_counts_hold(studio)


def test_a_pair_goes_to_more_people(studio, pair_project, team, lea):
    """The third judgment is no surplus there and none elsewhere; progress knows the project's number only."""
    pair, other = add_pairs(studio, pair_project, 2)
    for person in team[:2]:
        say(studio, pair_project, person, pair, "candidate_0")
        say(studio, pair_project, person, other, "candidate_0")
    assert do(studio, want_more, lea, pair_project, [pair], 1) == Done(1, 0)
    with studio.db.read() as session:
        assert project_progress(session, pair_project).share == 1
    assert [one.id for one in queue(studio, pair_project, team[2])] == [pair]
    say(studio, pair_project, team[2], pair, "candidate_1")
    say(studio, pair_project, team[2], other, "candidate_1")
    surplus = {one.pair_id for one in rows_of(studio, Judgment) if one.surplus}
    assert surplus == {other}
    assert pair_row(studio, pair).priority is None
    assert_counts_hold(studio)
    assert do(studio, want_more, lea, pair_project, [pair, other], 0) == Done(1, 1)
    assert_counts_hold(studio)


@pytest.mark.parametrize("more", [-1, 49])
def test_more_people_than_a_pair_can_have_are_refused(studio, pair_project, lea, more):
    """No pair has more than 50 judgments."""
    with pytest.raises(InvalidInput, match="between 0 and 48"):
        do(studio, want_more, lea, pair_project, add_pairs(studio, pair_project, 1), more)


def test_who_may_act(studio, pair_project):
    """Reviewers and engineers mark pairs; what the project gives to people is a lead's."""
    change(studio, pair_project, calibration_rate=0.1)
    pairs = add_pairs(studio, pair_project, 1)
    reviewer, engineer = (new_person(studio, role, role.value) for role in (Role.REVIEWER, Role.ENGINEER))
    for actor in (reviewer, engineer):
        assert do(studio, leave_out, actor, pair_project, pairs, TEXT).changed == 1
        assert do(studio, bring_back, actor, pair_project, pairs).changed == 1
        for act, more in ((share_with_all, ()), (stop_sharing, ()), (want_more, (1,))):
            with pytest.raises(NotAllowed):
                do(studio, act, actor, pair_project, pairs, *more)
    with pytest.raises(NotAllowed):
        do(studio, take_off_gold, engineer, pair_project, pairs)
