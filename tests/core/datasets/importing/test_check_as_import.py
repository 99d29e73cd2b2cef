"""A check tells rows apart by other marks than an import, and says the same of them."""

import json

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, check_rows, import_rows
from core.datasets.sources import source_of_bytes

PAIR = {"prompt": "p", "answer_1": "a", "answer_2": "b"}
ROWS = [
    PAIR | {"label": 1, "annotator": "ann"},
    PAIR | {"label": 1, "annotator": "Ann "},
    PAIR | {"label": 2, "annotator": "bob"},
    PAIR | {"label": 2, "annotator": "ann"},
    PAIR | {"prompt": "é", "label": 1, "annotator": "ann"},
    PAIR | {"prompt": "no name", "label": 1},
    PAIR | {"prompt": "no name", "label": 2},
    PAIR | {"prompt": "no name", "label": 1},
    PAIR | {"prompt": "repeated", "label": 1},
    PAIR | {"prompt": "repeated", "label": 1},
]


def test_a_check_finds_what_an_import_finds(studio, project):
    """Repeated rows, contradictions, other annotators and votes without a name."""
    content = "\n".join(map(json.dumps, ROWS)).encode()
    plan, sources = ImportPlan(project, DatasetKind.PREFERENCE, "f"), [source_of_bytes("f", content)]
    checked = check_rows(studio.db, SYSTEM, plan, sources)
    taken = import_rows(studio.db, SYSTEM, plan, sources, accept_good=True).report
    assert (checked.good, checked.refused, checked.duplicates) == (7, 1, 2)
    assert checked.as_json() == taken.as_json()
