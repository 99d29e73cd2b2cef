"""Label quality on either database: the same figures, rulings and returns."""

import pytest

from core.labelling.adjudication import disputed_pairs, flagged_judgments, pair_history
from core.labelling.reports import measured_noise_floor, quality_report, quality_stamp, read_votes
from core.labelling.reports.votes import read_retests
from tests.core.adjudicating import give_back, open_again, returned_to, rule, say
from tests.core.builders import add_pairs, add_set, answer, assert_counts_hold, new_project, save


def test_figures_rulings_and_returns(any_studio, ada, ben, lea):
    """Ada and Ben differ on one of two pairs: half of their votes agree."""
    studio = any_studio
    project = new_project(studio, judgments_per_pair=2)
    one, two, three = add_pairs(studio, project, 3)
    for pair in (one, two):
        say(studio, project, ada, pair, "candidate_0", active_ms=9000)
    say(studio, project, ben, one, "candidate_1", flag="Broken text")
    given = say(studio, project, ben, two, "candidate_0")
    with studio.db.read() as session:
        report = quality_report(session, project)
        assert report.agreement.percent.value == pytest.approx(1 / 2)
        assert (report.votes, report.disputed, report.flagged) == (4, 1, 1)
        assert [line.name for line in report.annotators] == ["Ada", "Ben"]
        assert measured_noise_floor(session, project) == report.noise_floor
        assert len(read_votes(session, project, people=frozenset({ada.id})).code) == 2
        assert read_retests(session, project) == []
        assert [each.pair.id for each in disputed_pairs(session, project, limit=5)] == [one]
        assert [each.opinion.name for each in flagged_judgments(session, project, 5)] == ["Ben"]
        before = quality_stamp(session, project)
    rule(studio, lea, project, one, "candidate_1", note="So.", make_gold=True)
    give_back(studio, lea, project, given)
    rule(studio, lea, project, three)
    open_again(studio, lea, project, three)
    with studio.db.read() as session:
        assert returned_to(session, project, ben.id) == 1
        assert [entry.name for entry in pair_history(session, project, two)] == ["Ada", "Ben", "Lea"]
        assert quality_stamp(session, project) != before
    say(studio, project, ben, two, "tie")
    assert_counts_hold(studio)


def test_a_returned_ranking(any_studio, ada, lea):
    """The whole ranking counts out."""
    ranked = new_project(any_studio, mode="rankings")
    pairs = add_set(any_studio, ranked, "a", "b", "c")
    given = answer(pairs[0], "ranking", ranking=["answer_2", "answer_0", "answer_1"])
    save(any_studio, ada, ranked, given)
    assert_counts_hold(any_studio)
    give_back(any_studio, lea, ranked, given["id"])
    assert_counts_hold(any_studio)
