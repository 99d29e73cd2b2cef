"""What a file holds is told by its first bytes, and tables that are no rows are refused."""

import json

import pandas as pd
import pytest

from core.datasets.sources import Container, container_of, source_of_bytes
from core.errors import InvalidInput
from tests.core.datasets.sources.reading_rows import LINE, gzipped, parquet, zstandard


def recognised(content, name="rows.txt"):
    return container_of(source_of_bytes(name, content))


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (LINE, Container.JSONL),
        (b"\xef\xbb\xbf\r\n \t" + LINE, Container.JSONL),
        (b'x{"a": 1, "b": 2}\n' + LINE + b"\n" + LINE, Container.JSONL),
        (b"[" + LINE + b"]", Container.JSON),
        (b"\n\n [\n", Container.JSON),
        (b'{\n  "a": [\n    {\n', Container.OBJECT),
        (b'{"a": "b",\n "c": "d"}', Container.OBJECT),
        (b'{"a": [\n' + LINE + b"\n", Container.JSONL),
        (b"prompt,answer\na,b", Container.CSV),
        (b"prompt;answer\na;b", Container.CSV),
        (b'"prompt","answer"\n"{\n{\n",b', Container.CSV),
        (b"prompt\tanswer\na, b, c\td", Container.TSV),
        (parquet({"a": ["x"]}), Container.PARQUET),
    ],
)
@pytest.mark.parametrize("name", ["rows.txt", "rows.jsonl", "rows.csv", "rows.parquet.gz"])
def test_the_content_decides(content, container, name):
    """Whatever the name says."""
    assert recognised(content, name) == container
    if container != Container.PARQUET:
        assert recognised(gzipped(content), name) == recognised(zstandard(content), name) == container


@pytest.mark.parametrize(
    ("name", "container"),
    [
        ("prompts.csv", Container.CSV),
        ("prompts.TSV.gz", Container.TSV),
        ("prompts.json", Container.JSON),
        ("prompts.ndjson.zst", Container.JSONL),
        ("prompts.parquet", Container.PARQUET),
        ("prompts", Container.JSONL),
        ("prompts.txt", Container.JSONL),
    ],
)
@pytest.mark.parametrize("content", [b"", b" \n", b"prompt\nWhat, me?\n", gzipped(LINE)[:8]])
def test_the_name_decides_where_the_content_says_nothing(name, container, content):
    """An empty file, one column, a file damaged from its start."""
    assert recognised(content, name) == container


TABLE = pd.DataFrame({"prompt": ["p", "q"], "chosen": ["a", "b"], "rejected": ["c [x]", "d"]})
REMEDY = 'write rows: df.to_json(path, orient="records", lines=True).'


def told(content):
    return container_of(source_of_bytes("f.json", content.encode()))


@pytest.mark.parametrize("way", ["split", "columns", "index", "table", "values"])
@pytest.mark.parametrize(("indent", "rows"), [(None, 1), (2, 1), (None, 4_000)])
def test_each_way_has_its_sentence(way, indent, rows):
    """In one line or several, also where the file is larger than what is looked at."""
    table = pd.concat([TABLE] * rows, ignore_index=True)
    with pytest.raises(InvalidInput) as caught:
        told(table.to_json(orient=way, indent=indent))
    assert str(caught.value) == (
        f"f.json is a whole table in one JSON value, as pandas writes it with orient={way!r}; {REMEDY}"
    )


def test_a_table_that_went_through_python():
    """With blanks, and the index before the columns."""
    with pytest.raises(InvalidInput, match="orient='split'"):
        told(json.dumps(TABLE.to_dict("split"), indent=1))


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (TABLE.to_json(orient="records", lines=True), Container.JSONL),
        (TABLE.to_json(orient="records"), Container.JSON),
        ('{"ratings": {"0": 4, "1": 2}, "prompt": "p"}', Container.JSONL),
        ('{"columns": ["a"], "prompt": "p"}', Container.JSONL),
        (
            '{"prompt": {"role": "user", "content": "p"}, "chosen": {"role": "x", "content": "a"}}',
            Container.JSONL,
        ),
        ('{"0": {"a": 1}}\n{"0": {"a": 1}}', Container.JSONL),
        ('[[{"role": "user"}]]', Container.JSON),
        ("[[]]", Container.JSON),
    ],
)
def test_rows_are_not_taken_for_a_table(content, container):
    """Not even where a field looks like part of one."""
    assert told(content) == container
