"""The quality report: its figures by hand, one line for each annotator, the noise floor from counts."""

import math

import pytest
from sqlmodel import col, update

from core.access import Role
from core.labelling import Judgment, Member, MemberState, Pair, Pool, Purpose
from core.labelling.quality import CheckName, ConsensusMethod, Share
from core.labelling.reports import flag_answers, measured_noise_floor, quality_report
from tests.core.adjudicating import lay_before, rule, say
from tests.core.builders import add_pairs, make_gold, new_person, rows_of, take


def report_of(studio, project):
    with studio.db.read() as session:
        return quality_report(session, project)


def test_an_empty_project(studio, shared):
    """Nothing is claimed before there is anything."""
    add_pairs(studio, shared, 1)
    report = report_of(studio, shared)
    assert (report.votes, report.pairs, report.shared_pairs, report.surplus) == (0, 0, 0, 0)
    assert (report.annotators, report.noise_floor, report.agreement.percent.value) == ((), None, None)
    assert report.consensus[ConsensusMethod.MAJORITY].mean_confidence is None
    assert ConsensusMethod.WEIGHTED not in report.consensus
    with studio.db.read() as session:
        assert measured_noise_floor(session, shared) is None


def test_figures_by_hand(studio, shared, ada, ben, cleo):
    """Four pairs: 0 0 1 / 1 1 / 0 tie / 1.

    Two votes are equal with 1/3, 1 and 0: 4/9. Two choices with 1/3 and 1: 2/3, so each is right on
    (1 + √(1/3))/2 = 0.789 and the floor lies between 2/3 ln 2 and H(0.789). Disputed: the first and the
    third. Majority: 0, 1, none (one vote of two is not more than half), 1.
    """
    one, two, three, four = add_pairs(studio, shared, 4)
    for pair, who, outcome in (
        (one, ada, "candidate_0"),
        (one, ben, "candidate_0"),
        (one, cleo, "candidate_1"),
        (two, ada, "candidate_1"),
        (two, ben, "candidate_1"),
        (three, ada, "candidate_0"),
        (three, ben, "tie"),
        (four, ada, "candidate_1"),
    ):
        say(studio, shared, who, pair, outcome, active_ms=9000)
    say(studio, shared, cleo, four, "skip", active_ms=2000, flag="Broken text")

    report = report_of(studio, shared)
    assert report.agreement.percent.value == pytest.approx(4 / 9)
    assert report.agreement.choices.value == pytest.approx(2 / 3)
    assert report.noise_floor.least == pytest.approx(2 / 3 * math.log(2))
    assert report.noise_floor.rank_loss == pytest.approx(0.5157, abs=1e-4)
    assert (report.votes, report.pairs, report.shared_pairs) == (8, 4, 3)
    assert (report.disputed, report.flagged, report.surplus) == (2, 1, 0)
    majority = report.consensus[ConsensusMethod.MAJORITY]
    assert (majority.chosen, majority.undecided) == (3, 1)
    assert sum(majority.confidence_histogram) == 3
    assert len(majority.confidence_histogram) == 10
    with studio.db.read() as session:
        assert measured_noise_floor(session, shared) == report.noise_floor


def test_one_line_for_each_annotator(studio, shared, ada, ben, cleo):
    """Ada: 4 judgments in 36 s make 400 an hour. Cleo only skips. Lines go by name."""
    pairs = add_pairs(studio, shared, 4)
    for pair in pairs:
        say(studio, shared, ada, pair, "candidate_0", active_ms=9000)
    say(studio, shared, ben, pairs[0], "candidate_0")
    say(studio, shared, cleo, pairs[0], "skip", active_ms=1500)
    with studio.db.write() as session:
        session.get_one(Member, (shared.id, ben.id)).state = MemberState.PAUSED

    first, second, third = report_of(studio, shared).annotators
    assert [line.name for line in (first, second, third)] == ["Ada", "Ben", "Cleo"]
    assert (first.judgments, first.skipped, first.active_seconds) == (4, 0, 36)
    assert first.judgments_an_hour == pytest.approx(400)
    assert first.quality.judgments == 4
    assert (first.quality.agreement.hits, first.quality.agreement.n) == (1, 1)
    assert (second.judgments_an_hour, second.state) == (None, MemberState.PAUSED)
    assert (third.quality, third.flags, third.skipped) == (None, (), 1)
    arrivals = [row.received_at for row in rows_of(studio, Judgment) if row.person_id == ada.id]
    assert first.last_answer_at == max(arrivals)


