"""The results of a closed review are its verdicts counted, and the sentence on top says no more."""

from dataclasses import replace

import numpy as np
import pytest

from core.access import Role
from core.errors import Conflict
from core.review import Asked, Closing, Design, LeftOut, StopRule, Teacher, close_early, get_review
from core.review.results import claim, early, part_name, remarks_of, results
from core.review.statistics import Votes, confidence_sequence, win_rate
from tests.core.builders import new_person, statements
from tests.core.review.big_review import Drawn, close, give_verdicts
from tests.core.review.review_scene import judge, prepared, read


@pytest.fixture
def trio(studio):
    """Three reviewers."""
    return [new_person(studio, Role.REVIEWER, name) for name in ("Rhea", "Remy", "Rudi")]


def closed(studio, project, trio, count=60, per_item=3, *, drawn=None, how=Closing.BY_RULE, **design):
    """A closed review with drawn verdicts; gives it and its verdicts."""
    plan = Design(per_item=per_item, **design)
    chosen = prepared(studio, project, count, design=plan)
    rows = give_verdicts(studio, chosen, [one.id for one in trio], per_item, drawn)
    return close(studio, chosen, how, "time is short" if how == Closing.EARLY else ""), rows


def score_of(rows):
    """Verdicts as scores, counted again by hand."""
    return np.array([{"first": 0.0, "second": 1.0}.get(row["outcome"], 0.5) for row in rows])


def test_nobody_sees_results_of_an_open_review(studio, project, trio):
    """Not even whoever leads it."""
    chosen = prepared(studio, project, 3)
    judge(studio, chosen, trio[0], "first", "second")
    with pytest.raises(Conflict, match="is open: its results are shown to everybody at once"):
        read(studio, results, chosen)


