"""Start TensorBoard on logs, wait until it answers, and end it."""

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.errors import Unavailable
from core.progress import Tell, silent
from core.training.processes import ProcessMark, end_process, is_alive, mark_of
from core.training.tensorboard.layout import Logs, lay_out

HOST = "127.0.0.1"
FOLDER = "tensorboard"
PROCESS = "process"
"""A file that says whose the folder is."""
MODULE = "core.training.tensorboard.child"
PRIVATE = 0o700
PATIENCE_S = 60.0
"""So long it may take to answer; on a machine with nothing else to do it takes about two seconds."""
LOOK_S = 0.1
END_S = 12.0
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
"""All of the environment that it gets: what else stands there may be secret."""
LONGEST_LINE = 300
ALL = 1_000_000_000
"""More points than any curve has. At 0, by which its loader keeps all, TensorBoard 2.21 shows none."""


@dataclass(frozen=True, eq=False, slots=True)
class TensorBoard:
    """One that runs.

    Attributes:
        url: Where a browser of this machine finds it; nobody guesses the path, so no other page reads it.
        port: Its port.
        folder: What it shows, and its log.
        process: It; with the end of its input it ends.
        mark: How it is told from a later process.
    """

    url: str
    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"
    mark: ProcessMark

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def refresh(self, logs: Logs, *, cache: Path) -> None:
        """Show what has come since: logs that began, and what was written in the cloud."""
        lay_out(self.folder / "logs", logs, cache=cache)

    def asked(self) -> bool:
        """Whether a browser has asked something of it within the last minute.

        A connection that was closed is remembered by the system for so long. Where the system tells only
        its owner about connections this is always so.
        """
        try:
            seen = psutil.net_connections("tcp4")
        except psutil.Error:
            return True
        ends = (end for one in seen if one.status != psutil.CONN_LISTEN for end in (one.laddr, one.raddr))
        return any(end and end.port == self.port for end in ends)

    def end(self) -> None:
        """End it with all that it started, and remove its folder; one that has ended is fine."""
        until = time.monotonic() + END_S
        while is_alive(self.mark) and time.monotonic() < until:
            end_process(self.mark)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=2.0)
        if self.process.stdin:
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=LOOK_S)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_tensorboard(
    logs: Logs, *, cache: Path, tell: Tell = silent, patience: float = PATIENCE_S
) -> TensorBoard:
    """Start one on these logs, on a free port of loopback, and wait until it answers.

    It has every point, not the sample of a thousand that it would draw, and ends with this process.

    Args:
        logs: What it shows.
        cache: The folder for copies of remote files; its own folder is made there.
        tell: Told how far it is; raising from it ends the work.
        patience: Seconds that it may take to answer.

    Raises:
        NotFound: A file is gone.
        Unavailable: A file cannot be fetched, or TensorBoard does not start; what it said last is told.
    """
    _sweep(cache / FOLDER)
    name = secrets.token_hex(8)
    folder = cache / FOLDER / name
    shown = folder / "logs"
    shown.mkdir(mode=PRIVATE, parents=True)
    folder.chmod(PRIVATE)
    opened: TensorBoard | None = None
    try:
        lay_out(shown, logs, cache=cache, tell=tell)
        opened = _start(folder, name)
        wait_for_answer(opened, tell, patience)
    except BaseException:
        if opened:
            opened.end()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return opened


def _start(folder: Path, name: str) -> TensorBoard:
    port = _free_port()
    options = {
        "logdir": str(folder / "logs"),
        "host": HOST,
        "port": str(port),
        "path_prefix": f"/{name}",
        "samples_per_plugin": f"scalars={ALL}",
        "window_title": "TensorBoard",
    }
    command = [
        sys.executable,
        "-P",
        "-m",
        MODULE,
        *(part for k, v in options.items() for part in (f"--{k}", v)),
    ]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
            start_new_session=True,
        )
    mark = mark_of(process.pid)
    (folder / PROCESS).write_text(f"{mark.number} {mark.started}", encoding="ascii")
    return TensorBoard(f"http://{HOST}:{port}/{name}/", port, folder, process, mark)


def _sweep(place: Path) -> None:
    """Remove what those left behind whose studio was killed."""
    for file in place.glob(f"*/{PROCESS}"):
        with suppress(OSError, ValueError):  # another start may sweep, or be writing it
            number, started = file.read_text(encoding="ascii").split()
            if not is_alive(ProcessMark(int(number), float(started))):
                shutil.rmtree(file.parent, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for_answer(opened: TensorBoard, tell: Tell, patience: float) -> None:
    """Wait until it answers.

    Raises:
        Unavailable: It ended, or it takes too long.
    """
    tell("TensorBoard starts.")
    until = time.monotonic() + patience
    while not answers(opened):
        late = time.monotonic() > until
        if late or not opened.alive:
            what = f"did not answer within {patience:g} seconds" if late else "ended as it started"
            raise Unavailable(f"TensorBoard {what}. {_said_last(opened.folder / 'log.txt')} Try once more.")
        tell("TensorBoard starts.")
        time.sleep(LOOK_S)


def answers(opened: TensorBoard) -> bool:
    """Whether it answers by now."""
    connection = http.client.HTTPConnection(HOST, opened.port, timeout=5.0)
    try:
        connection.request(
            "GET", f"{opened.url.removeprefix(f'http://{HOST}:{opened.port}')}data/environment"
        )
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _said_last(log: Path) -> str:
    """The last line of its log, as a sentence."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    last = next((line for line in reversed(lines) if line), "")
    return f"It said last: {last[:LONGEST_LINE]}" if last else "It said nothing."
