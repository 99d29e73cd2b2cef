"""Prompts that differ in case and blanks alone: on one side of a split, and found where sets share them."""

import json

import pytest

from core.datasets import DatasetKind
from core.datasets.card_weaknesses import shared_sentences
from core.datasets.delivery import card_of
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe
from core.datasets.freezing.split import held_out
from core.datasets.shared_prompts import PromptHashes, normalised, shared
from core.labelling.hashing import content_hash
from core.storage import parse_address
from tests.core.builders import frozen, new_project, row, rows_in, take
from tests.core.datasets.freezing.frozen_sets import posts_in

TWINS = [
    "My cat sleeps.",
    "my  cat sleeps.",
    " MY CAT\nSLEEPS. ",
    "My\u00a0cat sleeps.",
    "my cat\u200b sleeps.",
]
EVALUATION = PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION)


def take_prompts(studio, project, *texts, kind=DatasetKind.PROMPT):
    take(studio, project, *({"input_text": text} for text in texts), kind=kind)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        *((TWINS[0], twin, True) for twin in TWINS),
        ("Straße", "STRASSE", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("Ωmega \t point", "ωMEGA point", True),
        ("My cat sleeps.", "My cat sleeps", False),
        ("café", "cafe", False),
        ("a b", "a c", False),
    ],
)
def test_what_is_nearly_the_same(one, other, alike):
    """Letters and signs count; their case and the blanks between them do not."""
    assert (normalised(one) == normalised(other)) == alike


@pytest.mark.parametrize("seed", range(6))
def test_near_duplicates_stand_on_one_side(studio, seed):
    """Whatever is drawn, and in preference and prompt sets alike."""
    project = new_project(studio)
    texts = [*TWINS, *(f"post {n}" for n in range(5))]
    rows = [row(n, choice=0) | {"input_text": text} for n, text in enumerate(texts)]
    take(studio, project, *rows)
    split = {"evaluation_share": 0.4, "seed": seed}
    tuning = posts_in(rows_in(frozen(studio, project, PreferenceRecipe(**split))))
    held = posts_in(
        rows_in(
            frozen(studio, project, PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.PAIRS, **split))
        )
    )
    assert (tuning | held, tuning & held) == (set(texts), set())
    assert len(held & set(TWINS)) in {0, len(TWINS)}
    # ceil(0.4 × 6 groups) = 3, of which the twins may be one
    assert len(held - set(TWINS)) == 3 - bool(held & set(TWINS))


def test_without_near_duplicates_a_split_is_that_of_older_sets(studio, project):
    """Drawn by the fingerprint of each text as it is: sets frozen then and now never share a post."""
    texts = [f"Post {n}. It is long." for n in range(30)]
    take_prompts(studio, project, *texts)
    made = frozen(studio, project, PromptRecipe(evaluation_share=0.3, seed=4))
    old = held_out([content_hash(text) for text in texts], 0.3, 4)
    assert posts_in(rows_in(made)) == {text for text in texts if content_hash(text) not in old}


def test_near_duplicates_of_posts_are_not_unseen(studio, project):
    take(studio, project, row(1, choice=0) | {"input_text": "My cat sleeps."})
    take_prompts(studio, project, "MY cat  sleeps.", "My dog sleeps.", kind=DatasetKind.EVALUATION)
    made = frozen(studio, project, EVALUATION.model_copy(update={"unseen": True}))
    assert posts_in(rows_in(made)) == {"My dog sleeps."}


def test_prompts_in_common_are_counted():
    """Of four distinct ones: one to the character, one but for its case, two not at all."""
    found = shared(
        "prompt 1", PromptHashes.of(["a", "B", "c", "d", "a"]), PromptHashes.of(["a", "b", "x", "A"])
    )
    assert (found.prompts, found.exact, found.of) == (2, 1, 4)
    assert found.how_many == "2 of 4 prompts (1 of them but for case and blanks)"
    nothing = shared("prompt 1", PromptHashes.of(["a"]), PromptHashes.of([]))
    assert (nothing.prompts, nothing.some) == (0, False)


def test_a_freeze_finds_what_its_evaluation_prompts_share(studio, project):
    """With every set that is tuned on; it stands among the card's weaknesses and in the card's file."""
    take(studio, project, *(row(n, choice=0) for n in range(3)))
    take_prompts(studio, project, "one", "two", "three")
    take_prompts(studio, project, "post 1", "POST  2", "Two", "new", kind=DatasetKind.EVALUATION)
    assert list(shared_sentences(frozen(studio, project).card)) == []
    frozen(studio, project, PromptRecipe())
    made = frozen(studio, project, EVALUATION)
    said = list(shared_sentences(made.card))
    assert [one.partition(": ")[0] for one in said] == [
        "2 of 4 prompts (1 of them but for case and blanks) are in preference 1, too",
        "1 of 4 prompts (1 of them but for case and blanks) are in prompt 1, too",
    ]
    assert set(said) <= set(made.card["weaknesses"])
    assert all(f"- {one}" in card_of(made, project) for one in said)
    assert json.loads(json.dumps(made.card)) == made.card


def test_a_freeze_finds_evaluation_sets_that_share_its_prompts(studio, project):
    """The other way round: the evaluation set was there first; the very same bytes are all of them."""
    take_prompts(studio, project, "a", "b", kind=DatasetKind.EVALUATION)
    first = frozen(studio, project, EVALUATION)
    take_prompts(studio, project, "a", "b")
    made = frozen(studio, project, PromptRecipe())
    assert made.sha256 == first.sha256
    (said,) = shared_sentences(made.card)
    assert said.startswith("2 of 2 prompts of evaluation 1 are in this set, too: a model that is tuned on it")


def test_a_set_that_cannot_be_read_is_named(studio, project):
    """The freeze goes on; nothing is claimed."""
    take_prompts(studio, project, "no reader has seen this", kind=DatasetKind.EVALUATION)
    parse_address(frozen(studio, project, EVALUATION).address).path.unlink()
    take_prompts(studio, project, "b")
    (said,) = shared_sentences(frozen(studio, project, PromptRecipe()).card)
    assert said == "Whether evaluation prompts are shared with evaluation 1 is not known: it cannot be read."


def test_sets_that_share_nothing_say_nothing(studio, project):
    take_prompts(studio, project, "a", "b")
    take_prompts(studio, project, "c", "ab", kind=DatasetKind.EVALUATION)
    frozen(studio, project, PromptRecipe())
    made = frozen(studio, project, EVALUATION)
    assert (made.card["shared_prompts"], made.card["weaknesses"]) == ([], [])
