"""Sixteen people at one review at once, on either database: nothing is lost, doubled, or closed twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from core.access import Role
from core.errors import NotAllowed
from core.review import Closing, Design, ReviewItem, ReviewLease, Verdict, VerdictOutcome, get_review
from tests.core.builders import answer, new_person, new_project, rows_of, undo
from tests.core.review.review_scene import judge, prepared, read, save, shown

PEOPLE, ITEMS, K = 16, 12, 3


@pytest.fixture
def crowd(any_studio):
    """Sixteen reviewers."""
    return [new_person(any_studio, Role.REVIEWER, f"Reviewer {number}") for number in range(PEOPLE)]


def all_at_once(people, act):
    """What each gets, who begin in one moment."""
    start = Barrier(len(people))

    def begin(person):
        start.wait()
        return act(person)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(begin, people))


def test_no_item_gets_more_than_it_needs_and_the_review_closes_once(any_studio, crowd):
    """Each judges until nothing is left; what was said to be saved stands, and it is what was planned."""
    review = prepared(any_studio, new_project(any_studio), ITEMS, design=Design(per_item=K))

    def work(person):
        told = []
        while True:
            try:
                pairs = shown(any_studio, review, person, limit=2)
            except NotAllowed:
                return told
            if not pairs:
                return told
            saved = save(any_studio, person, review, *(answer(one.id, one.left.token) for one in pairs))
            assert not saved.refused
            told += saved.acknowledged

    told = [one for each in all_at_once(crowd, work) for one in each]
    rows = rows_of(any_studio, Verdict)
    assert sorted(told) == sorted(one.id for one in rows)
    assert Counter(one.item_id for one in rows) == {one.id: K for one in rows_of(any_studio, ReviewItem)}
    closed = read(any_studio, get_review, review.id)
    assert (closed.is_open, closed.closing, closed.note) == (False, Closing.BY_RULE, "")
    assert {(one.given, one.open) for one in rows_of(any_studio, ReviewItem)} == {(K, False)}
    assert rows_of(any_studio, ReviewLease) == []


def test_an_undo_and_the_last_verdict_at_once(any_studio, crowd):
    """Either the undo comes first and the review goes on, or it is refused with a sentence; never half."""
    project = new_project(any_studio)
    one, other = crowd[:2]
    for number in range(4):
        review = prepared(any_studio, project, 2, f"{number}", design=Design(per_item=1))
        (given,) = judge(any_studio, review, one, "first")
        (last,) = shown(any_studio, review, other)
        sent = {one.id: undo(given), other.id: answer(last.id, "tie")}
        results = all_at_once([one, other], lambda who: save(any_studio, who, review, sent[who.id]))  # noqa: B023
        refused = [it.reason for result in results for it in result.refused]
        is_open = read(any_studio, get_review, review.id).is_open
        late = f"“{number}” is closed: no more verdicts are given. This one was not saved."
        assert refused == ([] if is_open else [late])
        standing = [
            it
            for it in rows_of(any_studio, Verdict)
            if it.review_id == review.id and it.withdrawn_by is None and it.outcome != VerdictOutcome.UNDO
        ]
        assert len(standing) == (1 if is_open else 2)
