"""Data sets: import rows, freeze them under a recipe, bring them out again."""

from core.datasets.card_weaknesses import shared_sentences
from core.datasets.checks import Report, languages
from core.datasets.delivery.copies import CopyView, list_copies, verify_copy
from core.datasets.delivery.deliver import AS_FROZEN, Form, card_of, download_dataset, export_dataset
from core.datasets.delivery.objects import (
    copy_input,
    frozen_rows,
    read_dataset,
    verify_dataset,
    verify_generation,
)
from core.datasets.exports import ExportFormat, formats_for
from core.datasets.formats import Columns, Format, Parts, Recognised, Wanted
from core.datasets.freezing.freeze import freeze
from core.datasets.freezing.judged_pairs import list_judges
from core.datasets.freezing.preview import RecipePreview, preview
from core.datasets.freezing.recipe import (
    DEFAULT_EVALUATION_SHARE,
    Part,
    Pool,
    PreferenceRecipe,
    PromptRecipe,
    Recipe,
)
from core.datasets.importing.history import ImportView, get_import, list_imports, list_origins
from core.datasets.importing.import_rows import ImportResult, RefusedRows, check_rows, import_rows
from core.datasets.importing.plan import Plan, Shape, Stage
from core.datasets.importing.read import first_rows, recognise_sources
from core.datasets.importing.taken import Taken
from core.datasets.importing.takers import take_records
from core.datasets.models import Dataset, DatasetKind, Prompt
from core.datasets.sources import Source, find_sources, source_of, source_of_bytes
from core.datasets.views import DatasetView, get_dataset, list_datasets

__all__ = [
    "AS_FROZEN",
    "DEFAULT_EVALUATION_SHARE",
    "Columns",
    "CopyView",
    "Dataset",
    "DatasetKind",
    "DatasetView",
    "ExportFormat",
    "Form",
    "Format",
    "ImportResult",
    "ImportView",
    "Part",
    "Parts",
    "Plan",
    "Pool",
    "PreferenceRecipe",
    "Prompt",
    "PromptRecipe",
    "Recipe",
    "RecipePreview",
    "Recognised",
    "RefusedRows",
    "Report",
    "Shape",
    "Source",
    "Stage",
    "Taken",
    "Wanted",
    "card_of",
    "check_rows",
    "copy_input",
    "download_dataset",
    "export_dataset",
    "find_sources",
    "first_rows",
    "formats_for",
    "freeze",
    "frozen_rows",
    "get_dataset",
    "get_import",
    "import_rows",
    "languages",
    "list_copies",
    "list_datasets",
    "list_imports",
    "list_judges",
    "list_origins",
    "preview",
    "read_dataset",
    "recognise_sources",
    "shared_sentences",
    "source_of",
    "source_of_bytes",
    "take_records",
    "verify_copy",
    "verify_dataset",
    "verify_generation",
]
