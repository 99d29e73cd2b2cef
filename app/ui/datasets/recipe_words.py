"""A recipe in plain sentences, so that nobody has to read its fields."""

from collections.abc import Iterator
from typing import Any

from core.datasets import DatasetKind
from core.datasets.freezing import Part
from core.labelling.consensus import ConsensusRule, TiePolicy
from core.labelling.quality import ConsensusMethod

Fields = dict[str, Any]

VOTES = {
    ConsensusMethod.MAJORITY: "Every vote counts alike",
    ConsensusMethod.WEIGHTED: "Votes count by how people do on gold pairs",
    ConsensusMethod.DAWID_SKENE: "Votes count by how people agree with each other (Dawid and Skene)",
}


def recipe_words(kind: DatasetKind, recipe: Fields) -> list[str]:
    """Sentences on what was taken and what was made of it; recipes of older sets have fewer fields."""
    made = _preferences(recipe) if kind == DatasetKind.PREFERENCE else _prompts(recipe)
    return [*made, *_split(kind, recipe)]


def _preferences(recipe: Fields) -> Iterator[str]:
    yield _consensus(recipe)
    if recipe.get("ties") == TiePolicy.COIN:
        yield f"A coin with seed {recipe.get('seed', 0)} decides pairs without a choice."
    else:
        yield "Pairs without a choice are left out."
    yield from _which_judgments(recipe)
    yield from _which_pairs(recipe)
    if recipe.get("balance"):
        yield "The preferred candidate was put first in half of the rows, by a seeded coin."
    if recipe.get("weights"):
        yield "Each row has a weight: how sure its choice is."


def _consensus(recipe: Fields) -> str:
    method = ConsensusMethod(recipe.get("consensus", ConsensusMethod.MAJORITY))
    if recipe.get("rule") == ConsensusRule.UNANIMOUS:
        return f"{VOTES[method]}; only pairs whose judgments are all alike have a choice."
    decides = "more than half decides" if method == ConsensusMethod.MAJORITY else "the likelier is chosen"
    return f"{VOTES[method]}; {decides}."


def _which_judgments(recipe: Fields) -> Iterator[str]:
    minimum, sure, people = (
        recipe.get(name) for name in ("minimum_judgments", "minimum_confidence", "people")
    )
    if minimum and minimum > 1:
        yield f"A pair needs at least {minimum} judgments."
    if sure:
        yield f"Choices less sure than {sure:.2f} are left out."
    if people:
        yield f"Only the judgments of {len(people)} chosen people count."
    if models := recipe.get("model_labels"):
        yield f"Pairs that nobody has judged have the labels of models: {', '.join(models)}."
    if not recipe.get("gold", True):
        yield "Gold pairs are left out."


def _which_pairs(recipe: Fields) -> Iterator[str]:
    if recipe.get("origins"):
        yield f"Only pairs from these files: {', '.join(recipe['origins'])}."
    for name in ("prompt", "candidate"):
        longest = recipe.get(f"longest_{name}")
        if longest:
            yield f"Pairs with a {name} of more than {longest:,} tokens (estimated) are left out."


def _prompts(recipe: Fields) -> Iterator[str]:
    yield f"Taken from the {recipe.get('pool', 'prompts')}."
    if recipe.get("unseen"):
        yield "Prompts that are also posts of pairs are left out."


def _split(kind: DatasetKind, recipe: Fields) -> Iterator[str]:
    share = recipe.get("evaluation_share")
    if not share:
        return
    held_out = kind == DatasetKind.EVALUATION or recipe.get("part") == Part.HELD_OUT
    by = f"by {recipe['group_by']}" if recipe.get("group_by") else "by their text"
    side = "the part held out" if held_out else "the part not held out"
    yield (
        f"This is {side} of a split that holds out {share:.0%} of the prompts, kept together {by}, with seed "
        f"{recipe.get('seed', 0)}."
    )
