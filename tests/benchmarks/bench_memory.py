"""An hour of a team, in as short a time as the server manages: does its memory keep growing?

Run ``python tests/benchmarks/bench_memory.py [--sessions 300]``. The real server is visited over its own
websocket by people who come, look at pages, label and go again: 300 sessions are what fifty people begin in
an hour who come back every ten minutes. The resident memory after a sixth of them, so after the hour's
first ten minutes, is compared with that at the end. Streamlit keeps a session that is gone for two minutes,
so that a reload finds it again; the first sixth is therefore never shorter than that. Exit status 1 if it
grew by more than a tenth.
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.access import SYSTEM, NewPerson, Role, add_person
from tests.benchmarks.memory_load.visitor import Visitor
from tests.benchmarks.queue_load.filling import fill
from tests.benchmarks.queue_load.servers import studio_in
from tests.browser.local_server import LocalServer

MOST_TIMES = 1.1
AT_ONCE = 4
ANSWERS = 3
LEADS_EVERY = 3
LEADS_PAGES = ("quality", "datasets", "people", "project")
KEPT_S = 120.0
"""How long Streamlit keeps a session that is gone."""


class Served(LocalServer):
    """The server as people start it."""

    health = "readyz"

    def megabytes(self) -> float:
        """Its resident memory."""
        assert self.process is not None
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6


def visit(port: int, person: int, pages: tuple[str, ...]) -> int:
    """One session; how many answers were acknowledged."""
    with Visitor(port, person) as visitor:
        for page in ("", *pages, "label"):
            visitor.open(page)
        return sum(visitor.answer() for _ in range(ANSWERS))


def use(server: Served, people: list[int], sessions: int) -> tuple[float, float]:
    """Begin and end so many sessions; megabytes after the first sixth, and at the end."""
    saved, early, began = 0, 0.0, time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for first in range(0, sessions, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            works = [
                pool.submit(
                    visit,
                    server.port,
                    people[0] if number % LEADS_EVERY == 0 else people[1 + number % (len(people) - 1)],
                    LEADS_PAGES if number % LEADS_EVERY == 0 else (),
                )
                for number in numbers
            ]
            saved += sum(work.result() for work in works)
            passed = first + AT_ONCE
            if not early and passed >= sessions / 6 and time.monotonic() - began >= KEPT_S:
                early = server.megabytes()
            if passed % (10 * AT_ONCE) == 0:
                print(f"{passed:5} sessions, {saved:5} answers: {server.megabytes():6.0f} MB", flush=True)
    return early, server.megabytes()


def main() -> int:
    """Serve, use, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with studio_in(folder / "home") as studio:
            with studio.db.write() as session:
                lead = add_person(session, SYSTEM, NewPerson("Lena", Role.LEAD))
            _, team = fill(studio, folder, pairs=3000, people=20)
        server = Served()
        command = [Path(sys.executable).with_name("prefstudio"), "serve", "--port", str(server.port)]
        home = {"PREFSTUDIO_HOME": str(folder / "home"), "PREFSTUDIO_SAMPLE": "no"}
        server.run(command, cwd=folder, log=folder / "log", **home)
        try:
            people = [one.id or 0 for one in (lead, *team)]
            early, late = use(server, people, options.sessions)
        finally:
            server.stop()
    if not early:
        print("the sessions were over before the first ten minutes: ask for more of them")
        return 1
    print(
        f"{early:.0f} MB after the first ten minutes, {late:.0f} MB after the hour: {late / early:.3f} times"
    )
    return int(late > MOST_TIMES * early)


if __name__ == "__main__":
    sys.exit(main())