def test_gold_and_retests_show_in_the_lines(studio, shared, ada):
    """Two of three gold pairs right; one second answer of one equal to the first."""
    pairs = add_pairs(studio, shared, 4)
    make_gold(studio, shared, pairs[:3], "candidate_1")
    for pair, outcome in zip(pairs, ("candidate_1", "candidate_1", "tie", "candidate_0"), strict=True):
        say(studio, shared, ada, pair, outcome)
    lay_before(studio, shared, ada, pairs[3], Purpose.RETEST)
    say(studio, shared, ada, pairs[3], "candidate_0")
    report = report_of(studio, shared)
    (line,) = report.annotators
    assert (line.quality.gold.hits, line.quality.gold.n) == (2, 3)
    assert (line.quality.consistency.hits, line.quality.consistency.n) == (1, 1)
    assert (line.judgments, line.quality.judgments) == (5, 4)
    assert ConsensusMethod.WEIGHTED in report.consensus
    for summary in report.consensus.values():  # the tie is no choice, and the fourth pair is not gold
        assert summary.gold == Share(2, 2)
        assert 0.5 < summary.gold_confidence < 1
    with studio.db.read() as session:
        first, second = flag_answers(session, shared, ada.id, [pairs[3]], retests=True)
        (alone,) = flag_answers(session, shared, ada.id, [pairs[3]])
    assert (first, first.is_retest, second.is_retest) == (alone, False, True)
    assert (alone.pair_id, alone.outcome, alone.votes, alone.gold) == (pairs[3], "candidate_0", (1, 0), None)


def test_answers_faster_than_reading_are_flagged(studio, shared, ada):
    """Texts of 3,012 characters are about 502 words: at 900 a minute 33 s, and Ada takes 10 s each time."""
    posts = [f"{number:6}" + "abcde " * 499 for number in range(30)]
    for pair in pairs_of(studio, shared, posts, a_post=1):
        say(studio, shared, ada, pair, "candidate_0", active_ms=10_000)
    (line,) = report_of(studio, shared).annotators
    (flag,) = [check for check in line.flags if check.name == CheckName.FAST]
    assert flag.pairs == tuple(range(1, 31))


@pytest.mark.parametrize(("first", "again", "flagged"), [(40_000, 2_000, False), (10_000, 500, True)])
def test_a_post_is_read_once_for_all_its_pairs(studio, shared, ada, first, again, flagged):
    """502 words take 33 s once; the candidates of a further pair have 12 characters, two words, 0.13 s.

    Who reads takes 40 s for the first pair of a post and 2 s for the other two. Who does not takes 10 s: a
    third of the answers, the first ones, are too fast.
    """
    posts = [f"{number:6}" + "abcde " * 499 for number in range(20)]
    pairs = pairs_of(studio, shared, posts, a_post=3)
    for place, pair in enumerate(pairs):
        say(studio, shared, ada, pair, "candidate_0", active_ms=again if place % 3 else first)
    (line,) = report_of(studio, shared).annotators
    fast = next(check for check in line.quality.checks if check.name == CheckName.FAST)
    assert (fast.value, fast.flagged) == (pytest.approx(1 / 3 if flagged else 0), flagged)
    assert fast.pairs == (tuple(range(1, 61, 3)) if flagged else ())


def pairs_of(studio, project, posts, *, a_post):
    """Pairs whose post is shared by so many."""
    rows = [
        {"input_text": post, "candidate_0": f"one {number}", "candidate_1": f"two {number}"}
        for post in posts
        for number in range(a_post)
    ]
    take(studio, project, *rows)
    return range(1, len(rows) + 1)


