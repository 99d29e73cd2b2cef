"""Data sets: import rows, freeze them under a recipe, bring them out again."""

from core.datasets.export import copy_input, download_dataset, export_dataset, read_dataset, verify_dataset
from core.datasets.freeze import DatasetView, freeze, get_dataset, list_datasets
from core.datasets.import_file import ImportResult, RefusedRows, import_file
from core.datasets.judged_pairs import list_judges
from core.datasets.models import Dataset, DatasetKind, Prompt
from core.datasets.preview import RecipePreview, preview
from core.datasets.read_file import Report, check_file, opener
from core.datasets.recipe import DEFAULT_EVALUATION_SHARE, Pool, PreferenceRecipe, PromptRecipe, Recipe

__all__ = [
    "DEFAULT_EVALUATION_SHARE",
    "Dataset",
    "DatasetKind",
    "DatasetView",
    "ImportResult",
    "Pool",
    "PreferenceRecipe",
    "Prompt",
    "PromptRecipe",
    "Recipe",
    "RecipePreview",
    "RefusedRows",
    "Report",
    "check_file",
    "copy_input",
    "download_dataset",
    "export_dataset",
    "freeze",
    "get_dataset",
    "import_file",
    "list_datasets",
    "list_judges",
    "opener",
    "preview",
    "read_dataset",
    "verify_dataset",
]
