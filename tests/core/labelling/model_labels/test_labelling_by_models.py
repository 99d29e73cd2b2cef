"""A model labels pairs through the real client: both orders, kept as they come, never twice."""

from threading import Event

import pytest

from core.access import SYSTEM
from core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from core.labelling import Outcome, Pair
from core.labelling.model_labels import (
    LabelRequest,
    ModelLabel,
    Which,
    label_cost,
    label_with_model,
    list_model_labellers,
)
from tests.core.builders import answer, new_person, new_project, rows_of, save, take
from tests.core.judges.judged import of_endpoint
from tests.core.labelling.model_labels.by_models import request
from tests.doubles.choosing import the_first


@pytest.fixture
def project(studio):
    """Pairs whose first candidate is shorter, and so better to the made-up judge."""
    found = new_project(studio, "Labelled")
    rows = [
        {"input_text": f"post {number}", "candidate_0": "Brief.", "candidate_1": "A longer answer."}
        for number in range(6)
    ]
    take(studio, found, *rows)
    return found


def label(studio, project, asked, **more):
    """Let the model label."""
    return label_with_model(studio.db, SYSTEM, project, asked, **more)


def test_each_pair_gets_a_label_of_both_orders(studio, project, endpoint):
    """With reasons; a second request of the same name finds nothing more to do."""
    done = label(studio, project, request(endpoint))
    assert (done.pairs, done.labelled, done.ties, done.unclear, done.failed) == (6, 6, 0, 0, 0)
    rows = rows_of(studio, ModelLabel)
    assert {(one.outcome, one.straight, one.swapped) for one in rows} == {(Outcome.CANDIDATE_0,) * 3}
    assert rows[0].reasons == "Both say what matters. One is clearer."
    assert len(endpoint.asked) == 12
    with pytest.raises(InvalidInput, match="nothing to label"):
        label(studio, project, request(endpoint))


def test_a_judge_that_goes_by_the_order_prefers_nothing(studio, project, endpoint):
    """Its labels are ties, and said to have turned."""
    endpoint.picks = the_first
    assert label(studio, project, request(endpoint)).ties == 6
    (figures,) = studio.db.ask(list_model_labellers, project.id)
    assert (figures.labels, figures.ties, figures.turned, figures.agreement) == (6, 6, 6, None)


def test_cancelled_it_goes_on_where_it_ended(studio, project, endpoint):
    """By a stop, or by whoever is shown it; what was kept stays, and no pair is asked about twice."""
    one_by_one = LabelRequest("careful", of_endpoint(endpoint, at_once=1), Which.ALL)
    stop = Event()
    done = label(studio, project, one_by_one, show=lambda at: at.labelled == 2 and stop.set(), stop=stop)
    assert (done.pairs, done.labelled, len(rows_of(studio, ModelLabel))) == (6, 2, 2)

    def leave(at):
        if at.labelled == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        label(studio, project, one_by_one, show=leave)
    assert len(rows_of(studio, ModelLabel)) == 3
    assert label(studio, project, one_by_one).words.startswith("3 of 3 pairs have a label, 0 of them ties")
    assert len({one.pair_id for one in rows_of(studio, ModelLabel)}) == 6
    assert len(endpoint.asked) == 12


def test_what_it_costs_is_known_before(studio, project, endpoint):
    """Two calls a pair that is open; nothing was sent."""
    found = studio.db.ask(label_cost, project.id, request(endpoint, most=4))
    assert (found.pairs, found.judge.calls) == (4, 8)
    assert found.judge.tokens_in[1] > 0
    assert endpoint.asked == []


def test_pairs_that_people_have_judged_can_be_asked_for(studio, project, endpoint):
    """And those that nobody has."""
    save(studio, new_person(studio), project, answer(rows_of(studio, Pair)[2].id))
    judged = studio.db.ask(label_cost, project.id, request(endpoint, which=Which.JUDGED))
    open_ones = studio.db.ask(label_cost, project.id, request(endpoint, which=Which.UNJUDGED))
    assert (judged.pairs, open_ones.pairs) == (1, 5)
    label(studio, project, request(endpoint, which=Which.JUDGED))
    (figures,) = studio.db.ask(list_model_labellers, project.id)
    assert (figures.compared, figures.agreeing, figures.agreement) == (1, 1, 1.0)


@pytest.mark.parametrize("trouble", ["nonsense", "refusal", "cut"])
def test_what_gives_no_choice_is_kept_and_not_asked_again(studio, project, endpoint, trouble):
    """With a sentence, and in no outcome."""
    endpoint.trouble = trouble
    done = label(studio, project, request(endpoint))
    assert (done.labelled, done.unclear, done.failed) == (0, 6, 0)
    assert all(one.outcome is None and one.trouble for one in rows_of(studio, ModelLabel))
    with pytest.raises(InvalidInput, match="nothing to label"):
        label(studio, project, request(endpoint))


def test_an_endpoint_that_is_away_leaves_what_came(studio, project, endpoint):
    """A sentence; the next request asks about the rest."""
    endpoint.trouble = "away"
    with pytest.raises(Unavailable):
        label(studio, project, request(endpoint))
    assert rows_of(studio, ModelLabel) == []
    endpoint.trouble = ""
    assert label(studio, project, request(endpoint)).labelled == 6


def test_a_name_is_one_model_with_one_instruction(studio, project, endpoint):
    """Other instructions are other labels; how many are asked at a time is not."""
    label(studio, project, request(endpoint, most=2))
    other = LabelRequest("careful", of_endpoint(endpoint, instruction="Prefer the longer."), Which.ALL)
    with pytest.raises(Conflict, match="give another name"):
        label(studio, project, other)
    slower = LabelRequest("careful", of_endpoint(endpoint, at_once=1), Which.ALL)
    assert label(studio, project, slower).labelled == 4


def test_without_a_key_nothing_begins(studio, project):
    """Neither a row nor an entry."""
    asked = LabelRequest("careful", of_endpoint(_Nowhere(), key_variable="NO_SUCH_API_KEY"), Which.ALL)
    with pytest.raises(NotAllowed):
        label(studio, project, asked)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_that_is_none_is_refused(endpoint, name):
    with pytest.raises(InvalidInput):
        request(endpoint, name)


class _Nowhere:
    address = "http://127.0.0.1:9/v1"
