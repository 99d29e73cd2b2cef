"""Frozen is frozen: numbered, hashed, the same bytes for the same judgments, and never changed again."""

import hashlib

import pytest

from core.datasets import Dataset, DatasetKind, DatasetView, get_dataset, list_datasets
from core.datasets.delivery import read_dataset
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe
from core.errors import InvalidInput, NotFound
from core.labelling.consensus import ConsensusRule, TiePolicy, coin
from core.labelling.hashing import content_hash
from tests.core.builders import (
    add_pairs,
    answer,
    everything,
    frozen,
    new_person,
    new_project,
    row,
    rows_in,
    rows_of,
    save,
    take,
    undo,
)

VOTES = {"0": "candidate_0", "1": "candidate_1", "=": "tie", "s": "skip"}


def choices_in(dataset: DatasetView) -> dict[int, int]:
    """Choices by the number in the post's text."""
    return {int(one["input_text"].removeprefix("post ")): one["choice"] for one in rows_in(dataset)}


def vote(studio, project, *votes: str) -> list[int]:
    """Pairs with these votes (0, 1, = for a tie, s for a skip), each by people of their own."""
    pairs = add_pairs(studio, project, len(votes))
    people = [new_person(studio, name=f"Person {n}") for n in range(max(len(one) for one in votes))]
    for pair, given in zip(pairs, votes, strict=True):
        for person, one in zip(people, given, strict=False):
            save(studio, person, project, answer(pair, VOTES[one]))
    return pairs


def test_a_frozen_set_is_the_rows_the_pipeline_reads(studio, project):
    """Four fields a line in their order, the choice a number, the file's end a line's end."""
    take(studio, project, row(1, choice=1, source_0="base", note="x"), row(2))
    dataset = frozen(studio, project)
    assert read_dataset(dataset) == (
        b'{"input_text":"post 1","candidate_0":"zero 1","candidate_1":"one 1","choice":1}\n'
    )
    assert (dataset.rows, dataset.counts) == (1, {"prefers candidate_1": 1})


def test_what_is_on_record_is_what_is_stored(studio, project):
    """Size, hash, rows, recipe, address and names."""
    vote(studio, project, "0", "1", "1")
    dataset = frozen(studio, project)
    content = read_dataset(dataset)
    assert (dataset.size, dataset.rows) == (len(content), 3)
    assert dataset.sha256 == hashlib.sha256(content).hexdigest()
    assert dataset.recipe == PreferenceRecipe().model_dump(mode="json")
    assert dataset.recipe["rule"] == dataset.recipe["consensus"] == "majority"
    assert dataset.name == "preference 1"
    assert dataset.file_name == f"preference-1-{dataset.sha256[:8]}.jsonl"
    stored = {one.address: one for one in studio.store.list()}
    assert stored.keys() == {dataset.address, dataset.evidence_address}
    rows = stored[dataset.address]
    assert (rows.size, rows.generation) == (dataset.size, dataset.generation)
    with studio.db.read() as session:
        assert get_dataset(session, dataset.id) == dataset


@pytest.mark.parametrize(
    ("recipe", "choices", "counts"),
    [
        (
            PreferenceRecipe(),
            {0: 0, 1: 1, 2: 0},
            {"prefers candidate_0": 2, "prefers candidate_1": 1, "ties": 3},
        ),
        (
            PreferenceRecipe(rule=ConsensusRule.UNANIMOUS),
            {0: 0, 1: 1},
            {"prefers candidate_0": 1, "prefers candidate_1": 1, "ties": 4},
        ),
        (
            PreferenceRecipe(minimum_judgments=2),
            {1: 1, 2: 0},
            {"prefers candidate_0": 1, "prefers candidate_1": 1, "ties": 2, "too few judgments": 2},
        ),
        (PreferenceRecipe(minimum_judgments=3), {2: 0}, {"prefers candidate_0": 1, "too few judgments": 5}),
    ],
)
def test_known_votes_make_known_rows(studio, project, recipe, choices, counts):
    """Of "0", "11", "001", "01", "=", "0=" and a skipped pair: each rule keeps its own.

    Every judged pair is either a row or left out for one reason, so the counts add up to 6.
    """
    vote(studio, project, "0", "11", "001", "01", "=", "0=", "s")
    dataset = frozen(studio, project, recipe)
    assert choices_in(dataset) == choices
    assert dataset.counts == counts
    assert sum(counts.values()) == 6
    assert dataset.rows == sum(number for reason, number in counts.items() if reason.startswith("prefers"))


def test_a_coin_decides_ties_when_asked(studio, project):
    """The same coin for the same seed; with 12 tied pairs two seeds differ (but once in 4,096)."""
    vote(studio, project, "0", *["01"] * 12)
    flipped = [
        frozen(studio, project, PreferenceRecipe(ties=TiePolicy.COIN, seed=seed)) for seed in (1, 1, 2)
    ]
    assert flipped[0].sha256 == flipped[1].sha256 != flipped[2].sha256
    assert (flipped[0].rows, flipped[0].counts["ties"]) == (13, 12)
    fingerprints = {n: content_hash(f"post {n}", f"zero {n}", f"one {n}") for n in range(1, 13)}
    assert choices_in(flipped[0]) == {0: 0} | {n: coin(1, one) for n, one in fingerprints.items()}


