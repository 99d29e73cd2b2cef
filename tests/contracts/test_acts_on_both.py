"""Acts on many pairs on both databases: settled, tagged, left out with their holders, returned."""

from core.access import Role
from core.labelling import Lease, Outcome, Pair, PairTag
from core.labelling.acts import bring_back, leave_out, settle_pairs, tag_pairs, untag_pairs, want_more
from core.labelling.judging import return_judgments
from tests.core.adjudicating import say
from tests.core.builders import add_pairs, assert_counts_hold, new_person, new_project, queue, rows_of


def test_counts_follow_acts_on_many(any_studio):
    """Each act on all ten pairs; what is kept counted is what a recount gives."""
    project = new_project(any_studio, judgments_per_pair=2)
    lead = new_person(any_studio, Role.LEAD, "Lea")
    ada, ben = (new_person(any_studio, name=name) for name in ("Ada", "Ben"))
    pairs = add_pairs(any_studio, project, 10)
    for person in (ada, ben):
        for pair in pairs[:4]:
            say(any_studio, project, person, pair, "candidate_1")
    queue(any_studio, project, ada)
    acts = (
        (tag_pairs, "odd"),
        (untag_pairs, "odd"),
        (tag_pairs, "kept"),
        (want_more, 1),
        (leave_out, "Broken."),
        (bring_back,),
        (return_judgments, "Look again."),
    )
    for act, *more in acts:
        with any_studio.db.write() as session:
            act(session, lead, project, pairs, *more)
        assert_counts_hold(any_studio)
        if act is leave_out:
            assert not rows_of(any_studio, Lease)
    for pair in pairs[:2]:
        say(any_studio, project, ben, pair, "candidate_0")
    with any_studio.db.write() as session:
        done = settle_pairs(session, lead, project, pairs, None)
    assert (done.changed, done.passed) == (2, 8)
    assert [one.settled for one in rows_of(any_studio, Pair)][:3] == [Outcome.CANDIDATE_0] * 2 + [None]
    assert len(rows_of(any_studio, PairTag)) == 10
    assert_counts_hold(any_studio)
