"""Judges work beside people: asked once, kept as answers come, hidden until the close, counted apart."""

import time

import pytest

from core.access import SYSTEM, Role
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from core.judges import Choice, SaidState
from core.review import Asked, Comparison, Design, Verdict
from core.review.judges import (
    JudgeState,
    JudgeVerdict,
    ReasonsWanted,
    ReviewJudge,
    get_judge,
    judge_reasons,
    judge_result,
    list_judges,
    plan_judge,
    run_judge,
    start_judge,
    stop_judge,
)
from core.review.judges.setting_up import instruction_for
from tests.core.builders import new_person, rows_of
from tests.core.review.judges.judged_reviews import added, at, closed, fancy
from tests.core.review.review_scene import judge, prepared, read
from tests.doubles.choosing import the_first
from tests.doubles.openai_server import KEY


@pytest.fixture
def review(studio, project):
    return prepared(studio, project, 10)


@pytest.fixture
def rhea(studio):
    return new_person(studio, Role.REVIEWER, "Rhea")


def test_each_comparison_is_asked_twice_and_kept(studio, review, endpoint):
    """Whatever the order, the choice names a model; nothing of people's verdicts is touched."""
    endpoint.picks = fancy
    sentences: list[str] = []
    done = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint)).id, tell=sentences.append)
    assert (done.state, done.said, done.left, done.going) == (JudgeState.DONE, 20, 0, False)
    rows = rows_of(studio, JudgeVerdict)
    assert len({(one.comparison_id, one.swapped) for one in rows}) == len(rows) == 20
    assert {one.choice for one in rows} == {"second"}
    assert sentences[-1] == "judge-1 has answered 20 of 20 questions."
    assert rows_of(studio, Verdict) == []
    assert {(one.first_won, one.second_won, one.ties) for one in rows_of(studio, Comparison)} == {(0, 0, 0)}


def test_the_cost_is_known_before_anything_is_sent(studio, review, endpoint):
    """And counts only what is still to be asked."""
    judge = at(endpoint)
    plan = read(studio, plan_judge, SYSTEM, review, judge, most=4)
    assert (plan.comparisons, plan.cost.calls) == (4, 8)
    assert "8 calls: 4 comparisons, each in both orders. It reads about" in plan.words
    assert endpoint.asked == []
    run_judge(studio.db, SYSTEM, added(studio, review, judge, most=4).id)
    read_in_truth = sum(len(prompt) for prompt in endpoint.prompts)
    assert plan.cost.tokens_in[1] == round(read_in_truth / 4)
    more = added(studio, review, judge, most=6)
    assert (more.state, more.words) == (
        JudgeState.STOPPED,
        "Stopped at 8 of 12 questions; start it to go on.",
    )
    again = read(studio, plan_judge, SYSTEM, review, judge)
    assert (again.comparisons, again.cost.calls) == (10, 12)


def test_the_same_judge_is_set_up_once(studio, review, endpoint):
    """Patience and how many at once make no other judge; the instruction does."""
    one = added(studio, review, at(endpoint), most=3)
    same = added(studio, review, at(endpoint, at_once=2, seconds=5))
    other = added(studio, review, at(endpoint, instruction="Judge otherwise."))
    assert one.id == same.id != other.id
    assert (same.judge.at_once, added(studio, review, at(endpoint), most=2).most) == (2, None)
    assert (same.comparisons, [found.id for found in read(studio, list_judges, review)]) == (10, [1, 2])


def test_a_second_start_goes_on_where_the_first_ended(studio, review, endpoint):
    """An outage in the middle: what was answered stays, and is not asked again."""
    judged = added(studio, review, at(endpoint, at_once=2))

    def outage(_: str) -> None:
        if len(endpoint.asked) >= 8:
            endpoint.trouble = "status"

    with pytest.raises(Unavailable, match="HTTP 503"):
        run_judge(studio.db, SYSTEM, judged.id, tell=outage)
    failed = read(studio, get_judge, judged.id)
    assert failed.state is JudgeState.FAILED
    assert "HTTP 503" in failed.trouble
    assert 8 <= failed.said < 20
    endpoint.trouble, before = "", len(endpoint.asked)
    assert run_judge(studio.db, SYSTEM, judged.id).state is JudgeState.DONE
    assert len(endpoint.asked) - before == 20 - failed.said


