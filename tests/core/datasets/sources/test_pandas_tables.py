"""Tables that pandas writes as one JSON value are refused with the way to write rows; rows are rows."""

import json

import pandas as pd
import pytest

from core.datasets.sources import Container, container_of, source_of_bytes
from core.errors import InvalidInput

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
