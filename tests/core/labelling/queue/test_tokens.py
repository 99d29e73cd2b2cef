"""In a browser pairs and texts go by names that tell nothing, and only that browser's answers use them."""

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from core.errors import InvalidInput
from core.labelling import Judgment, Mode, Outcome, Pair, Purpose
from core.labelling.judging import last_answer
from core.labelling.queue import ShownPair
from core.labelling.queue.showing import show_pair
from core.labelling.queue.tokens import FOREIGN, LENGTH, Tokens
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    assign_to,
    make_gold,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)

OPAQUE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{48}")
KEY = bytes(range(16))
ADA, BEN = Tokens(KEY, 1), Tokens(KEY, 2)
NUMBERS = st.integers(1, 2**31 - 1)


def names_in(shown: ShownPair) -> set[str]:
    """Everything a browser could tell the pair by, but for its texts."""
    return {shown.token, shown.left.token, shown.right.token}


@given(NUMBERS, st.booleans())
def test_a_token_is_read_by_who_made_it(number: int, again: bool) -> None:  # noqa: FBT001
    """And by nobody who lacks the key, nor as another person's."""
    token = ADA.pair(number, again=again)
    assert (ADA.pair_of(token), len(token)) == (number, LENGTH)
    for stranger in (BEN, Tokens(bytes(16), 1)):
        with pytest.raises(InvalidInput, match="Your browser was not given this pair"):
            stranger.pair_of(token)


@given(NUMBERS, st.integers(0, LENGTH - 1))
def test_a_token_cannot_be_made_up(number: int, place: int) -> None:
    """One digit changed is refused, wherever it stands."""
    token = ADA.pair(number)
    other = "0" if token[place] != "0" else "1"
    with pytest.raises(InvalidInput):
        ADA.pair_of(token[:place] + other + token[place + 1 :])


def test_neighbours_do_not_look_alike():
    """Two thousand tokens: all different, and in no order of numbers; a re-test has one of its own."""
    tokens = [ADA.pair(number, again=again) for number in range(1, 1001) for again in (False, True)]
    assert len({token[:8] for token in tokens}) == len(tokens)
    ascending = sum(one < other for one, other in zip(tokens[::2], tokens[2::2], strict=False))
    assert abs(ascending - 500) < 5 * 16  # Binomial(999, 1/2) has a deviation of 16
    assert not set(tokens) & {BEN.pair(number) for number in range(1, 1001)}


def test_nothing_that_reaches_a_browser_tells_gold(studio, project, ada, ben):
    """Gold pairs that were imported last, beside others: names of one make, all different for two people."""
    pairs = add_pairs(studio, project, 6)
    make_gold(studio, project, pairs[4:])
    row = {one.id: one for one in rows_of(studio, Pair)}
    seen = [
        names_in(show_pair(row[number], project, person.id, Purpose.GOLD if number > 4 else Purpose.REGULAR))
        for person in (ada, ben)
        for number in pairs
    ]
    everything = list(chain.from_iterable(seen))
    assert all(OPAQUE.fullmatch(name) for name in everything)
    assert len(set(everything)) == 3 * 6 * 2


def test_a_retest_has_no_name_of_its_first_time(studio, project, ada):
    """Neither the pair nor its texts."""
    add_pairs(studio, project, 1)
    (row,) = rows_of(studio, Pair)
    first, again = (show_pair(row, project, ada.id, purpose) for purpose in (Purpose.REGULAR, Purpose.RETEST))
    assert not names_in(first) & names_in(again)
    assert first.left.text == again.right.text


def test_a_retest_that_comes_late_is_one(studio, project, ada):
    """Its lease has run out; refused as answered already, it would have told what it was."""
    (number,) = add_pairs(studio, project, 1)
    save(studio, ada, project, answer(number, "candidate_0"))
    (row,) = rows_of(studio, Pair)
    again = show_pair(row, project, ada.id, Purpose.RETEST)
    assert save(studio, ada, project, answer(again.token, again.left.token)).refused == ()
    first, second = sorted(rows_of(studio, Judgment), key=lambda one: one.is_retest)
    assert (second.is_retest, second.purpose, second.left) == (True, Purpose.RETEST, 1 - first.left)
    assert (row.judgment_count, rows_of(studio, Pair)[0].judgment_count) == (1, 1)
    assert_counts_hold(studio)


