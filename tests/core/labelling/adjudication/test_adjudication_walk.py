"""A walk of random actions: whatever people and adjudicators do, the kept counts are those of the rows."""

import random
from contextlib import suppress

import pytest

from core.access import Role
from core.errors import StudioError
from core.labelling import Decision, Judgment, Order, Return
from core.labelling.acts import (
    bring_back,
    leave_out,
    settle_pairs,
    share_with_all,
    stop_sharing,
    take_off_gold,
    want_more,
)
from core.labelling.judging import return_judgments
from core.labelling.models import UNDO
from tests.core.adjudicating import give_back, open_again, rule
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    expire,
    new_person,
    new_project,
    rows_of,
    save,
)

ACTIONS = 200
LOOK_EVERY = 20
MANY = (
    (leave_out, "Broken."),
    (bring_back,),
    (bring_back,),
    (share_with_all,),
    (stop_sharing,),
    (want_more, 2),
    (want_more, 0),
    (take_off_gold,),
    (settle_pairs, None),
    (return_judgments, "Look again."),
    (return_judgments, "And again."),
)
OUTCOMES = ("candidate_0", "candidate_1", "tie", "both_bad")


class Walk:
    """Three annotators and a lead who do at random what their pages offer."""

    def __init__(self, studio, order, seed):
        self.studio, self.random = studio, random.Random(seed)  # noqa: S311 - a walk that can be walked again
        self.project = new_project(
            studio,
            judgments_per_pair=2,
            order=order,
            choices="with tie and both bad",
            gold_rate=0.2,
            calibration_rate=0.1,
            calibration_pairs=2,
        )
        self.pairs = add_pairs(studio, self.project, 12)
        self.lead = new_person(studio, Role.LEAD, "Lea")
        self.people = [new_person(studio, name=name) for name in ("Ada", "Ben", "Cleo")]

    def step(self):
        """One action at random."""
        acts = (self.undo, self.give_back, self.decide, self.reopen, self.reopen, self.act_on_many)
        actions = (self.label,) * 4 + acts
        with suppress(StudioError):  # what a stale page may ask for and is refused
            self.random.choice(actions)()

    def label(self):
        """Take what is assigned, sometimes too late, and answer one pair of it."""
        person = self.random.choice(self.people)
        assignment = assign_to(self.studio, self.project, person, ahead=self.random.choice([1, 2, 4]))
        if self.random.random() < 0.1:
            expire(self.studio, person)
        if assignment.pairs:
            shown = self.random.choice(assignment.pairs)
            said = answer(
                shown.id, self.random.choice((*OUTCOMES, "skip")), active_ms=self.random.randrange(9)
            )
            save(self.studio, person, self.project, said)

    def undo(self):
        """Take back an answer, also one that was taken back already."""
        given = self._a_judgment()
        person = next(one for one in self.people if one.id == given.person_id)
        save(self.studio, person, self.project, answer(given.pair_id, UNDO, undoes=given.id))

    def give_back(self):
        """Return an answer, whichever."""
        give_back(self.studio, self.lead, self.project, self._a_judgment().id)

    def decide(self):
        """Settle a pair, sometimes as gold or as an example."""
        pair, gold = self.random.choice(self.pairs), self.random.random() < 0.2
        example = self.random.random() < 0.3
        outcome = self.random.choice(OUTCOMES)
        rule(
            self.studio,
            self.lead,
            self.project,
            pair,
            outcome,
            note="So.",
            make_gold=gold,
            make_example=example,
        )

    def reopen(self):
        """Take a decision back, if there is one."""
        open_again(self.studio, self.lead, self.project, self.random.choice(self.pairs))

    def act_on_many(self):
        """What the pairs page does to several pairs at once."""
        some = self.random.sample(self.pairs, 4)
        act, *more = self.random.choice(MANY)
        with self.studio.db.write() as session:
            act(session, self.lead, self.project, some, *more)

    def _a_judgment(self):
        given = rows_of(self.studio, Judgment)
        if not given:
            raise StudioError
        return self.random.choice(given)


@pytest.mark.parametrize("order", list(Order))
def test_counts_hold_on_a_random_walk(studio, order):
    """200 actions, counted anew after each 20: judgments, votes, holders, places, coverage, tallies."""
    walk = Walk(studio, order, seed=len(order.value))
    for number in range(1, ACTIONS + 1):
        walk.step()
        if number % LOOK_EVERY == 0:
            assert_counts_hold(studio)
    assert len(rows_of(studio, Return)) >= 3
    assert len(rows_of(studio, Decision)) >= 10
