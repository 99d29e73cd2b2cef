"""A value that JSON cannot say refuses a row only where it is needed; else it is left out and told."""

import io
import math

import pyarrow as pa
import pytest
from pyarrow import parquet as files

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.formats import Parts
from core.datasets.importing import ImportPlan, RefusedRows, import_rows
from core.datasets.problems import Fault, Severity
from core.datasets.sources import source_of_bytes
from core.labelling import Pair
from tests.core.builders import rows_of

PAIR = '"input_text": "p", "candidate_0": "a", "candidate_1": "b"'
KEPT_AS_NULL = {
    "Vertex": (
        "{" + PAIR + ', "choice": 1, "s": NaN, "m": {"x": [1, -Infinity]}}',
        {"s": None, "m": {"x": [1, None]}},
    ),
    "too large a number": ("{" + PAIR + ', "s": 1e999}', {"s": None}),
    "TRL": ('{"prompt": "p", "chosen": "a", "rejected": "b", "s": Infinity}', {"s": None}),
    "columns": ('{"question": "p", "answer_1": "a", "answer_2": "b", "label": "A", "s": NaN}', {"s": None}),
    "OpenAI": (
        '{"info": {"post": "p", "s": NaN}, "summaries": [{"text": "a"}, {"text": "b"}], "choice": 1}',
        {"info": {"s": None}},
    ),
    "Label Studio": (
        '{"data": {"prompt": "p", "candidate_0": "a", "candidate_1": "b", "s": NaN}, "annotations": []}',
        {"data": {"s": None}},
    ),
}
NEEDED = {
    "the choice": "{" + PAIR + ', "choice": NaN}',
    "a text": '{"input_text": NaN, "candidate_0": "a", "candidate_1": "b"}',
    "a message": '{"prompt": [{"role": "user", "content": NaN}], "chosen": "a", "rejected": "b"}',
}


@pytest.fixture
def bring(studio, project):
    """Imports a file into an empty project; the report and the pairs."""

    def import_it(content, **said):
        plan = ImportPlan(project, DatasetKind.PREFERENCE, "f", **said)
        result = import_rows(studio.db, SYSTEM, plan, [source_of_bytes("f", content)])
        return result.report, rows_of(studio, Pair)

    return import_it


def parquet(**columns):
    """A file of one pair with further columns."""
    pair = {"input_text": ["p"], "candidate_0": ["a"], "candidate_1": ["b"]}
    held = io.BytesIO()
    files.write_table(pa.table(pair | columns), held)
    return held.getvalue()


@pytest.mark.parametrize("name", KEPT_AS_NULL)
def test_nan_beside_the_texts_is_kept_as_null(bring, name):
    """However deep it stands, in each format; the report says where."""
    line, expected = KEPT_AS_NULL[name]
    report, [pair] = bring(line.encode())
    assert {field: pair.extra[field] for field in expected} == expected
    finding = report.findings[Fault.NUMBER_AS_NULL]
    assert (finding.count, finding.fault.severity) == (len(expected), Severity.NOTE)
    assert [example.field for example in finding.examples] == list(expected)


@pytest.mark.parametrize("name", NEEDED)
def test_nan_in_a_field_that_is_needed_is_refused(bring, name):
    """As it always was, with the same sentence."""
    with pytest.raises(RefusedRows, match=r"f, line 1, field \(line\): has NaN, which is no JSON"):
        bring(NEEDED[name].encode())


def test_columns_of_parquet_that_nobody_needs(bring):
    """Numbers become null; of bytes that are no text, size and hash are kept, so that rows stay apart."""
    scan = pa.array([{"bytes": b"\xff\xd8", "path": "1.jpg"}])
    nan = pa.array([[{"x": math.nan}]], pa.list_(pa.struct({"x": pa.float64()})))
    report, [pair] = bring(parquet(scan=scan, nan=nan, took=pa.array([90], pa.duration("s"))))
    assert pair.extra == {
        "scan": {
            "bytes": {
                "bytes": 2,
                "sha256": "71563ad80061407ede9c6f316836284bd3710a520c5a792b5eda1cb703690815",
            },
            "path": "1.jpg",
        },
        "nan": [{"x": None}],
        "took": "PT1M30S",
    }
    assert report.findings[Fault.NUMBER_AS_NULL].examples[0].field == "nan"
    told = report.findings[Fault.VALUE_LEFT_OUT]
    assert (told.fault.severity, told.examples[0].field) == (Severity.WARNING, "scan")
    assert Fault.VALUE_LEFT_OUT.remedy in report.as_text()


def test_rows_that_differ_only_in_pictures_stay_apart(bring):
    """Their bytes cannot be kept, but what tells them from others is part of the prompt."""
    pair = {"input_text": ["p"] * 3, "candidate_0": ["a"] * 3, "candidate_1": ["b"] * 3}
    content = parquet(**pair, image=[b"\xff\x01", b"\xff\x02", b"\xff\x01"])
    report, pairs = bring(content, parts=Parts(media=("image",)))
    assert (len(pairs), report.duplicates) == (2, 1)


def test_a_column_of_parquet_that_is_needed(bring):
    """A choice of NaN is no choice."""
    with pytest.raises(RefusedRows, match=r"f, line 1, field choice: is nan, which is no number"):
        bring(parquet(choice=pa.array([math.nan])))