def test_no_browser_makes_a_retest_of_an_answer(studio, project, ada):
    """Only a token says that a pair was shown again."""
    (number,) = add_pairs(studio, project, 1)
    save(studio, ada, project, answer(number))
    (refusal,) = save(studio, ada, project, answer(number, again=True)).refused
    assert refusal.reason.startswith("You have already answered this pair")


def test_answers_by_token_are_stored_by_name(studio, ada):
    """A choice with its axes, a tie, and an undo."""
    project = new_project(studio, "Axes", axes=("overall", "accuracy"))
    add_pairs(studio, project, 2)
    first, second = queue(studio, project, ada)
    axes = {"overall": first.left.token, "accuracy": "tie"}
    chosen = answer(first.token, first.left.token, axes=axes)
    taken_back = answer(second.token, "tie", axes={"overall": "tie", "accuracy": "tie"})
    saved = save(studio, ada, project, chosen, taken_back, undo(taken_back))
    assert (saved.fresh, saved.refused) == (3, ())
    stored = {one.id: one for one in rows_of(studio, Judgment)}[chosen["id"]]
    left = "candidate_0" if first.left.text.startswith("zero") else "candidate_1"
    assert (stored.pair_id, stored.outcome, stored.left) == (first.id, left, int(left[-1]))
    assert stored.axes == {"overall": left, "accuracy": "tie"}


def test_a_ranking_by_token_is_stored_by_number(studio, ada):
    """Whatever the order in which the answers were shown."""
    project = new_project(studio, "Ranked", mode=Mode.RANKINGS)
    add_set(studio, project, "zero", "one", "two")
    (shown,) = assign_to(studio, project, ada).sets
    by_text = {one.text: one.token for one in shown.answers}
    best_first = [by_text[text] for text in ("two", "zero", "one")]
    assert save(studio, ada, project, answer(shown.token, "ranking", ranking=best_first)).fresh == 1
    assert [one.ranking for one in rows_of(studio, Judgment) if one.ranking] == [[2, 0, 1]]


def test_the_last_answer_is_told_by_token(studio, ada):
    """So that the browser can give it again after an undo."""
    project = new_project(studio, "Axes", axes=("overall",))
    add_pairs(studio, project, 1)
    (shown,) = queue(studio, project, ada)
    given = answer(shown.token, shown.right.token, axes={"overall": shown.left.token})
    save(studio, ada, project, given)
    with studio.db.read() as session:
        last = told(session, project, ada)
    assert (last.outcome, last.axes, last.pair) == (shown.right.token, given["axes"], shown)
    again = given | {"id": undo(given)["id"]}
    assert save(studio, ada, project, undo(given), again).refused == ()


def told(session: Session, project, person):
    """What the browser is told of the last answer."""
    last = last_answer(session, project, person.id)
    assert last is not None
    return last


def test_answers_from_before_there_were_tokens_count(studio, project, ada):
    """A browser kept them by number and name through the upgrade; one that counts no more is told why."""
    pairs = add_pairs(studio, project, 3)
    kept = [
        answer(str(pairs[0]), "candidate_1", left="candidate_1"),
        answer(str(pairs[1]), "skip"),
        answer("999", "candidate_0"),
    ]
    saved = save(studio, ada, project, *kept)
    assert saved.acknowledged == (kept[0]["id"], kept[1]["id"])
    assert [one.reason for one in saved.refused] == ["This pair is not in the project “Posts” (any more)."]
    stored = {one.pair_id: one.outcome for one in rows_of(studio, Judgment)}
    assert stored == {pairs[0]: Outcome.CANDIDATE_1, pairs[1]: Outcome.SKIP}


@pytest.mark.parametrize("how", ["another person's", "made up", "not hexadecimal", "a name beside a token"])
def test_what_this_browser_was_not_given_is_refused(studio, project, ada, ben, how):
    """With a sentence, and the rest of the batch is saved."""
    add_pairs(studio, project, 2)
    mine, other = queue(studio, project, ada)
    token = {
        "another person's": Tokens.of(project, ben.id).pair(mine.id),
        "made up": "0" * LENGTH,
        "not hexadecimal": "x" * LENGTH,
        "a name beside a token": mine.token,
    }[how]
    bad, good = answer(token, "candidate_0"), answer(other.token, other.left.token)
    saved = save(studio, ada, project, bad, good)
    assert saved.acknowledged == (good["id"],)
    assert [(one.id, one.reason) for one in saved.refused] == [(bad["id"], FOREIGN)]
