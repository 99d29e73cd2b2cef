"""Which rows go into a set: parts of a split, files, lengths, prompts that no pair has shown."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.datasets import DatasetKind
from core.datasets.freezing import Part, PreferenceRecipe, PromptPool, PromptRecipe
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from tests.core.builders import bring, frozen, jsonl, new_project, row, rows_in, take
from tests.core.datasets.freezing.frozen_sets import evidence_in, posts_in

SHARE = {"evaluation_share": 0.3, "seed": 5}


def parts(studio, project, **split) -> tuple[set[str], set[str], set[str]]:
    """The posts of the tuning part, of the held out part, and of the evaluation prompts of the same split."""
    return (
        posts_in(rows_in(frozen(studio, project, PreferenceRecipe(**split)))),
        posts_in(rows_in(frozen(studio, project, PreferenceRecipe(part=Part.HELD_OUT, **split)))),
        posts_in(
            rows_in(
                frozen(
                    studio, project, PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.PAIRS, **split)
                )
            )
        ),
    )


def test_a_post_never_stands_in_both_parts(studio, project):
    """20 posts with two pairs each: ceil(0.3 · 20) = 6 are held out, the evaluation prompts are those."""
    rows = (row(n, choice=0) | {"candidate_1": f"other {k}"} for n, k in product(range(20), range(2)))
    take(studio, project, *rows)
    tuning, held_out, evaluation = parts(studio, project, **SHARE)
    assert (len(tuning), len(held_out)) == (14, 6)
    assert held_out == evaluation
    assert tuning.isdisjoint(held_out)
    made = frozen(studio, project, PreferenceRecipe(**SHARE))
    assert made.counts == {"prefers candidate_0": 28, "in the other part": 12}


def test_groups_stand_on_one_side(studio, project):
    """Of 10 topics ceil(0.3 · 10) = 3 are held out, each with all of its posts."""
    take(studio, project, *(row(n, choice=0, info={"topic": n % 10}) for n in range(40)))
    tuning, held_out, evaluation = parts(studio, project, group_by="info.topic", **SHARE)
    assert held_out == evaluation
    assert (len(tuning), len(held_out)) == (28, 12)
    topics = [{int(post.removeprefix("post ")) % 10 for post in part} for part in (tuning, held_out)]
    assert (len(topics[0]), len(topics[1])) == (7, 3)
    assert topics[0].isdisjoint(topics[1])


def test_rows_without_the_field_are_groups_by_their_text(studio, project):
    """So nothing falls out of the split."""
    take(studio, project, *(row(n, choice=0, **({"id": 1} if n < 5 else {})) for n in range(10)))
    tuning, held_out, evaluation = parts(studio, project, group_by="id", **SHARE)
    assert held_out == evaluation
    assert len(tuning | held_out) == 10
    assert len({f"post {n}" for n in range(5)} & tuning) in {0, 5}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=14, unique=True),
    seed=st.integers(0, 9),
)
def test_a_post_in_two_groups_joins_them(studio, places, seed):
    """However posts and groups hang together: neither a post nor a group is on both sides."""
    project = new_project(studio, f"Project {hash((tuple(places), seed))}-{id(places)}")
    rows = [
        {"input_text": f"post {post}", "candidate_0": f"{n}", "candidate_1": "x", "choice": 0, "topic": topic}
        for n, (post, topic) in enumerate(places)
    ]
    take(studio, project, *rows)
    sides = []
    for part in Part:
        recipe = PreferenceRecipe(evaluation_share=0.4, seed=seed, group_by="topic", part=part)
        try:
            made = frozen(studio, project, recipe)
        except InvalidInput:
            sides.append((set(), set()))
            continue
        sides.append((posts_in(rows_in(made)), {one["metadata"]["topic"] for one in evidence_in(made)}))
    assert sides[0][0].isdisjoint(sides[1][0])
    assert sides[0][1].isdisjoint(sides[1][1])
    assert sides[0][0] | sides[1][0] == {one["input_text"] for one in rows}


def test_all_pairs_of_a_ranking_stand_on_one_side(studio):
    """Only the first of them has the row's fields."""
    project = new_project(studio, mode="rankings")
    rows = [
        {"input_text": f"post {n}", "candidates": ["a", "b", "c"], "scores": [1, 2, 3], "topic": f"topic {n}"}
        for n in range(10)
    ]
    take(studio, project, *rows)
    tuning, held_out, evaluation = parts(studio, project, group_by="topic", **SHARE)
    assert (len(tuning), len(held_out)) == (7, 3)
    assert held_out == evaluation
    assert tuning.isdisjoint(held_out)


def test_a_split_is_nothing_to_the_order_of_import(studio, project):
    """Another project with the same posts the other way round is split alike."""
    other = new_project(studio, "Other")
    rows = [row(n, choice=0, topic=n // 2) for n in range(20)]
    take(studio, project, *rows)
    take(studio, other, *reversed(rows))
    assert parts(studio, project, group_by="topic", **SHARE) == parts(
        studio, other, group_by="topic", **SHARE
    )


def test_only_pairs_of_some_files(studio, project):
    """By the file's name; without one all go in."""
    for name in ("a", "b", "c"):
        source = source_of_bytes(f"{name}.jsonl", jsonl(row(name, choice=0)))
        bring(studio, project, source)
    recipe = PreferenceRecipe(origins=("c.jsonl", "a.jsonl", "c.jsonl"))
    assert recipe.origins == ("a.jsonl", "c.jsonl")
    assert posts_in(rows_in(frozen(studio, project, recipe))) == {"post a", "post c"}
    assert frozen(studio, project).rows == 3


@pytest.mark.parametrize(
    ("limit", "left"),
    [
        ({"longest_prompt": 2}, {"post 1", "12345678"}),
        ({"longest_candidate": 2}, {"post 1", "12345678", "123456789"}),
        ({"longest_prompt": 2, "longest_candidate": 2}, {"post 1", "12345678"}),
    ],
)
def test_texts_over_a_limit_are_left_out(studio, project, limit, left):
    """Four characters are taken for a token, so two tokens are 8 characters and a ninth is too many."""
    texts = [("post 1", "zero"), ("12345678", "zero"), ("123456789", "zero"), ("a candidate", "nine char")]
    rows = [
        {"input_text": post, "candidate_0": zero, "candidate_1": "one", "choice": 0} for post, zero in texts
    ]
    take(studio, project, *rows)
    made = frozen(studio, project, PreferenceRecipe(**limit))
    assert posts_in(rows_in(made)) == left
    assert made.counts == {"prefers candidate_0": len(left), "too long": 4 - len(left)}


def test_prompts_that_no_pair_has_shown(studio, project):
    """A model may have learned the posts of the pairs, so evaluation can leave them out."""
    take(studio, project, row(1, choice=0), row(2))
    prompts = [{"input_text": text} for text in ("post 1", "post 2", "post 3")]
    take(studio, project, *prompts, kind=DatasetKind.EVALUATION)
    recipe = {"kind": DatasetKind.EVALUATION, "pool": PromptPool.EVALUATION}
    made = frozen(studio, project, PromptRecipe(unseen=True, **recipe))
    assert (posts_in(rows_in(made)), made.counts) == ({"post 3"}, {"also posts of pairs": 2})
    assert frozen(studio, project, PromptRecipe(**recipe)).rows == 3


def test_posts_of_pairs_cannot_be_unseen():
    """All of them are posts of pairs."""
    with pytest.raises(ValidationError, match="hold a share out instead"):
        PromptRecipe(pool=PromptPool.PAIRS, unseen=True)
