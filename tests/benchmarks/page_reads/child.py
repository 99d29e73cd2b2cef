"""One studio with many judgments: opens the page that it is told and says how long core was asked.

Run from the root: ``python -m tests.benchmarks.page_reads.child HOME JUDGMENTS``; the database is that of
PREFSTUDIO_DATABASE. A line of standard input names a page; the answer is a line of JSON.
"""

import functools
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session
from streamlit.components.v2 import manifest_scanner

from app.ui.resources import studio
from core.db import Database
from tests.benchmarks.page_reads.filling import fill
from tests.pages.visit import Visit

PATIENCE_S = 600
"""The report on the quality page reads every vote."""

asked = {"seconds": 0.0, "units": 0}
statements: Counter[str] = Counter()


def watch(kind: str) -> None:
    """Have the units of work of one kind timed, from the first statement to the last row."""
    unit = getattr(Database, kind)

    @contextmanager
    def timed(self: Database, **more: Any) -> Iterator[Session]:
        began = time.perf_counter()
        with unit(self, **more) as session:
            yield session
        asked["seconds"] += time.perf_counter() - began
        asked["units"] += 1

    setattr(Database, kind, timed)


def watch_statements() -> None:
    """Sum up what each statement takes until its first rows are there."""

    @event.listens_for(studio().db.engine, "before_cursor_execute")
    def before(connection: Any, *_: Any) -> None:
        connection.info["began"] = time.perf_counter()

    @event.listens_for(studio().db.engine, "after_cursor_execute")
    def after(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements[" ".join(statement.split())] += int(1e6 * (time.perf_counter() - connection.info["began"]))


def main(home: str, judgments: int) -> None:
    """Fill, then visit."""
    os.environ |= {"PREFSTUDIO_HOME": home, "PREFSTUDIO_SAMPLE": "no", "PREFSTUDIO_STATEMENT_SECONDS": "3600"}
    scan = functools.cache(manifest_scanner.scan_component_manifests)
    manifest_scanner.scan_component_manifests = scan
    lead = fill(studio(), judgments)
    watch("read")
    watch("write")
    watch_statements()
    visit = Visit(lead)
    visit.at.default_timeout = PATIENCE_S
    visit.at.session_state["whose"] = "Everybody’s"  # the lead has answered nothing
    print("{}", flush=True)
    for line in sys.stdin:
        asked.update(seconds=0.0, units=0)
        statements.clear()
        visit.go(line.strip())
        print(json.dumps(asked | {"slowest": statements.most_common(3)}), flush=True)
    studio().close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
