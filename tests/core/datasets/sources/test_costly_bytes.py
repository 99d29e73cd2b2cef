"""No byte of a file costs much more than one of a good row, and reading can be stopped at any moment."""

import gzip
import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, check_rows
from core.datasets.problems import Fault, Problem
from core.datasets.sources import Container, rows, source_of_bytes
from core.errors import StudioError
from tests.core.datasets.sources.reading_rows import LINE, faults, parquet, read

SIZE = 200_000
MOST_TIMES = 3
HEADER = b"input_text,candidate_0,candidate_1,choice\n"


def good_rows(size):
    """Rows of 200 bytes each."""
    texts = (f"post {number} ".ljust(130, "x") for number in range(size // 200))
    rows = ({"input_text": text, "candidate_0": "zero", "candidate_1": "one", "choice": 1} for text in texts)
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def filled(piece):
    return piece * (SIZE // len(piece))


COSTLY = {
    "blank lines": filled(b"\n"),
    "blank lines after a row": good_rows(400) + filled(b"\r\n"),
    "blanks": filled(b" "),
    "packed blank lines": gzip.compress(filled(b"\n")),
    "empty objects": filled(b"{}\n"),
    "no objects": filled(b"null\n"),
    "no JSON": filled(b"x\n"),
    "opening brackets": filled(b"["),
    "opening objects": filled(b'[{"a":'),
    "a list of empty objects": b"[" + filled(b"{},"),
    "a list of nothing": b"[" + filled(b","),
    "numbers in an item": b'[{"a": [' + filled(b"1,") + b"0]}]",
    "numbers in a line": b'{"a": [' + filled(b"1,") + b"0]}",
    "digits": b'{"a": ' + filled(b"9") + b"}",
    "one endless line": filled(b"x"),
    "quotation marks": HEADER + filled(b'"'),
    "a table of blank lines": HEADER + filled(b"\n"),
    "a table of short lines": HEADER + filled(b"a\n"),
    "columns": b",".join(b"%d" % number for number in range(30_000)),
}


def seconds(studio, project, content):
    """Processor time of a check; the best of two."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        with suppress(StudioError):
            plan = ImportPlan(project, DatasetKind.PREFERENCE, "f")
            check_rows(studio.db, SYSTEM, plan, [source_of_bytes("f", content)])
        taken.append(time.process_time() - start)
    return min(taken)


def test_no_byte_costs_three_times_that_of_a_good_row(studio, project):
    """Blank lines cost four hundred times as much once; the time that a check takes at least is left out."""
    least = seconds(studio, project, b"")
    good = seconds(studio, project, good_rows(SIZE)) - least
    taken = {name: seconds(studio, project, content) - least for name, content in COSTLY.items()}
    assert {name: round(cost / good, 1) for name, cost in taken.items() if cost > MOST_TIMES * good} == {}


SHORT = st.sampled_from(
    [b"", b"\r", b" ", b"{}", b"x", b"1", b'{"a":1}', b'"a"', b"a,b", b'"a,b"', b'"', LINE]
)
RUNS = st.lists(st.tuples(SHORT, st.integers(1, 5)), max_size=6)


def one_by_one(monkeypatch):
    """Reading without the short way for lines that stand there several times."""
    monkeypatch.setattr("core.datasets.sources.text_lines.SHORTEST_ROW", 0)
    monkeypatch.setattr("core.datasets.sources.json_rows.SHORTEST_ROW", -1)


def told(content, container):
    """Each row and each fault with its number."""
    found, notices = read(content, container)
    spread = [
        (number + more, row.fault if isinstance(row, Problem) else row)
        for number, row in found
        for more in range(row.times if isinstance(row, Problem) else 1)
    ]
    no_row = [(number, Fault.MISSING if row in ({}, {"a": 1}) else row) for number, row in spread]
    return no_row, sorted(notices)


@pytest.mark.parametrize(
    ("container", "between"),
    [(Container.JSONL, b"\n"), (Container.CSV, b"\n"), (Container.TSV, b"\n"), (Container.JSON, b",")],
)
@given(runs=RUNS, ended=st.booleans())
def test_the_short_way_says_the_same(container, between, runs, ended):
    """Line by line, also inside quotation marks, wherever a run begins."""
    pieces = [piece for piece, times in runs for _ in range(times)]
    content = between.join(pieces) + (between if ended else b"")
    content = b"[" + content + b"]" if container == Container.JSON else content
    short = told(content, container)
    with pytest.MonkeyPatch.context() as patched:
        one_by_one(patched)
        assert told(content, container) == short


@pytest.mark.parametrize(
    ("container", "content"),
    [
        (Container.JSONL, gzip.compress(b"\n" * 20_000_000)),
        (Container.JSON, gzip.compress(b"[" * 20_000_000)),
        (Container.PARQUET, parquet({"a": ["x"] * 100_000})),
    ],
)
def test_reading_can_be_stopped_although_few_bytes_are_left(container, content):
    """Every block that is unpacked is a moment to stop at."""
    ticks = []

    def tick():
        ticks.append(time.monotonic())
        if len(ticks) == 5:
            raise KeyboardInterrupt

    source = source_of_bytes("f", content)
    source = type(source)(source.name, source.open, source.size, tick)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        for _ in rows(source, container, lambda *_, **__: None):
            pass
    assert ticks[-1] - start < 1


def test_a_run_of_bad_lines_is_listed_line_by_line():
    """As the same lines were before."""
    assert faults(b"x\n" * 5) == [(number, Fault.NOT_JSON) for number in range(1, 6)]
