"""Short ways to read rows of bytes in a test."""

import gzip
import json

from core.datasets.problems import Problem
from core.datasets.sources import Container, rows, source_of_bytes

ROW = {"input_text": "a post", "candidate_0": "zero", "candidate_1": "one", "choice": 1}
LINE = json.dumps(ROW).encode()


def read(content, container=Container.JSONL, name="f"):
    """All numbered rows, and the notices in their order, one for each line that has them."""
    notices = []

    def notice(fault, line, *, times=1):
        notices.extend((fault, line + number) for number in range(times))

    found = list(rows(source_of_bytes(name, content), container, notice))
    return found, notices


def good(content, container=Container.JSONL):
    """The good rows with their numbers."""
    return [(number, row) for number, row in read(content, container)[0] if isinstance(row, dict)]


def faults(content, container=Container.JSONL):
    """The line and the fault of each problem; a problem stands under its own line."""
    found = [(number, row) for number, row in read(content, container)[0] if isinstance(row, Problem)]
    assert all(number == problem.line for number, problem in found)
    return [(number + more, one.fault) for number, one in found for more in range(one.times)]


def only_problem(content, container=Container.JSONL):
    """The one problem that a file has."""
    [problem] = [row for _, row in read(content, container)[0] if isinstance(row, Problem)]
    return problem


def gzipped(content):
    """Bytes packed as gzip packs them, the same each time."""
    return gzip.compress(content, mtime=0)


def zstandard(content):
    """Bytes packed as zstd packs them."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    return pa.compress(content, codec="zstd", asbytes=True)


def parquet(columns):
    """A Parquet file of some columns."""
    import io  # noqa: PLC0415

    import pyarrow as pa  # noqa: PLC0415 - slow to import
    from pyarrow import parquet as files  # noqa: PLC0415

    held = io.BytesIO()
    files.write_table(pa.table(columns), held)
    return held.getvalue()
