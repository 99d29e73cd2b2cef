"""The queue: what needs judgments most comes first, no pair twice, and nothing that could sway anyone."""

from collections import Counter
from dataclasses import fields, replace

import pytest

from core.access import Role
from core.labelling import Pair, ProjectSettings, ShownPair, change_project
from core.labelling.pair_queue import Candidate
from tests.core.builders import (
    add_pairs,
    answer,
    new_person,
    new_project,
    queue,
    row,
    rows_of,
    save,
    take,
    undo,
)


def ids(studio, project, person, **options) -> list[int]:
    """The pairs a person is shown next, in order."""
    return [pair.id for pair in queue(studio, project, person, **options)]


def test_every_pair_once_in_a_shuffled_order(studio, project, ada):
    """All are there; the order is neither that of the file nor the reverse."""
    numbers = add_pairs(studio, project, 30)
    shown = ids(studio, project, ada)
    assert sorted(shown) == numbers
    assert shown not in (numbers, numbers[::-1])


def test_the_order_is_that_of_the_shuffle_keys(studio, project, ada):
    """It is drawn once, at import, from the project's seed."""
    add_pairs(studio, project, 30)
    keys = {pair.id: pair.shuffle_key for pair in rows_of(studio, Pair)}
    assert ids(studio, project, ada) == sorted(keys, key=keys.__getitem__)


def test_another_seed_is_another_order(studio, ada):
    """Two projects on the same file do not tire people on the same pairs."""
    orders = []
    for seed in (1, 2):
        project = new_project(studio, f"Seed {seed}", seed=seed)
        add_pairs(studio, project, 20)
        orders.append([pair.input_text for pair in queue(studio, project, ada)])
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_a_reload_shows_the_same(studio, project, ada):
    """The same pairs in the same order with the same sides, and a short look is the start of a long one."""
    add_pairs(studio, project, 30)
    shown = queue(studio, project, ada)
    assert queue(studio, project, ada) == shown
    assert queue(studio, project, ada, limit=7) == shown[:7]


def test_fewest_judgments_first(studio, ada, ben):
    """Ben sees what Ada has left open before what she has answered."""
    project = new_project(studio, judgments_per_pair=3)
    add_pairs(studio, project, 12)
    done = ids(studio, project, ada)[:8]
    save(studio, ada, project, *(answer(pair) for pair in done[:7]), answer(done[7], "skip"))
    shown = ids(studio, project, ben)
    counts = {pair.id: pair.judgment_count for pair in rows_of(studio, Pair)}
    assert [counts[pair] for pair in shown] == [0] * 5 + [1] * 7  # a skip says nothing about the pair
    assert set(shown[5:]) == set(done[:7])


def test_nobody_sees_a_pair_twice(studio, ada):
    """Working through in small steps, as the browser does, meets each pair once and then the end."""
    project = new_project(studio, judgments_per_pair=5)
    numbers = add_pairs(studio, project, 23)
    met: Counter[int] = Counter()
    while shown := queue(studio, project, ada, limit=5):
        outcomes = ["candidate_0", "candidate_1", "tie", "skip", "skip"]
        batch = [answer(pair.id, outcome) for pair, outcome in zip(shown, outcomes, strict=False)]
        met.update(pair.id for pair in shown)
        save(studio, ada, project, *batch)
    assert met == Counter(numbers)


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_a_pair_is_done_when_it_has_its_judgments(studio, needed):
    """Five people work as long as there is anything: every pair ends with just as many as it needs."""
    project = new_project(studio, judgments_per_pair=needed)
    add_pairs(studio, project, 10)
    people = [new_person(studio, name=f"Person {number}") for number in range(5)]
    while turns := [(person, queue(studio, project, person, limit=1)) for person in people]:
        if not any(shown for _, shown in turns):
            break
        for person, shown in turns:
            still = [pair for pair in queue(studio, project, person, limit=1) if pair in shown]
            save(studio, person, project, *(answer(pair.id, "tie") for pair in still))
    assert {pair.judgment_count for pair in rows_of(studio, Pair)} == {needed}