def test_the_figures_are_those_of_the_verdicts(studio, project, trio):
    """Counts, win rate with and without ties, pass rates and sides agree with counting the rows again."""
    chosen, rows = closed(studio, project, trio, drawn=Drawn(0.7, bar=True), asked=Asked(quality_bar="good"))
    found = read(studio, results, chosen)
    score = score_of(rows)
    duel = found.duel
    assert duel.preference.rate.value == pytest.approx(score.mean())
    assert duel.preference.without_ties.value == pytest.approx(score[score != 0.5].mean())
    assert (duel.preference.counts.n, found.verdicts, found.judged, found.skips) == (180, 180, 60, 0)
    assert duel.preference.counts.ties == (score == 0.5).sum()
    people = np.array([row["person_id"] for row in rows])
    again = win_rate(Votes(np.arange(180) // 3, people, score)).interval
    assert duel.preference.rate.interval.lower == pytest.approx(again.lower)
    assert duel.passes.second.value == pytest.approx(np.mean([row["second_passes"] for row in rows]))
    left = np.array([row["left"] == "second" for row in rows])
    assert duel.preference.position.second_left == pytest.approx(left.mean())
    assert duel.preference.position.left.value == pytest.approx(np.where(left, score, 1 - score).mean())


def test_parts_and_sides_are_told_by_the_names_of_models(studio, project, trio):
    """A reader does not know which model is the second."""
    chosen, _ = closed(studio, project, trio, drawn=Drawn(left=0.9))
    found = read(studio, results, chosen)
    (part,) = found.duel.preference.slices
    assert (part.name, part_name(part, "model B")) == ("equally long", "equally long")
    assert part_name(replace(part, name="second longer"), "model B") == "model B longer"
    assert part_name(replace(part, kind="stratum", name="second"), "model B") == "second"
    assert any("the answer of model B stood on the left in" in one for one in remarks_of(found))


def test_each_reviewer_has_their_part(studio, project, trio):
    """Verdicts, win rate, agreement with the others and whether a model learned from them."""
    chosen, rows = closed(studio, project, trio)
    with studio.db.write() as session:
        session.add(Teacher(review_id=chosen.id, person_id=trio[1].id))
    found = read(studio, results, chosen)
    by_name = {one.name: one for one in found.reviewers}
    assert [one.verdicts for one in found.reviewers] == [60, 60, 60]
    assert [by_name[name].taught for name in ("Rhea", "Remy", "Rudi")] == [False, True, False]
    theirs = score_of([row for row in rows if row["person_id"] == trio[0].id])
    assert by_name["Rhea"].rate.value == pytest.approx(theirs.mean())
    assert all(one.agrees is not None for one in found.reviewers)
    rest = score_of([row for row in rows if row["person_id"] != trio[1].id])
    without = found.duel.preference.without_teachers
    assert (without.value, without.n, without.reviewers) == (pytest.approx(rest.mean()), 120, 2)
    assert any("1 of 3 reviewers judged pairs that a model learned from" in one for one in remarks_of(found))


def test_an_early_end_is_said_with_its_reason(studio, project, trio):
    """By whom, after how many verdicts, and why that is no peeking."""
    chosen = prepared(studio, project, 5, design=Design(per_item=2))
    judge(studio, chosen, trio[0], "second", "skip")
    lead = new_person(studio, Role.LEAD, "Lea")
    with studio.db.write() as session:
        close_early(session, lead, get_review(session, chosen.id), "time is short")
    found = read(studio, results, chosen)
    assert early(found) == (
        "Closed early by Lea after 1 of 10 planned verdicts (“time is short”); verdicts were hidden until"
        " then, so the end was not chosen by the result."
    )
    assert remarks_of(found)[0] == early(found)
    assert (found.verdicts, found.skips) == (1, 1)


@pytest.mark.parametrize(
    ("drawn", "count", "people", "says"),
    [
        (Drawn(0.8, 0.1), 200, 3, "model B is better than model A: it won "),
        (Drawn(0.2, 0.1, by_reviewer=0), 200, 3, "model B is worse than model A: it won "),
        (Drawn(0.5, 0.9, by_item=0, by_reviewer=0), 300, 3, "are about equal, with a difference of probably"),
        (Drawn(0.5), 40, 3, "Whether model B is better than model A cannot be told from this review"),
        (Drawn(0.95, 0), 12, 3, "model B is perhaps better than model A, but there are too few items"),
        (Drawn(0.8), 100, 1, "The only reviewer finds model B better than model A: it won "),
        (Drawn(0.8), 100, 1, "they say nothing of what others prefer"),
    ],
)
def test_the_sentence_on_top_claims_what_the_interval_holds(
    studio, project, trio, drawn, count, people, says
):
    """Better, worse, equal, not to be told, too few, one person alone."""
    chosen, _ = closed(studio, project, trio[:people], count, people, drawn=drawn)
    assert says in claim(read(studio, results, chosen))


def test_reviewers_who_differ_speak_for_themselves_only(studio, project, trio):
    """All three prefer it clearly, by very different shares: of others nothing can be said."""
    chosen = prepared(studio, project, 60, design=Design(per_item=3))
    for number, (one, share) in enumerate(zip(trio, (0.95, 0.9, 0.5), strict=True)):
        give_verdicts(studio, chosen, [one.id], 1, Drawn(share, 0, 0, 0, seed=number, tag=one.name))
    said = claim(read(studio, results, close(studio, chosen)))
    assert said.startswith("These 3 reviewers find model B better than model A (for them ")
    assert "what others would say cannot be told from so few" in said


def test_a_review_that_only_asks_for_passes_concludes_on_passes(studio, project, trio):
    """The sentence is on the paired difference; there is no win rate."""
    bar = Asked(preference=False, quality_bar="good", axes=())
    chosen, rows = closed(studio, project, trio, drawn=Drawn(bar=True, rated=True), asked=bar)
    found = read(studio, results, chosen)
    assert (found.duel.preference, found.agreement) == (None, None)
    gap = np.mean([row["second_passes"] for row in rows]) - np.mean([row["first_passes"] for row in rows])
    assert found.duel.passes.difference.value == pytest.approx(gap)
    assert "of model B's answers pass and" in claim(found)


def test_a_sequential_review_rests_on_its_sequence(studio, project, trio):
    """Items in the order of their last verdict; the plain interval is not what the sentence says."""
    chosen, rows = closed(studio, project, trio, 80, drawn=Drawn(0.8, 0.1), stop=StopRule.SEQUENTIAL)
    found = read(studio, results, chosen)
    expected = confidence_sequence(score_of(rows).reshape(-1, 3).mean(axis=1))
    assert found.duel.preference.sequence.now == pytest.approx(expected.now)
    assert "95 % confidence sequence" in claim(found)
    assert "rests on the confidence sequence" in " ".join(remarks_of(found))


def test_three_models_meet_in_pairs(studio, project, trio):
    """Each two have their figures, and none of them is the result."""
    chosen = prepared(studio, project, 30, design=Design(per_item=3), models=3)
    for one in trio:
        judge(studio, chosen, one, *["second", "second", "first"] * 10)
    found = read(studio, results, close(studio, chosen))
    assert [(duel.first, duel.second) for duel in found.duels] == [(0, 1), (0, 2), (1, 2)]
    assert found.duel is None
    assert sum(duel.preference.counts.n for duel in found.duels) == 90
    assert found.ranking.strength.argsort().tolist()[0] == 0
    assert "3 models were compared in 90 verdicts: " in claim(found)


def test_a_review_without_verdicts_says_so(studio, project):
    """Closed by hand in the database; nothing is made up."""
    found = read(studio, results, close(studio, prepared(studio, project, 3)))
    assert (found.verdicts, found.duels, found.reviewers) == (0, (), ())
    assert claim(found) == "There are no verdicts, so nothing can be said."


def test_same_answers_can_be_counted_as_ties(studio, project, trio):
    """Prompts that both answered alike are never shown; 60 of them beside 60 judged ones halve the lead."""
    chosen, rows = closed(studio, project, trio, drawn=Drawn(0.8))
    with studio.db.write() as session:
        for number in range(60):
            session.add(LeftOut(review_id=chosen.id, prompt=f"{number}", reason="same answer", models=[0, 1]))
    found = read(studio, results, chosen).duel.preference
    assert found.rate.value == pytest.approx(score_of(rows).mean())
    assert found.same_as_ties.value - 0.5 == pytest.approx((found.rate.value - 0.5) / 2)


def test_no_query_more_for_more_verdicts(studio, project, trio):
    """The same statements for 5 items as for 60."""
    numbers = []
    for count in (5, 60):
        chosen, _ = closed(studio, project, trio, count)
        with statements(studio.db) as seen:
            read(studio, results, chosen)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] <= 14


def test_results_are_of_the_review_as_it_is(studio, project, trio):
    """A view from before the close does not help."""
    chosen, _ = closed(studio, project, trio, 5)
    stale = replace(chosen, state="open")
    assert read(studio, results, stale).verdicts == 15


def test_habits_with_length_are_of_each_reviewer_beside_the_others(studio, project, trio):
    """Their counts are the verdicts that named a winner of answers of unequal length; one alone has none."""
    chosen, rows = closed(studio, project, trio)
    found = read(studio, results, chosen)
    assert {one.name for one in found.habits} <= {str(one.id) for one in trio}
    assert sum(one.estimate.n for one in found.habits) <= np.count_nonzero(score_of(rows) != 0.5)
    alone = prepared(studio, project, 3)
    judge(studio, alone, trio[0], "first", "second", "second")
    assert read(studio, results, close(studio, alone)).habits == ()
