"""A reviewer sees every comparison once, in an own place of the circle, and cannot tell the models apart."""

import json
from dataclasses import asdict

import pytest

from core.access import Role
from core.review import Reviewing, last_verdict, leave_review
from core.review.blinding import left_side
from tests.core.builders import answer, new_person, undo
from tests.core.review.review_scene import prepared, save, shown, token

HEX_DIGITS = set("0123456789abcdef")


@pytest.fixture
def chosen(studio, project):
    """Forty comparisons."""
    return prepared(studio, project, 40)


@pytest.fixture
def reviewers(studio):
    """Five reviewers."""
    names = ["Rhea", "Remy", "Rita", "Rolf", "Rosa"]
    return [new_person(studio, Role.REVIEWER, name) for name in names]


def latest(studio, chosen, person):
    """The reviewer's latest standing verdict."""
    with studio.db.read() as session:
        return last_verdict(session, Reviewing(chosen, person.id))


def browser_view(pairs):
    """All a browser gets of these, as text."""
    return json.dumps([asdict(pair) for pair in pairs])


def session_of(studio, chosen, person, *, limit):
    """Judge ahead in batches until nothing is left; the comparisons in the order they were shown."""
    seen = []
    while pairs := shown(studio, chosen, person, limit=limit):
        seen += [pair.id for pair in pairs]
        saved = save(studio, person, chosen, *(answer(pair.id, pair.left.token) for pair in pairs))
        assert saved.fresh == len(pairs)
    return seen


def test_nothing_tells_the_models_apart(studio, chosen, reviewers):
    """No name of a model, no file, no run: an id, the prompt, two texts behind two opaque names."""
    pairs = shown(studio, chosen, reviewers[0])
    seen = browser_view(pairs)
    for word in ("base", "tuned", "one.jsonl", "two.jsonl", "Steeper", chosen.blinding_key):
        assert word not in seen
    for pair in pairs:
        for candidate in (pair.left, pair.right):
            assert len(candidate.token) == 64
            assert set(candidate.token) <= HEX_DIGITS
    tokens = {one.token for pair in pairs for one in (pair.left, pair.right)}
    assert len(tokens) == 80


def test_a_page_shows_each_prompt_with_its_own_answers(studio, chosen, reviewers):
    """Behind the tokens stand the two answers to that very prompt."""
    for pair in shown(studio, chosen, reviewers[0]):
        number = pair.input_text.removeprefix("prompt ")
        assert {pair.left.text, pair.right.text} == {f"plain {number}", f"fancy {number}"}
        texts = {one.token: one.text for one in (pair.left, pair.right)}
        assert texts[token(chosen, reviewers[0], pair.id, "first")] == f"plain {number}"
        assert texts[token(chosen, reviewers[0], pair.id, "second")] == f"fancy {number}"


def test_a_reload_shows_the_same(studio, chosen, reviewers):
    """Order, sides and tokens: nothing is drawn anew."""
    assert shown(studio, chosen, reviewers[0]) == shown(studio, chosen, reviewers[0])


def test_reviewers_share_no_token(studio, chosen, reviewers):
    """So nobody can tell another one which name stands for which model."""
    tokens = [
        {one.token for pair in shown(studio, chosen, person) for one in (pair.left, pair.right)}
        for person in reviewers[:2]
    ]
    assert tokens[0].isdisjoint(tokens[1])


def test_the_sides_are_about_half_and_half():
    """400 fair draws: 200 ± 4 standard deviations of √(400 · ¼) = 10, so 160 to 240, for each reviewer."""
    secret = b"ab" * 8
    lefts = [
        [left_side(str(number), person, secret) == "first" for number in range(400)] for person in ("1", "2")
    ]
    assert all(160 <= sum(one) <= 240 for one in lefts)
    assert 160 <= sum(one == other for one, other in zip(*lefts, strict=True)) <= 240


@pytest.mark.parametrize("limit", [1, 7, 8, 1000])
def test_a_session_shows_every_comparison_once(studio, chosen, reviewers, limit):
    """Whatever the browser holds ahead."""
    expected = [pair.id for pair in shown(studio, chosen, reviewers[0])]
    assert len(set(expected)) == len(expected) == 40
    with studio.db.write() as session:
        leave_review(session, Reviewing(chosen, reviewers[0].id))
    assert sorted(session_of(studio, chosen, reviewers[0], limit=limit)) == sorted(expected)


def test_reviewers_start_at_different_places_of_one_circle(studio, chosen, reviewers):
    """So that few verdicts of many people cover much where everybody may judge everything."""
    first = [shown(studio, chosen, person, limit=1)[0].id for person in reviewers]
    assert len(set(first)) == 5


def test_one_reviewer_does_not_use_up_anothers(studio, chosen, reviewers):
    """Everybody may judge everything."""
    session_of(studio, chosen, reviewers[0], limit=40)
    assert shown(studio, chosen, reviewers[0]) == []
    assert len(shown(studio, chosen, reviewers[1])) == 40


@pytest.mark.parametrize("outcome", ["tie", "skip"])
def test_what_was_answered_is_not_shown_again(studio, chosen, reviewers, outcome):
    """Until it is undone: then it is there again."""
    person = reviewers[0]
    before = shown(studio, chosen, person)
    given = answer(before[0].id, outcome)
    save(studio, person, chosen, given)
    assert shown(studio, chosen, person) == before[1:]
    save(studio, person, chosen, undo(given))
    assert {one.id for one in shown(studio, chosen, person)} == {one.id for one in before}


def test_the_last_verdict_can_be_undone_step_by_step(studio, chosen, reviewers):
    """It is told as the browser knows it: by its token, never by the model's name."""
    person = reviewers[0]
    assert latest(studio, chosen, person) is None
    first, second = shown(studio, chosen, person, limit=2)
    picked, tie = answer(first.id, first.right.token), answer(second.id, "tie")
    save(studio, person, chosen, picked)
    save(studio, person, chosen, tie)
    last = latest(studio, chosen, person)
    assert (last.id, last.outcome, last.pair) == (tie["id"], "tie", second)
    save(studio, person, chosen, undo(tie))
    last = latest(studio, chosen, person)
    assert (last.id, last.outcome, last.pair) == (picked["id"], first.right.token, first)
    save(studio, person, chosen, undo(picked))
    assert latest(studio, chosen, person) is None


def test_another_sets_verdicts_are_another_matter(studio, project, chosen, reviewers):
    """Two comparisons of the same files do not share what was judged."""
    other = prepared(studio, project, 3)
    save(studio, reviewers[0], other, answer(shown(studio, other, reviewers[0])[0].id, "tie"))
    assert len(shown(studio, chosen, reviewers[0])) == 40
    assert len(shown(studio, other, reviewers[0])) == 2
    assert latest(studio, chosen, reviewers[0]) is None
