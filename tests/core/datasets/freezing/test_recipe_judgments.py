"""Whose judgments count, and what goes before them: what is settled, what is gold."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlmodel import col, update

from core.access import SYSTEM
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, list_judges, preview
from core.errors import InvalidInput
from core.labelling import Judgment, Outcome, Pair, Purpose
from core.labelling.acts import leave_out
from core.labelling.consensus import ConsensusRule
from core.labelling.quality import ConsensusMethod
from tests.core.builders import (
    add_pairs,
    answer,
    frozen,
    make_gold,
    new_person,
    new_project,
    row,
    rows_in,
    rows_of,
    save,
    take,
)
from tests.core.datasets.team_votes import choices_in, vote, weights_in

DAWID_SKENE = ConsensusMethod.DAWID_SKENE


@pytest.fixture
def project(studio):
    """Three judgments a pair; people may say that neither will do."""
    return new_project(studio, judgments_per_pair=3, choices="with tie and both bad")


@pytest.fixture
def team(studio):
    """Ada, Ben and Cleo."""
    return [new_person(studio, name=name) for name in ("Ada", "Ben", "Cleo")]


def settle(studio, pair: int, outcome: str) -> None:
    """What an adjudicator's decision leaves on the pair."""
    with studio.db.write() as session:
        session.exec(update(Pair).where(col(Pair.id) == pair).values(settled=outcome, priority=None))


def add_judgment(studio, project, pair: int, person, **more) -> None:
    """A judgment of a kind that nobody gives at will."""
    now = datetime.now(UTC)
    given = {"outcome": Outcome.CANDIDATE_1, "answered_at": now, "received_at": now} | more
    with studio.db.write() as session:
        session.add(
            Judgment(id=str(uuid4()), project_id=project.id, pair_id=pair, person_id=person.id, **given)
        )


@pytest.mark.parametrize("weights", [False, True])
def test_only_the_judgments_of_some_people(studio, project, team, weights):
    """Ada's and Ben's: post 0 is theirs, post 1 only Cleo judged, post 2 is a tie between them."""
    ada, ben, _ = team
    vote(studio, project, team, "0.1", "..1", "011", "11.")
    recipe = PreferenceRecipe(people=(ben.id, ada.id, ben.id), weights=weights)
    assert recipe.people == (ada.id, ben.id)
    made = frozen(studio, project, recipe)
    assert choices_in(made) == {0: 0, 3: 1}
    assert made.counts == {
        "prefers candidate_0": 1,
        "prefers candidate_1": 1,
        "ties": 1,
        "judged by others only": 1,
    }


def test_the_minimum_of_judgments_is_of_those_that_count(studio, project, team):
    """Of three judgments on post 0, two are Ada's and Ben's; of three on post 1, one is a skip."""
    ada, ben, _ = team
    vote(studio, project, team, "000", "00s")
    recipe = PreferenceRecipe(people=(ada.id, ben.id), minimum_judgments=3)
    with pytest.raises(InvalidInput, match="2 too few judgments"):
        frozen(studio, project, recipe)
    assert choices_in(frozen(studio, project, PreferenceRecipe(minimum_judgments=3))) == {0: 0}


def test_what_is_settled_overrules_everything(studio, project, team):
    """Against a unanimous vote, a gold answer, a minimum of judgments, and whose judgments count.

    Post 3 was settled as a tie, post 4 as both bad: they have no choice whatever people said.
    """
    pairs = vote(studio, project, team, "000", "0", ".", "111", "000")
    make_gold(studio, project, [pairs[2]], "candidate_0")
    for pair, outcome in zip(
        pairs, ("candidate_1", "candidate_1", "candidate_1", "tie", "both_bad"), strict=True
    ):
        settle(studio, pair, outcome)
    recipe = PreferenceRecipe(minimum_judgments=3, minimum_confidence=1.0, weights=True, people=(team[2].id,))
    made = frozen(studio, project, recipe)
    assert weights_in(made) == {0: 1.0, 1: 1.0, 2: 1.0}
    assert set(choices_in(made).values()) == {1}
    assert made.counts == {"prefers candidate_1": 3, "ties": 2}
    assert choices_in(frozen(studio, project)) == {0: 1, 1: 1, 2: 1}


