"""Lists of answers: one's own without a word on the others, anybody's beside what the pair comes to."""

from datetime import timedelta

import pytest

from core.db import now
from core.labelling import Judgment, Outcome
from core.labelling.adjudication import Ruling, decide
from core.labelling.finding import learn_all
from core.labelling.given import AnswerFilter, list_answers, list_own_answers, paging, pairs_said
from core.labelling.judging import answer_to_change, own_answer
from tests.core.builders import add_pairs, answer, rows_of, save, statements


@pytest.fixture
def given(studio, shared, ada, ben, cleo):
    """Ada and Ben prefer 0 on each of four pairs, Cleo 1; Ada has changed her second answer and skips one."""
    pairs = add_pairs(studio, shared, 4)
    mine = [answer(pair, active_ms=90_000) for pair in pairs[:3]]
    mine.append(answer(pairs[3], "skip", reason="Wrong language", flag="Broken text"))
    save(studio, ada, shared, *mine)
    other = answer(pairs[1], "tie", undoes=mine[1]["id"])
    save(studio, ada, shared, other)
    save(studio, ben, shared, *(answer(pair, active_ms=40) for pair in pairs))
    save(studio, cleo, shared, *(answer(pair, "candidate_1") for pair in pairs))
    return pairs, [mine[0], other, mine[2], mine[3]]


def own(studio, project, person, **wanted):
    """The numbers of a person's answers in their list."""
    with studio.db.read() as session:
        return [one.id for one in list_own_answers(session, project, person.id, AnswerFilter(**wanted)).rows]


def everybody(studio, project, **wanted):
    """Who said what about which pair, in everybody's list."""
    with studio.db.read() as session:
        page = list_answers(session, project, AnswerFilter(**wanted))
    return [(one.person, one.pair_id, one.outcome) for one in page.rows]


def test_ones_own_answers_latest_first(studio, shared, ada, given):
    """A changed one stands where the change came, and says so; those of others are not there."""
    _, (first, other, third, skipped) = given
    ids = [other["id"], skipped["id"], third["id"], first["id"]]
    assert own(studio, shared, ada) == ids
    assert own(studio, shared, ada, changed=True) == [other["id"]]
    assert own(studio, shared, ada, flagged=True) == own(studio, shared, ada, choice=Outcome.SKIP) == [ids[1]]
    tomorrow = now().astimezone().date() + timedelta(days=1)
    assert own(studio, shared, ada, since=tomorrow) == []
    assert own(studio, shared, ada, until=tomorrow) == ids
    # Neither compares with others: such a filter does nothing here.
    assert own(studio, shared, ada, differs=True) == own(studio, shared, ada, fast=True) == ids


def test_the_side_that_was_chosen(studio, shared, ada, given):
    """As it stood on screen: the list says 1 or 2, and can be narrowed to it."""
    with studio.db.read() as session:
        rows = list_own_answers(session, shared, ada.id, AnswerFilter()).rows
    left = {one.id: one.left for one in rows_of(studio, Judgment)}
    sides = {one.id: one.side for one in rows}
    chosen = [one.id for one in rows if one.outcome == Outcome.CANDIDATE_0]
    assert all(sides[one] == 1 + left[one] for one in chosen)
    for side in (1, 2):
        assert own(studio, shared, ada, side=side) == [one for one in sides if sides[one] == side]


def test_an_answer_with_its_first_time_and_why_it_is_closed(studio, shared, ada, lea, given):
    """The first answer's time stays on record; a decision closes the pair."""
    pairs, (first, other, *_) = given
    with studio.db.read() as session:
        found = own_answer(session, shared, ada.id, other["id"])
        plain = own_answer(session, shared, ada.id, first["id"])
        assert answer_to_change(session, shared, ada.id, first["id"]) == plain
    assert found.first_at < found.at
    assert (plain.first_at, plain.closed, found.closed) == (None, "", "")
    with studio.db.write() as session:
        decide(session, lea, shared, pairs[0], Ruling(Outcome.TIE))
    with studio.db.read() as session:
        assert "decided about this pair" in own_answer(session, shared, ada.id, first["id"]).closed


def test_anybodys_answers_beside_the_votes(studio, shared, ada, ben, cleo, given):
    """Who differs from more than half, who was too fast, and what the votes come to."""
    pairs, _ = given
    assert len(everybody(studio, shared)) == 12
    differing = everybody(studio, shared, differs=True)
    assert differing == [("Cleo", pairs[2], Outcome.CANDIDATE_1), ("Cleo", pairs[0], Outcome.CANDIDATE_1)]
    assert {who for who, _, _ in everybody(studio, shared, fast=True)} == {"Ben"}
    assert len(everybody(studio, shared, person=ben.id)) == 4
    with studio.db.read() as session:
        (one,) = pairs_said(session, shared, cleo.id, [pairs[0]])
        (skip,) = pairs_said(session, shared, ada.id, [pairs[3]])
    assert (one.votes, one.comes_to, one.person) == ((2, 1, 0), Outcome.CANDIDATE_0, "Cleo")
    assert (skip.votes, skip.comes_to, skip.reason) == ((1, 1, 0), Outcome.TIE, "Wrong language")


def test_a_decision_is_what_a_pair_comes_to(studio, shared, lea, given):
    """Then whoever said otherwise differs."""
    pairs, _ = given
    with studio.db.write() as session:
        decide(session, lea, shared, pairs[0], Ruling(Outcome.CANDIDATE_1))
    differing = {who for who, pair, _ in everybody(studio, shared, differs=True) if pair == pairs[0]}
    assert differing == {"Ada", "Ben"}


def test_words_in_the_texts(studio, shared, given):
    """As the list of pairs finds them."""
    learn_all(studio.db)
    with studio.db.read() as session:
        post = list_answers(session, shared, AnswerFilter()).rows[0].post
    assert everybody(studio, shared, text=post) != []
    assert everybody(studio, shared, text="nowhere at all") == []


def test_pages_and_how_far_was_looked(studio, shared, ada, given, monkeypatch):
    """Page by page each comes once; of what is rare so many are looked at, and the next page goes on."""
    with studio.db.read() as session:
        seen, after = [], None
        while True:
            page = list_answers(session, shared, AnswerFilter(), after=after, limit=5)
            seen += [one.id for one in page.rows]
            after = page.after
            if after is None:
                break
        assert (len(seen), len(set(seen)), page.looked) == (12, 12, None)
        monkeypatch.setattr(paging, "MOST_LOOKED", 6)
        first = list_answers(session, shared, AnswerFilter(flagged=True))
        assert (list(first.rows), first.looked) == ([], 6)
        rest, after = [], first.after
        while after is not None:
            page = list_answers(session, shared, AnswerFilter(flagged=True), after=after)
            rest += page.rows
            after = page.after
    assert [one.person for one in rest] == ["Ada"]


def test_a_page_is_a_handful_of_statements(studio, shared, given):
    """However rare what is looked for."""
    with studio.db.read() as session, statements(studio.db) as made:
        list_answers(session, shared, AnswerFilter(text="nowhere", differs=True, fast=True))
    assert len(made) <= 3