def test_cancelling_keeps_what_was_answered(studio, project, endpoint):
    review = prepared(studio, project, 100)
    judged = added(studio, review, at(endpoint, at_once=2))
    endpoint.seconds = 0.02
    thread = start_judge(studio.db, SYSTEM, judged.id)
    wait_until(lambda: rows_of(studio, JudgeVerdict))
    with studio.db.write() as session:
        assert stop_judge(session, SYSTEM, judged.id).going
    thread.join(10)
    found = read(studio, get_judge, judged.id)
    assert (found.state, found.going) == (JudgeState.STOPPED, False)
    assert found.said == len(endpoint.asked) < 200
    with studio.db.write() as session, pytest.raises(Conflict, match="nothing to stop"):
        stop_judge(session, SYSTEM, judged.id)


def test_two_never_ask_at_once(studio, project, endpoint):
    """Not even from two replicas: the claim stands in the database, and is renewed."""
    endpoint.seconds = 0.05
    judged = added(studio, prepared(studio, project, 60), at(endpoint, at_once=4))
    thread = start_judge(studio.db, SYSTEM, judged.id)
    time.sleep(1.3)  # longer than the claim lasts without a sign of life
    with pytest.raises(Conflict, match="is being asked already"):
        run_judge(studio.db, SYSTEM, judged.id)
    thread.join(20)
    assert len(endpoint.prompts) == len(set(endpoint.prompts)) == 120


def test_what_was_abandoned_can_be_started_again(studio, review, endpoint):
    """As after a kill: the claim runs out, and only what was not kept is asked again."""
    judged = added(studio, review, at(endpoint, at_once=1))

    def killed(_: str) -> None:
        if len(endpoint.asked) >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_judge(studio.db, SYSTEM, judged.id, tell=killed)
    kept = len(rows_of(studio, JudgeVerdict))
    assert kept >= 5
    run_judge(studio.db, SYSTEM, judged.id)
    assert len(set(endpoint.prompts)) == 20
    assert len(endpoint.prompts) <= 20 + 1  # the one that was on its way


def test_what_a_judge_says_is_hidden_until_the_close(studio, review, endpoint, rhea):
    """How far it is may be seen; what it said may not, by anybody."""
    judged = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint)).id)
    for look, more in ((judge_result, ()), (judge_reasons, (ReasonsWanted.AGAINST,))):
        with pytest.raises(Conflict, match="is shown when “Steeper” closes"):
            read(studio, look, review, judged.id, *more)
    judge(studio, review, rhea, "first")
    found = read(studio, judge_result, closed(studio, review), judged.id)
    assert found.judged == 10


def test_a_judge_stands_beside_people(studio, review, endpoint, rhea):
    """Six of ten verdicts are the judge's too; the shares are counted by hand."""
    endpoint.picks = fancy
    judged = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint)).id)
    judge(studio, review, rhea, *["second"] * 6, *["first"] * 3, "tie")
    review = closed(studio, review)
    found = read(studio, judge_result, review, judged.id)
    assert (found.won, found.rate.value, found.consistency) == ((0, 0, 10), 1.0, 1.0)
    assert (found.people.value, found.agreement.accuracy, found.agreement.kappa) == (0.65, 0.6, 0.0)
    assert found.agreement.table.tolist() == [[0, 0, 3], [0, 0, 1], [0, 0, 6]]
    assert "correcting takes 100" in found.corrected.estimate.method
    assert [one.name for one in found.slices] == ["both are equally long"]
    words = read(studio, judge_reasons, review, judged.id, ReasonsWanted.AGAINST)
    assert {one.people for one in words} == {(1, 0, 0)}
    assert len(words) == 3
    assert words[0].reasons == ("Both say what matters. One is clearer.",) * 2


def test_a_judge_that_goes_by_the_order_is_found_out(studio, review, endpoint, rhea):
    """Every verdict is a tie because it changed its mind, and that is said."""
    endpoint.picks = the_first
    judged = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint)).id)
    judge(studio, review, rhea, "first")
    review = closed(studio, review)
    found = read(studio, judge_result, review, judged.id)
    assert (found.won, found.changed, found.consistency, found.rate.value) == ((0, 10, 0), 10, 0.0, 0.5)
    assert len(read(studio, judge_reasons, review, judged.id, ReasonsWanted.CHANGED)) == 10