def test_gold_pairs_go_in_with_their_right_answer_or_not_at_all(studio, project, team):
    """Post 0 is gold: two of three got it wrong, and nobody asks them."""
    pairs = vote(studio, project, team, "110", "1")
    make_gold(studio, project, pairs[:1], "candidate_0")
    assert choices_in(frozen(studio, project)) == {0: 0, 1: 1}
    without = frozen(studio, project, PreferenceRecipe(gold=False))
    assert choices_in(without) == {1: 1}
    assert without.counts == {"prefers candidate_1": 1, "gold pairs": 1}


def test_what_is_left_out_by_hand_is_in_no_set_and_counted(studio, project, team):
    """Whatever it is, and whichever kind of set: post 0 is judged, post 1 gold, post 2 has nobody's answer.

    A split of the posts is the same with and without them.
    """
    pairs = vote(studio, project, team, "000", "11", ".", "111", "00", "11")
    make_gold(studio, project, pairs[1:2], "candidate_0")
    posts = PromptRecipe(pool=PromptPool.PAIRS, evaluation_share=0.5)
    before = {one["input_text"] for one in rows_in(frozen(studio, project, posts))}
    with studio.db.write() as session:
        leave_out(session, SYSTEM, project, pairs[:3], "Broken.")
    made = frozen(studio, project)
    assert choices_in(made) == {3: 1, 4: 0, 5: 1}
    assert made.counts == {"prefers candidate_0": 1, "prefers candidate_1": 2, "left out by hand": 2}
    with studio.db.read() as session:
        assert preview(session, project, PreferenceRecipe()).left_out == {"left out by hand": 2}
    prompts = frozen(studio, project, posts)
    assert prompts.counts["left out by hand"] == 3
    assert {one["input_text"] for one in rows_in(prompts)} == before - {"post 0", "post 1", "post 2"}


def test_a_gold_tie_has_no_choice(studio, project, team):
    """An adjudicator may make one."""
    pairs = vote(studio, project, team, "0", "1")
    make_gold(studio, project, pairs[:1], "tie")
    made = frozen(studio, project)
    assert (choices_in(made), made.counts) == ({1: 1}, {"prefers candidate_1": 1, "ties": 1})


@pytest.mark.parametrize("method", [ConsensusMethod.MAJORITY, DAWID_SKENE])
@pytest.mark.parametrize(
    "kind", [{"is_retest": True, "purpose": Purpose.RETEST}, {"purpose": Purpose.QUALIFICATION}]
)
def test_re_tests_and_qualifications_never_count(studio, project, team, method, kind):
    """Ada says 0 and at the second time 1, or Ben 1 for his qualification: 0 is unanimous all the same."""
    ada, ben, _ = team
    (pair,) = vote(studio, project, team, "0")
    add_judgment(studio, project, pair, ada if "is_retest" in kind else ben, **kind)
    recipe = PreferenceRecipe(consensus=method, rule=ConsensusRule.UNANIMOUS, weights=True)
    assert choices_in(frozen(studio, project, recipe)) == {0: 0}
    with pytest.raises(InvalidInput, match="too few judgments"):
        frozen(studio, project, PreferenceRecipe(minimum_judgments=2))


def test_imported_choices_are_votes(studio, project, team):
    """Two people outvote the file on post 0; whoever stands for imports can be left out like anybody."""
    take(studio, project, row(0, choice=1), row(1, choice=1))
    first = rows_of(studio, Pair)[0].id
    for person in team[:2]:
        save(studio, person, project, answer(first, "candidate_0"))
    with studio.db.read() as session:
        judges = {one.name: one.id for one in list_judges(session, project)}
    assert list(judges) == ["Ada", "Ben", "Imported choices"]
    assert choices_in(frozen(studio, project)) == {0: 0, 1: 1}
    only = PreferenceRecipe(people=(judges["Imported choices"],))
    assert choices_in(frozen(studio, project, only)) == {0: 1, 1: 1}


def test_who_may_be_chosen_has_judged_in_this_project(studio, project, team):
    """A skip is no judgment, nor is an answer elsewhere."""
    vote(studio, project, team, "0s")
    other = new_project(studio, "Other")
    (pair,) = add_pairs(studio, other, 1)
    save(studio, team[2], other, answer(pair))
    with studio.db.read() as session:
        assert [one.name for one in list_judges(session, project)] == ["Ada"]
