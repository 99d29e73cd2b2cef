"""Take rows into a project: read and check everything first, then one short transaction."""

from core.datasets.importing.history import ImportView, get_import, list_imports, list_origins
from core.datasets.importing.import_rows import ImportResult, RefusedRows, check_rows, import_rows
from core.datasets.importing.plan import Plan, Shape, Stage
from core.datasets.importing.read import first_rows, recognise_sources
from core.datasets.importing.taken import Taken
from core.datasets.importing.takers import take_records

__all__ = [
    "ImportResult",
    "ImportView",
    "Plan",
    "RefusedRows",
    "Shape",
    "Stage",
    "Taken",
    "check_rows",
    "first_rows",
    "get_import",
    "import_rows",
    "list_imports",
    "list_origins",
    "recognise_sources",
    "take_records",
]
