"""How rows are held is recognised by what is in the file."""

import pytest

from core.datasets.sources import Container, container_of, source_of_bytes
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
