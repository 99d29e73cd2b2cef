"""Recipes that weigh votes or ask for confidence come to rows worked out by hand."""

import pytest
from pydantic import ValidationError

from core.datasets.delivery import read_dataset
from core.datasets.freezing import PreferenceRecipe
from core.errors import InvalidInput
from core.labelling import Pair
from core.labelling.consensus import ConsensusRule, TiePolicy, coin
from core.labelling.quality import ConsensusMethod
from tests.core.builders import frozen, make_gold, new_person, new_project, rows_of
from tests.core.datasets.team_votes import choices_in, vote, weights_in

WEIGHTED = ConsensusMethod.WEIGHTED
DAWID_SKENE = ConsensusMethod.DAWID_SKENE


@pytest.fixture
def project(studio):
    """Three judgments a pair; people may say that neither will do."""
    return new_project(studio, judgments_per_pair=3, choices="with tie and both bad")


@pytest.fixture
def team(studio):
    """Ada, Ben and Cleo."""
    return [new_person(studio, name=name) for name in ("Ada", "Ben", "Cleo")]


def test_votes_weigh_by_their_owners_gold_pairs(studio, project, team):
    """Of two gold pairs (right: 0) Ada has 2 right: (2+1)/(2+2) = 3/4, odds 3; Ben 1: 2/4, odds 1.

    Cleo answered none and gets their mean, 5/8: odds 5/3.

    - post 2, Ada 0 against Ben 1: 3 : 1 for candidate 0, so 3/4 = 0.75 (a tie by majority)
    - post 3, Ada and Cleo 0: 3 · 5/3 = 5 : 1, so 5/6 = 0.8333
    - post 4, Ben alone: 1 : 1, no choice
    - post 5, Ada 1 against Cleo 0: 3 : 5/3, so 9/14 = 0.6429 for candidate 1
    - post 6, Ada 0 and two who find neither good: no choice
    """
    gold = vote(studio, project, team, "00", "01", "01", "0.0", ".1", "1.0", "0bb")[:2]
    make_gold(studio, project, gold, "candidate_0")
    made = frozen(studio, project, PreferenceRecipe(consensus=WEIGHTED, weights=True))
    assert choices_in(made) == {0: 0, 1: 0, 2: 0, 3: 0, 5: 1}
    assert weights_in(made) == {0: 1.0, 1: 1.0, 2: 0.75, 3: 0.8333, 5: 0.6429}
    assert made.counts == {"prefers candidate_0": 4, "prefers candidate_1": 1, "ties": 2}


def test_without_gold_answers_votes_cannot_be_weighed(studio, project, team):
    """The sentence says what to do."""
    vote(studio, project, team, "00")
    with pytest.raises(InvalidInput, match="Nobody has answered a gold pair"):
        frozen(studio, project, PreferenceRecipe(consensus=WEIGHTED))


def test_dawid_and_skene_never_contradict_a_lone_vote(studio, project, team):
    """On 20 pairs Cleo contradicts Ada and Ben; where Cleo alone has voted, that vote is all there is."""
    votes = ["001", "110"] * 10
    vote(studio, project, team, *votes, "..0", "..1")
    learned = choices_in(frozen(studio, project, PreferenceRecipe(consensus=DAWID_SKENE)))
    assert (learned[20], learned[21]) == (0, 1)
    assert {number: learned[number] for number in range(20)} == {n: n % 2 for n in range(20)}


def test_a_minimum_confidence_leaves_out_what_is_less_sure(studio, project, team):
    """Single votes say nothing of how often people are right: any accuracy from 0.50 to 0.99 is as likely.

    The confidence of each is their mean, (0.50 + 0.99) / 2 = 0.745.
    """
    vote(studio, project, team, "0", "1", "=")
    kept = frozen(studio, project, PreferenceRecipe(minimum_confidence=0.745))
    assert choices_in(kept) == {0: 0, 1: 1}
    assert kept.counts == {"prefers candidate_0": 1, "prefers candidate_1": 1, "ties": 1}
    with pytest.raises(InvalidInput, match=r"left out: 1 ties, 2 too unsure"):
        frozen(studio, project, PreferenceRecipe(minimum_confidence=0.75))


def test_weights_come_last_and_drop_nothing(studio, project, team):
    """The four fields as ever, then the confidence: 0.745 as above; a coin's is one half."""
    pairs = vote(studio, project, team, "0", "=")
    mark = {pair.id: pair.content_hash for pair in rows_of(studio, Pair)}[pairs[1]]
    made = frozen(studio, project, PreferenceRecipe(weights=True, ties=TiePolicy.COIN, seed=3))
    first = '"input_text":"post 0","candidate_0":"zero 0","candidate_1":"one 0"'
    second = '"input_text":"post 1","candidate_0":"zero 1","candidate_1":"one 1"'
    assert read_dataset(made).decode().splitlines() == [
        f'{{{first},"choice":0,"weight":0.745}}',
        f'{{{second},"choice":{coin(3, mark)},"weight":0.5}}',
    ]


def test_a_minimum_holds_for_weighted_sets_too(studio, project, team):
    """Above the coin's one half and below the 0.745 of a single vote: the coin's pair goes."""
    vote(studio, project, team, "0", "=")
    recipe = PreferenceRecipe(weights=True, minimum_confidence=0.6, ties=TiePolicy.COIN)
    made = frozen(studio, project, recipe)
    assert weights_in(made) == {0: 0.745}
    assert made.counts == {"prefers candidate_0": 1, "ties": 1, "too unsure": 1}


@pytest.mark.parametrize("method", [ConsensusMethod.MAJORITY, DAWID_SKENE])
def test_a_unanimous_pair_is_one_whatever_the_method(studio, project, team, method):
    """Of "000", "001", "111" and "11b" two are."""
    vote(studio, project, team, "000", "001", "111", "11b")
    recipe = PreferenceRecipe(consensus=method, rule=ConsensusRule.UNANIMOUS, weights=True)
    made = frozen(studio, project, recipe)
    assert choices_in(made) == {0: 0, 2: 1}
    assert made.counts["ties"] == 2


@pytest.mark.parametrize("method", [ConsensusMethod.MAJORITY, DAWID_SKENE])
def test_the_same_judgments_weigh_the_same(studio, project, team, method):
    """To the byte, in another project and by other people, whatever the order of the sums."""
    votes = ["001", "110", "01", "1=0", "111", "0", ".11", "000", "0b0", "101"]
    recipe = PreferenceRecipe(consensus=method, weights=True, ties=TiePolicy.COIN)
    vote(studio, project, team, *votes)
    other = new_project(studio, "Other", judgments_per_pair=3, choices="with tie and both bad")
    others = [new_person(studio, name=name) for name in ("Xu", "Yan", "Zoe")]
    vote(studio, other, others[::-1], *votes)
    assert frozen(studio, project, recipe).sha256 == frozen(studio, other, recipe).sha256


@pytest.mark.parametrize(
    "wrong",
    [
        {"consensus": "loudest"},
        {"minimum_confidence": 1.1},
        {"minimum_confidence": -0.1},
        {"minimum_confidence": float("nan")},
        {"people": ["Ada"]},
        {"weights": "some"},
    ],
)
def test_a_recipe_that_cannot_be_meant_is_refused(wrong):
    """When it is written, not when it is used."""
    with pytest.raises(ValidationError):
        PreferenceRecipe(**wrong)
