"""Prompt sets come from their pool, whole or split; a recipe that cannot be meant is refused at once."""

import pytest
from pydantic import ValidationError

from core.datasets import DatasetKind
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe
from tests.core.builders import frozen, row, rows_in, take


def texts(studio, project, **recipe) -> list[str]:
    """The prompts of a frozen set."""
    return [one["input_text"] for one in rows_in(frozen(studio, project, PromptRecipe(**recipe)))]


def test_prompts_come_from_their_pool_in_the_order_of_import(studio, project):
    """Posts of the pairs, imported prompts, imported evaluation prompts; each row has its one field."""
    take(studio, project, row(2), row(1), row(2) | {"candidate_0": "another"})
    take(studio, project, {"input_text": "b"}, {"input_text": "a"}, kind=DatasetKind.PROMPT)
    take(studio, project, {"input_text": "e"}, kind=DatasetKind.EVALUATION)
    assert texts(studio, project) == ["b", "a"]
    assert texts(studio, project, pool=PromptPool.EVALUATION, kind=DatasetKind.EVALUATION) == ["e"]
    assert texts(studio, project, pool=PromptPool.PAIRS) == ["post 2", "post 1"]
    dataset = frozen(studio, project, PromptRecipe(pool=PromptPool.PAIRS))
    assert dataset.counts == {"repeated prompts": 1}
    assert {tuple(one) for one in rows_in(dataset)} == {("input_text",)}


def test_the_two_parts_of_a_split_are_the_pool(studio, project):
    """15 prompts, a fifth held out: ceil(3.0) = 3 and 12, nothing twice, the same for the same seed."""
    take(studio, project, *({"input_text": f"prompt {n}"} for n in range(15)), kind=DatasetKind.PROMPT)
    tune = texts(studio, project, evaluation_share=0.2, seed=4)
    evaluate = texts(studio, project, evaluation_share=0.2, seed=4, kind=DatasetKind.EVALUATION)
    assert (len(tune), len(evaluate)) == (12, 3)
    assert sorted(tune + evaluate) == sorted(f"prompt {n}" for n in range(15))
    assert texts(studio, project, evaluation_share=0.2, seed=4) == tune
    assert texts(studio, project, evaluation_share=0.2, seed=5) != tune


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_judgments": 0},
        {"minimum_judgments": 51},
        {"rule": "loudest"},
        {"ties": "keep"},
        {"seed": -1},
        {"unknown": 1},
    ],
)
def test_a_recipe_for_preferences_is_checked(wrong):
    """When it is written, not when it is used."""
    with pytest.raises(ValidationError):
        PreferenceRecipe(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"evaluation_share": 0},
        {"evaluation_share": 1},
        {"evaluation_share": float("nan")},
        {"kind": "preference"},
        {"pool": "elsewhere"},
        {"seed": -1},
    ],
)
def test_a_recipe_for_prompts_is_checked(wrong):
    """Above all, it makes no preference set."""
    with pytest.raises(ValidationError):
        PromptRecipe(**wrong)