def test_a_skipped_pair_stays_open_for_others(studio, project, ada, ben):
    """It is gone for who skipped it, and for nobody else."""
    (number,) = add_pairs(studio, project, 1)
    save(studio, ada, project, answer(number, "skip"))
    assert ids(studio, project, ada) == []
    assert ids(studio, project, ben) == [number]


def test_an_undo_gives_the_pair_back_to_all(studio, project, ada, ben):
    """It was done, and now lacks a judgment again."""
    (number,) = add_pairs(studio, project, 1)
    given = answer(number)
    save(studio, ada, project, given)
    assert ids(studio, project, ben) == []
    save(studio, ada, project, undo(given))
    assert ids(studio, project, ada) == ids(studio, project, ben) == [number]


def test_choices_of_a_file_count(studio, project, ada):
    """A pair that came with its choice needs no other, unless the project wants two."""
    take(studio, project, row(1, choice=1), row(2))
    assert [pair.input_text for pair in queue(studio, project, ada)] == ["post 2"]
    asking_two = replace(project, judgments_per_pair=2)
    assert [pair.input_text for pair in queue(studio, asking_two, ada)] == ["post 2", "post 1"]


def test_wanting_more_judgments_opens_pairs_again(studio, project, ada, ben):
    """But not for those who have answered them."""
    add_pairs(studio, project, 4)
    save(studio, ada, project, *(answer(pair) for pair in ids(studio, project, ada)))
    assert ids(studio, project, ben) == []
    lea = new_person(studio, Role.LEAD, "Lea")
    with studio.db.write() as session:
        wider = change_project(session, lea, project.id, ProjectSettings("Posts", judgments_per_pair=2))
    assert len(ids(studio, wider, ben)) == 4
    assert ids(studio, wider, ada) == []


def test_projects_do_not_mix(studio, project, ada):
    """Nor do the answers given in another project to the same texts."""
    other = new_project(studio, "Other")
    add_pairs(studio, project, 3)
    theirs = add_pairs(studio, other, 3)
    save(studio, ada, project, *(answer(pair) for pair in ids(studio, project, ada)))
    assert sorted(ids(studio, other, ada)) == theirs


def test_no_pairs_no_queue(studio, project, ada):
    """An empty project shows nothing, and asking for none gives none."""
    assert ids(studio, project, ada) == []
    add_pairs(studio, project, 2)
    assert ids(studio, project, ada, limit=0) == []


def test_an_annotator_never_gets_a_source(studio, project, ada):
    """What is shown has no field for it, nor for other people's answers; no text of it gets through."""
    add_pairs(studio, project, 8, source_0="secret model", source_1="secret writer", note="secret note")
    shown = queue(studio, project, ada)
    assert {one.name for one in fields(ShownPair)} == {"id", "input_text", "left", "right"}
    assert {one.name for one in fields(Candidate)} == {"token", "text"}
    assert "secret" not in repr(shown)


def test_both_candidates_are_shown_with_their_own_texts(studio, project, ada):
    """Whichever stands left, a token goes with its text."""
    add_pairs(studio, project, 20)
    for pair in queue(studio, project, ada):
        texts = {pair.left.token: pair.left.text, pair.right.token: pair.right.text}
        number = pair.input_text.removeprefix("post ")
        assert texts == {"candidate_0": f"zero {number}", "candidate_1": f"one {number}"}


def test_sides_are_drawn_about_evenly_for_a_person(studio, project, ada):
    """400 pairs: Binomial(400, ½) has a deviation of 10, so 200 ± 50 (5 of them) stand left."""
    add_pairs(studio, project, 400)
    lefts = Counter(pair.left.token for pair in queue(studio, project, ada))
    assert abs(lefts["candidate_0"] - 200) < 50
