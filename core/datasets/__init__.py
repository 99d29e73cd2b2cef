"""Data sets: import rows, freeze them under a recipe, bring them out again.

Each step has a room: `sources`, `formats`, `checks`, `importing`, `freezing`, `exports`, `delivery`.
"""

from core.datasets.models import (
    Dataset,
    DatasetKind,
    DatasetView,
    Prompt,
    get_dataset,
    list_datasets,
    stem_of,
)
from core.datasets.reach import refuse_foreign_source, refuse_own_target

__all__ = [
    "Dataset",
    "DatasetKind",
    "DatasetView",
    "Prompt",
    "get_dataset",
    "list_datasets",
    "refuse_foreign_source",
    "refuse_own_target",
    "stem_of",
]