def test_gold_calibration_and_retests_do_not_swamp_agreement(studio, shared, ada, ben, cleo):
    """Of three ordinary pairs people agree on one; on two gold and two calibration pairs everybody agrees.

    What two people said on a pair before an adjudicator made it gold counts: it was disputed.
    """
    pairs = add_pairs(studio, shared, 7)
    make_gold(studio, shared, pairs[3:5])
    with studio.db.write() as session:
        session.exec(update(Pair).where(col(Pair.id).in_(pairs[5:])).values(pool=Pool.CALIBRATION))
    for pair in pairs:
        for who in (ada, ben, cleo) if pair in pairs[3:] else (ada, ben):
            other = pair in pairs[1:3] and who == ben
            say(studio, shared, who, pair, "candidate_1" if other else "candidate_0")
    lay_before(studio, shared, ada, pairs[0], Purpose.RETEST)
    say(studio, shared, ada, pairs[0], "candidate_1")

    report = report_of(studio, shared)
    assert (report.agreement.percent.value, report.agreement.percent.n) == (pytest.approx(1 / 3), 3)
    assert (report.agreement.alpha.n, report.agreement.choices.n) == (3, 3)
    assert (report.calibration.percent.value, report.calibration.percent.n) == (1, 2)
    assert not report.only_calibration
    lead = new_person(studio, Role.LEAD, "Lea")
    rule(studio, lead, shared, pairs[2], make_gold=True)
    say(studio, shared, cleo, pairs[2], "candidate_0")
    again = report_of(studio, shared)
    assert again.agreement.percent == report.agreement.percent
    with studio.db.read() as session:
        floor = measured_noise_floor(session, shared)
    assert floor == again.noise_floor == report.noise_floor


def test_where_nothing_else_is_shared_the_calibration_pool_tells(studio, shared, ada, ben):
    """One judgment a pair and a pool that everybody judges: of its three pairs people agree on two."""
    pairs = add_pairs(studio, shared, 5)
    with studio.db.write() as session:
        session.exec(update(Pair).where(col(Pair.id).in_(pairs[:3])).values(pool=Pool.CALIBRATION))
    for pair in pairs[:4]:
        say(studio, shared, ada, pair, "candidate_0")
    for pair in pairs[:3]:
        say(studio, shared, ben, pair, "candidate_1" if pair == pairs[2] else "candidate_0")
    report = report_of(studio, shared)
    assert (report.agreement.percent.value, report.only_calibration) == (pytest.approx(2 / 3), True)
    assert report.agreement.percent.too_few
    with studio.db.read() as session:
        assert measured_noise_floor(session, shared) == report.noise_floor


def test_imports_tell_nothing_of_people(studio, shared, ada):
    """Their choices are votes of the consensus alone: no line, no agreement."""
    take(studio, shared, {"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 1})
    say(studio, shared, ada, 1, "candidate_1")
    report = report_of(studio, shared)
    assert [line.name for line in report.annotators] == ["Ada"]
    assert (report.agreement.percent.value, report.noise_floor) == (None, None)
    assert (report.votes, report.shared_pairs) == (2, 1)
    assert report.consensus[ConsensusMethod.MAJORITY].chosen == 1
    with studio.db.read() as session:  # the counts of pairs know no persons
        assert measured_noise_floor(session, shared).rank_loss == 0


def test_surplus_is_counted(studio, project, ada, ben):
    """Ben answers although Ada's judgment was the one needed."""
    (pair,) = add_pairs(studio, project, 1)
    say(studio, project, ada, pair, "candidate_0")
    say(studio, project, ben, pair, "candidate_0")
    assert report_of(studio, project).surplus == 1


def test_the_floor_from_counts(studio, shared, ada, ben, cleo):
    """Choices 0 0 1, 1 1 1 and 1 tie: two are equal with 1/3 and 1, 2/3 on average; H(0.789) = 0.516."""
    pairs = add_pairs(studio, shared, 3)
    said = (("candidate_0", "candidate_0", "candidate_1"), ("candidate_1",) * 3, ("candidate_1", "tie"))
    for pair, outcomes in zip(pairs, said, strict=True):
        for who, outcome in zip((ada, ben, cleo), outcomes, strict=False):
            say(studio, shared, who, pair, outcome)
    with studio.db.read() as session:
        assert measured_noise_floor(session, shared).rank_loss == pytest.approx(0.5157, abs=1e-4)
