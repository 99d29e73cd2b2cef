"""Freeze sets: a recipe applied to what people judged, written once, numbered, hashed."""

from core.datasets.freezing.freeze_dataset import freeze
from core.datasets.freezing.judged_pairs import list_judges
from core.datasets.freezing.label_pairs import LEFT_OUT_BY_HAND
from core.datasets.freezing.recipe import (
    DEFAULT_EVALUATION_SHARE,
    Part,
    PreferenceRecipe,
    PromptPool,
    PromptRecipe,
    Recipe,
)
from core.datasets.freezing.select_rows import RecipePreview, preview

__all__ = [
    "DEFAULT_EVALUATION_SHARE",
    "LEFT_OUT_BY_HAND",
    "Part",
    "PreferenceRecipe",
    "PromptPool",
    "PromptRecipe",
    "Recipe",
    "RecipePreview",
    "freeze",
    "list_judges",
    "preview",
]