def test_undone_answers_and_skips_are_no_votes(studio, project, ada, ben):
    """What stands decides."""
    first, second = add_pairs(studio, project, 2)
    given = answer(first, "candidate_0")
    save(studio, ada, project, given, undo(given), answer(first, "candidate_1"), answer(second, "skip"))
    save(studio, ben, project, answer(second, "candidate_0"))
    assert choices_in(frozen(studio, project)) == {0: 1, 1: 0}


def test_the_same_judgments_give_the_same_bytes(tmp_path, studio, project):
    """Given by other people, in another order, with other ids and changes of mind; and in another project."""
    votes = ["011", "0", "=", "110", "1"]
    vote(studio, project, *votes)
    other = new_project(studio, "Other")
    pairs = add_pairs(studio, other, len(votes))
    people = [new_person(studio, name=name) for name in ("Xu", "Yan", "Zoe")]
    for pair, given in reversed(list(zip(pairs, votes, strict=True))):
        for person, one in zip(people, reversed(given), strict=False):
            first = answer(pair, "skip")
            save(studio, person, other, first, undo(first), answer(pair, VOTES[one]))
    one, two = frozen(studio, project), frozen(studio, other)
    assert (one.sha256, read_dataset(one)) == (two.sha256, read_dataset(two))


def test_each_kind_is_numbered_for_itself(studio, project):
    """And each project; the list is newest first."""
    vote(studio, project, "0")
    prompts = PromptRecipe(pool=PromptPool.PAIRS)
    evaluation = PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.PAIRS)
    sets = [frozen(studio, project, recipe) for recipe in (None, prompts, None, evaluation, prompts, None)]
    assert [one.name for one in sets] == [
        "preference 1",
        "prompt 1",
        "preference 2",
        "evaluation 1",
        "prompt 2",
        "preference 3",
    ]
    other = new_project(studio, "Other")
    take(studio, other, row(1, choice=0))
    assert frozen(studio, other).name == "preference 1"
    with studio.db.read() as session:
        assert list_datasets(session, project.id) == sets[::-1]
        assert [one.number for one in list_datasets(session, project.id, DatasetKind.PROMPT)] == [2, 1]


def test_freezing_the_same_again_is_a_new_number_on_the_same_object(studio, project):
    """Nothing is stored twice, and both are what they say."""
    vote(studio, project, "0", "1")
    first, second = frozen(studio, project), frozen(studio, project)
    assert (first.number, second.number) == (1, 2)
    for name in ("address", "sha256", "evidence_address", "evidence_sha256"):
        assert getattr(first, name) == getattr(second, name)
    assert len(list(studio.store.list())) == 2  # the rows, and the evidence beside them


def test_later_judgments_do_not_change_a_frozen_set(studio, project, ada):
    """Its bytes, hash and row stay; the next freeze tells the new state."""
    first, second = add_pairs(studio, project, 2)
    given = answer(first, "candidate_0")
    save(studio, ada, project, given)
    old = frozen(studio, project)
    content = read_dataset(old)
    save(studio, ada, project, undo(given), answer(first, "candidate_1"), answer(second, "candidate_1"))
    take(studio, project, row(9, choice=0))
    new = frozen(studio, project)
    assert read_dataset(old) == content
    with studio.db.read() as session:
        assert get_dataset(session, old.id) == old
    assert (choices_in(old), choices_in(new)) == ({0: 0}, {0: 1, 1: 1, 9: 0})


@pytest.mark.parametrize(
    ("votes", "recipe", "why"),
    [
        ([], None, "preference set would have no row (nothing has been judged or imported for it yet)"),
        (["s"], None, "nothing has been judged or imported for it yet"),
        (["=", "01"], None, "preference set would have no row (left out: 2 ties)"),
        (["0", "="], PreferenceRecipe(minimum_judgments=3), "(left out: 2 too few judgments)"),
        (
            ["01", "0"],
            PreferenceRecipe(minimum_judgments=2),
            "(left out: 1 ties, 1 too few judgments); nothing was frozen.",
        ),
        (["0"], PromptRecipe(), "prompt set would have no row (nothing has been judged or imported"),
        (
            ["0"],
            PromptRecipe(pool=PromptPool.PAIRS, evaluation_share=0.5),
            "prompt set would have no row (left out: 1 in the other part)",
        ),
    ],
)
def test_an_empty_set_is_refused_with_the_reason(studio, project, votes, recipe, why):
    """And leaves neither a row nor an object nor an audit entry."""
    if votes:
        vote(studio, project, *votes)
    before = everything(studio)
    with pytest.raises(InvalidInput) as caught:
        frozen(studio, project, recipe)
    assert why in str(caught.value)
    assert everything(studio) == before
    assert list(studio.store.list()) == []


def test_projects_do_not_mix(studio, project):
    """A set is made of its project's rows alone."""
    other = new_project(studio, "Other")
    take(studio, project, row(1, choice=0))
    take(studio, other, row(1, choice=1), row(2, choice=1))
    assert choices_in(frozen(studio, project)) == {1: 0}
    assert choices_in(frozen(studio, other)) == {1: 1, 2: 1}


def test_no_set_by_that_number(studio):
    """The message names it."""
    with studio.db.read() as session, pytest.raises(NotFound, match="no data set with id 99"):
        get_dataset(session, 99)
    assert rows_of(studio, Dataset) == []