def test_the_win_rate_is_corrected_once_enough_have_both(studio, project, endpoint, rhea):
    """People saw 100 of 180 and chose as the judge did, half each; of the others it gave three of four.

    So they would have, and the rate moves from ½ to ¾ as far as the judge's word counts.
    """
    review = prepared(studio, project, 180)
    judged = added(studio, review, at(endpoint))
    judge(studio, review, rhea, *(["second", "first"] * 50))
    said = {one.comparison_id: one.outcome for one in rows_of(studio, Verdict)}
    others = [one.id for one in rows_of(studio, Comparison) if one.id not in said]
    say(studio, judged, said | {one: "second" if n % 4 else "first" for n, one in enumerate(others)})
    corrected = read(studio, judge_result, closed(studio, review), judged.id).corrected
    assert (corrected.both, corrected.judged) == (100, 80)
    assert corrected.estimate.value == pytest.approx(0.5 + corrected.weight / 4)
    assert corrected.estimate.interval.lower < corrected.estimate.value < corrected.estimate.interval.upper


def say(studio, judged, choices) -> None:
    """Keep these choices as if the judge had given them, in both orders."""
    with studio.db.write() as session:
        for number, choice in choices.items():
            for swapped in (False, True):
                row = {"comparison_id": number, "choice": Choice(choice), "state": SaidState.ANSWERED}
                session.add(JudgeVerdict(judge_id=judged.id, swapped=swapped, **row))


def test_what_held_no_choice_is_counted_and_shown(studio, review, endpoint, rhea):
    endpoint.trouble, endpoint.share = "refusal", 0.25
    judged = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint, at_once=1)).id)
    assert (judged.said, judged.unclear, judged.state) == (20, 5, JudgeState.DONE)
    judge(studio, review, rhea, "first")
    review = closed(studio, review)
    words = read(studio, judge_reasons, review, judged.id, ReasonsWanted.WITHOUT)
    assert len(words) == 10 - read(studio, judge_result, review, judged.id).judged
    assert any("The judge refuses to answer" in reason for one in words for reason in one.reasons)


def test_three_models_are_told_apart_by_pair(studio, project, endpoint, rhea):
    review = prepared(studio, project, 4, models=3)
    endpoint.picks = fancy
    judged = run_judge(studio.db, SYSTEM, added(studio, review, at(endpoint)).id)
    judge(studio, review, rhea, "first")
    review = closed(studio, review)
    found = {pair: read(studio, judge_result, review, judged.id, pair=pair) for pair in ((0, 1), (1, 2))}
    assert [found[pair].won for pair in found] == [(0, 0, 4), (4, 0, 0)]


def test_who_may_ask_is_an_engineer_or_a_lead(studio, review, endpoint, rhea):
    judged = added(studio, review, at(endpoint))
    for ask in (
        lambda: run_judge(studio.db, rhea, judged.id),
        lambda: start_judge(studio.db, rhea, judged.id),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            ask()
    assert endpoint.asked == []


def test_a_review_that_asks_for_no_preference_has_no_judge(studio, project, endpoint):
    design = Design(asked=Asked(preference=False, quality_bar="No invented facts."))
    with pytest.raises(InvalidInput, match="does not ask which answer is better"):
        added(studio, prepared(studio, project, 2, design=design), at(endpoint))
    assert "No invented facts." in instruction_for(design)


def test_no_key_is_kept(studio, review, endpoint, monkeypatch):
    """Its name is; and a judge without one cannot be set up."""
    judge = at(endpoint, key_variable="JUDGE_API_KEY")
    with pytest.raises(NotAllowed, match="JUDGE_API_KEY, which is not set"):
        added(studio, review, judge)
    monkeypatch.setenv("JUDGE_API_KEY", KEY)
    run_judge(studio.db, SYSTEM, added(studio, review, judge).id)
    assert KEY not in repr(rows_of(studio, ReviewJudge)) + repr(rows_of(studio, JudgeVerdict))


def wait_until(done) -> None:
    """Look every few milliseconds, for ten seconds."""
    until = time.monotonic() + 10
    while not done() and time.monotonic() < until:
        time.sleep(0.01)
    assert done()
