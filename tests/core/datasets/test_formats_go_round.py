"""Through a real studio: imported, frozen, exported in every format, and imported again from each."""

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import freeze
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from tests.core.builders import jsonl
from tests.core.datasets.every_format import READ_AS
from tests.core.datasets.going_round import RECIPES, objects, rounds

SYSTEM_TURN = {"role": "system", "content": "Be brief. <|im_end|>"}
EARLIER = [{"role": "user", "content": "Hi\r\n"}, {"role": "assistant", "content": '{"a": 1}'}]
ASKED = {"role": "user", "content": "Human: why\u2028?  "}
TURNS = [SYSTEM_TURN, *EARLIER, ASKED]
ROWS = [
    {"prompt": TURNS, "chosen": "Assistant: so. ", "rejected": "{{no}}"},
    {"prompt": "שלום \u202e1.0", "chosen": "0", "rejected": "1"},
    {"prompt": "Twice?", "chosen": "One.", "rejected": "Two."},
    {"prompt": "Twice?", "chosen": "One.", "rejected": "Three."},
]


@pytest.fixture(scope="module")
def studio():
    """One studio for all; each import takes a project of its own."""
    with rounds() as opened:
        yield opened


@pytest.fixture(scope="module")
def first(studio):
    """The set that goes out, and how its rows read."""
    dataset = studio.frozen(jsonl(*ROWS))
    return dataset, told(studio, dataset)


def told(studio, dataset):
    """Prompt, better and worse answer of each row of a set, in no order."""
    rows = objects(studio.out(dataset, "vertex-rlhf"))
    return sorted(
        (row["input_text"], answer(row, row["choice"]), answer(row, 1 - row["choice"])) for row in rows
    )


def answer(row, place):
    return row[f"candidate_{place}"]


@pytest.mark.parametrize("name", ["parquet", "argilla", "kto", "hub", "gemini-preference", "dialogues"])
def test_a_set_comes_back_from_its_file(studio, first, name):
    """With as many pairs and choices, and the same texts; all other formats are tried row by row."""
    dataset, before = first
    project = studio.project()
    result = studio.bring(studio.out(dataset, name), project)
    assert result.report.format.name == READ_AS.get(name, name)
    assert (result.counts.rows, result.counts.choices) == (len(ROWS), len(ROWS))
    again = freeze(studio.studio.db, studio.studio.store, SYSTEM, project, RECIPES[DatasetKind.PREFERENCE])
    assert told(studio, again) == before


def test_an_answer_without_a_counterpart_stops_an_import_unless_good_rows_are_asked_for(studio):
    """It is told with its line; the pairs that there are come in when asked for."""
    rows = [
        {"prompt": "One?", "completion": "yes", "label": True},
        {"prompt": "Alone?", "completion": "yes", "label": True},
        {"prompt": "One?", "completion": "no", "label": False},
    ]
    project = studio.project()
    sources = [source_of_bytes("rows", jsonl(*rows))]
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows")
    with pytest.raises(InvalidInput):
        import_rows(studio.studio.db, SYSTEM, plan, sources)
    result = import_rows(studio.studio.db, SYSTEM, plan, sources, accept_good=True)
    assert (result.counts.rows, result.counts.choices) == (1, 1)
    (example,) = result.report.findings[Fault.UNPAIRED].examples
    assert example.line == 2
