"""Label Studio's exports through a whole import: containers alike, skips told, nothing taken unread."""

import csv
import io
import json

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.formats import format_named
from core.datasets.importing import ImportPlan, Shape, check_rows
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.labelling import Judgment, Pair
from tests.core.builders import assert_counts_hold, bring, rows_of
from tests.core.datasets.formats.label_studio_exports import NOBODY, PERSON, as_text, flat, side, task

OTHER = PERSON | {"annotator": 4, "annotation_id": 12}
MINIMAL = [
    flat(1, {"pw": [{"selected": "right"}]}),
    flat(1, {"pw": [{"selected": "left"}]}, person=OTHER),
    flat(2, {}, person=NOBODY),
]


def table(rows: list[dict], delimiter: str) -> bytes:
    """Rows as a table, all fields quoted."""
    file = io.StringIO()
    names = sorted({name for row in rows for name in row})
    writer = csv.DictWriter(file, names, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(as_text(row) for row in rows)
    return file.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("export.json", json.dumps(MINIMAL, indent=1).encode()),
        ("export.csv", table(MINIMAL, ",")),
        ("export.tsv", table(MINIMAL, "\t")),
    ],
)
def test_containers_give_the_same_pairs_and_votes(studio, project, name, content):
    """The second annotator's row is a second judgment; what the export cannot tell of skips is a note."""
    result = bring(studio, project, source_of_bytes(name, content))
    assert (result.counts.rows, result.counts.choices, result.report.duplicates) == (2, 2, 0)
    assert {one.outcome for one in rows_of(studio, Judgment)} == {"candidate_0", "candidate_1"}
    assert result.report.findings[Fault.NO_SKIPS].count == 1
    assert_counts_hold(studio)


def test_skips_of_the_whole_export_are_in_the_report(studio, project):
    """With who skipped."""
    rows = [task(1, [side("pw", "left")]), task(2, [], cancelled=True)]
    result = bring(studio, project, source_of_bytes("export.json", json.dumps(rows).encode()))
    skips = result.report.findings[Fault.SKIPPED]
    assert (result.counts.rows, result.counts.choices, skips.count, skips.examples[0].line) == (2, 1, 1, 2)
    assert Fault.NO_SKIPS not in result.report.findings


@pytest.mark.parametrize("shape", [None, Shape(format_named("label-studio"))])
def test_what_only_a_person_can_say_is_asked_before_rows_are_taken(studio, project, shape):
    """Also where the format was named."""
    content = json.dumps([flat(1, {"better": "Answer 1"})]).encode()
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "export.json", shape)
    with pytest.raises(InvalidInput, match="--column choice=better --column 'choice_0=Answer 1'"):
        check_rows(studio.db, SYSTEM, plan, [source_of_bytes("export.json", content)])


def test_annotations_that_come_late_and_say_nothing_are_not_passed_over(studio, project):
    """The first rows, which tell how a file is to be read, had none."""
    rows = [task(number) for number in range(101)] + [task(200, [])]
    with pytest.raises(InvalidInput, match="says anything that is read as a choice"):
        bring(studio, project, source_of_bytes("export.json", json.dumps(rows).encode()))
    assert rows_of(studio, Pair) == []
