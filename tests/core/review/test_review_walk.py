"""Whatever happens in a review, and in whichever order, its counts are those of its verdicts."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import col, update

from core.access import SYSTEM, Role
from core.db import now
from core.merge_people import merge_people
from core.review import (
    Asked,
    Comparison,
    Design,
    Reviewing,
    ReviewItem,
    ReviewLease,
    Verdict,
    VerdictOutcome,
    change_review,
    get_review,
    last_verdict,
    leave_review,
    look_openly,
)
from tests.core.builders import answer, new_person, rows_of
from tests.core.review.review_scene import prepared, read, save, shown

STEPS = 60
NAMES = ("Rhea", "Remy", "Rita", "Rolf", "Rosa")


class Walk:
    """People at a review who do at random what their pages let them do."""

    def __init__(self, studio, project, seed):
        self.studio, self.lot = studio, Random(seed)  # noqa: S311 - which steps come is no secret
        self.people = [new_person(studio, Role.REVIEWER, name) for name in NAMES]
        self.k = self.lot.choice([1, 2])
        models = self.lot.choice([2, 3])
        self.design = Design(per_item=self.k, asked=Asked(both_bad=True))
        self.review = prepared(
            studio, project, 12, design=self.design, models=models, reviewers=self.people, title=f"{seed}"
        )
        self.pages = {one.id: [] for one in self.people}
        self.late = set()
        self.item_of = {one.id: one.item_id for one in rows_of(studio, Comparison)}

    def _is_open(self):
        return read(self.studio, get_review, self.review.id).is_open

    def _someone(self):
        return self.lot.choice(self.people)

    def _load(self):
        person = self._someone()
        self.pages[person.id] = shown(self.studio, self.review, person, limit=self.lot.choice([1, 3, 5]))

    def _give(self):
        person = self._someone()
        if page := self.pages[person.id]:
            pair = page.pop(0)
            outcome = self.lot.choice([pair.left.token, pair.right.token, "tie", "both_bad", "skip"])
            flag = self.lot.choice([None, None, "Something else"])
            save(self.studio, person, self.review, answer(pair.id, outcome, flag=flag))

    def _take_back(self):
        """And the page shows the pair again at once, as it does in a browser."""
        person = self._someone()
        last = read(self.studio, last_verdict, Reviewing(self.review, person.id))
        if last is not None:
            save(self.studio, person, self.review, answer(last.pair.id, "undo", undoes=last.id))
            self.pages[person.id] = [last.pair, *self.pages[person.id]]
            item = self.item_of[last.pair.id]
            held = {(one.item_id, one.person_id) for one in rows_of(self.studio, ReviewLease)}
            if (item, person.id) not in held:
                # Others have meanwhile taken the place of a skip, or of what had run out.
                assert last.outcome == "skip" or item in self.late
                self.late.add(item)

    def _leave(self):
        person = self._someone()
        self.pages[person.id] = []
        with self.studio.db.write() as session:
            leave_review(session, Reviewing(self.review, person.id))

    def _go_to_lunch(self):
        """All that one person holds runs out, while the page still shows it."""
        person = self._someone()
        theirs = [one for one in rows_of(self.studio, ReviewLease) if one.person_id == person.id]
        self.late |= {one.item_id for one in theirs}
        over = now() - timedelta(minutes=1)
        with self.studio.db.write() as session:
            mine = col(ReviewLease.person_id) == person.id
            session.exec(update(ReviewLease).where(mine).values(expires_at=over))

    def _plan_anew(self):
        self.k = self.k % 3 + 1
        self.design = self.design.model_copy(update={"per_item": self.k})
        self._change()
        if self.k == 1:
            self.late |= {one.id for one in rows_of(self.studio, ReviewItem)}

    def _drop_out(self):
        if len(self.people) > 3:
            gone = self.people.pop()
            del self.pages[gone.id]
            self._change()

    def _look(self):
        if len(self.people) > 3:
            gone = self.people.pop()
            with self.studio.db.write() as session:
                look_openly(session, gone, self.review)
            self._change()

    def _merge(self):
        if len(self.people) > 3:
            kept, other = self.people[0], self.people.pop()
            with self.studio.db.write() as session:
                merge_people(session, SYSTEM, kept.id, other.id)
            del self.pages[other.id]
            self.pages[kept.id] = []

    def _change(self):
        with self.studio.db.write() as session:
            ids = [one.id for one in self.people]
            change_review(session, SYSTEM, self.review, design=self.design, reviewers=ids, note="so")

    def go(self):
        """So many steps, after each of which everything is counted anew."""
        often = [self._load, self._give, self._give, self._give, self._give, self._take_back]
        rare = [self._leave, self._go_to_lunch, self._plan_anew, self._drop_out, self._look, self._merge]
        for _ in range(STEPS):
            if not self._is_open():
                break
            self.lot.choice(often if self.lot.random() < 0.85 else rare)()
            self._check()

    def _check(self):
        stand = [
            one
            for one in rows_of(self.studio, Verdict)
            if one.withdrawn_by is None and one.outcome != VerdictOutcome.UNDO
        ]
        theirs = Counter((one.item_id, one.person_id) for one in stand)
        assert max(theirs.values(), default=1) == 1
        leases = rows_of(self.studio, ReviewLease)
        assert not [one for one in leases if (one.item_id, one.person_id) in theirs]
        told = [one for one in stand if one.outcome != VerdictOutcome.SKIP]
        given, skipped = Counter(one.item_id for one in told), Counter(one.item_id for one in stand)
        skipped.subtract(given)
        held = Counter(one.item_id for one in leases)
        for item in rows_of(self.studio, ReviewItem):
            assert (item.given, item.skipped, item.needed) == (given[item.id], skipped[item.id], self.k)
            assert item.open == (item.given < self.k and item.skipped < self.k + 2)
            assert item.given + held[item.id] <= self.k or item.id in self.late
        counts = Counter((one.comparison_id, one.outcome.value) for one in stand)
        flags = Counter(one.comparison_id for one in stand if one.flag)
        for one in rows_of(self.studio, Comparison):
            kept = (one.first_won, one.second_won, one.ties, one.both_bad, one.flags)
            told = (counts[one.id, outcome] for outcome in ("first", "second", "tie", "both_bad"))
            assert kept == (*told, flags[one.id])
        assert self._is_open() or not leases


@pytest.mark.parametrize("seed", [2, 6])
def test_counts_hold_whatever_happens(studio, project, seed):
    """No item gets more verdicts than it needs, but for a lease that ran out or a plan that was changed."""
    Walk(studio, project, seed).go()
