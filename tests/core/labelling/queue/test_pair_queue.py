"""The queue: every pair in a shuffled order, the same at a reload, and nothing that could sway anyone."""

from collections import Counter
from dataclasses import fields

import pytest

from core.labelling import Pair
from core.labelling.queue import Candidate, ShownPair, ShownSet
from core.labelling.queue.tokens import CANDIDATES, Tokens
from tests.core.builders import (
    add_pairs,
    answer,
    change,
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
    """The pairs that are now this person's, in order."""
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
    """The same pairs in the same order with the same sides, and a few are the first of many."""
    add_pairs(studio, project, 30)
    short = queue(studio, project, ada, limit=7)
    shown = queue(studio, project, ada)
    assert queue(studio, project, ada) == shown
    assert shown[:7] == short


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_a_pair_is_done_when_it_has_its_judgments(studio, needed):
    """Five people work as long as there is anything: every pair ends with just as many as it needs."""
    project = new_project(studio, judgments_per_pair=needed)
    add_pairs(studio, project, 10)
    people = [new_person(studio, name=f"Person {number}") for number in range(5)]
    while turns := [(person, shown) for person in people if (shown := ids(studio, project, person, limit=1))]:
        for person, shown in turns:
            save(studio, person, project, *(answer(pair, "tie") for pair in shown))
    assert {pair.judgment_count for pair in rows_of(studio, Pair)} == {needed}


def test_an_undo_gives_the_pair_back(studio, project, ada, ben):
    """It was done, and is assigned to the same person again."""
    (number,) = add_pairs(studio, project, 1)
    given = answer(number)
    save(studio, ada, project, given)
    assert ids(studio, project, ada) == []
    save(studio, ada, project, undo(given))
    assert (ids(studio, project, ben), ids(studio, project, ada)) == ([], [number])


def test_choices_of_a_file_count(studio, project, ada, ben):
    """A pair that came with its choice needs no other, unless the project wants two."""
    take(studio, project, row(1, choice=1), row(2))
    assert [pair.input_text for pair in queue(studio, project, ada)] == ["post 2"]
    asking_two = change(studio, project, judgments_per_pair=2)
    assert sorted(pair.input_text for pair in queue(studio, asking_two, ben)) == ["post 1", "post 2"]


def test_projects_do_not_mix(studio, project, ada):
    """Nor do the answers given in another project to the same texts."""
    other = new_project(studio, "Other")
    add_pairs(studio, project, 3)
    theirs = add_pairs(studio, other, 3)
    save(studio, ada, project, *(answer(pair) for pair in ids(studio, project, ada)))
    assert sorted(ids(studio, other, ada)) == theirs


def test_an_annotator_never_gets_a_source(studio, project, ada):
    """What is shown has no field for it, nor for other people's answers; no text of it gets through."""
    add_pairs(studio, project, 8, source_0="secret model", source_1="secret writer", note="secret note")
    shown = queue(studio, project, ada)
    always = {"id", "token", "input_text", "note", "turns"}  # turns are places in the text
    assert {one.name for one in fields(ShownPair)} == always | {"left", "right"}
    assert {one.name for one in fields(ShownSet)} == always | {"answers"}
    assert {one.name for one in fields(Candidate)} == {"token", "text", "turns"}
    assert {one.note for one in shown} == {None}
    assert "secret" not in repr(shown)


def test_both_candidates_are_shown_with_their_own_texts(studio, project, ada):
    """Whichever stands left, a token goes with its text."""
    add_pairs(studio, project, 20)
    tokens = Tokens.of(project, ada.id)
    for pair in queue(studio, project, ada):
        texts = {pair.left.token: pair.left.text, pair.right.token: pair.right.text}
        number = pair.input_text.removeprefix("post ")
        zero, one = (tokens.candidate(pair.token, name) for name in CANDIDATES)
        assert texts == {zero: f"zero {number}", one: f"one {number}"}


def test_sides_are_drawn_about_evenly_for_a_person(studio, project, ada):
    """400 pairs: Binomial(400, ½) has a deviation of 10, so 200 ± 50 (5 of them) stand left."""
    add_pairs(studio, project, 400)
    lefts = Counter(pair.left.text.split()[0] for pair in queue(studio, project, ada))
    assert abs(lefts["zero"] - 200) < 50
