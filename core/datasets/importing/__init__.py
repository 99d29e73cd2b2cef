"""Import rows into a project: plan, read and check everything, then insert it in one short transaction."""

from core.datasets.importing.history import ImportResult, ImportView, get_import, list_imports, list_origins
from core.datasets.importing.import_files import RefusedRows, check_rows, import_rows
from core.datasets.importing.inserters import insert_records
from core.datasets.importing.join_files import sources_at, together
from core.datasets.importing.judgments import judgment_id
from core.datasets.importing.mappings import (
    MappingView,
    NewMapping,
    SavedMapping,
    delete_mapping,
    get_mapping,
    list_mappings,
    save_mapping,
)
from core.datasets.importing.plan import ImportPlan, Shape, first_rows, recognise_sources, shape_of
from core.datasets.importing.previews import Preview, preview
from core.datasets.importing.repeats import fingerprint_of
from core.datasets.importing.written_gold import NewGold, write_gold

__all__ = [
    "ImportPlan",
    "ImportResult",
    "ImportView",
    "MappingView",
    "NewGold",
    "NewMapping",
    "Preview",
    "RefusedRows",
    "SavedMapping",
    "Shape",
    "check_rows",
    "delete_mapping",
    "fingerprint_of",
    "first_rows",
    "get_import",
    "get_mapping",
    "import_rows",
    "insert_records",
    "judgment_id",
    "list_imports",
    "list_mappings",
    "list_origins",
    "preview",
    "recognise_sources",
    "save_mapping",
    "shape_of",
    "sources_at",
    "together",
    "write_gold",
]
