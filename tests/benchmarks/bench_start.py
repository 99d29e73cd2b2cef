"""From the command to the first usable page: `prefstudio serve` beside `streamlit run` of one button.

Run from the root: ``python -m tests.benchmarks.bench_start [PREFSTUDIO …]``; each further argument is the
command of another build, measured in turn with this one. The clock runs from the start of the process. A
browser that is already open asks for the page as soon as somebody listens; the page is usable when its button
is on screen and the script has ended. The home has been made before, and all files have been read once.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN, STREAMLIT_OPTIONS
from local_server import free_port
from studio_steps import wait_until_drawn

STARTS = int(os.environ.get("STARTS", "7"))
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BIN = Path(sys.executable).parent
ONE_BUTTON = 'import streamlit as st\n\nst.button("Start")\n'
OPTIONS = [f"--{name}={value}" for name, value in STREAMLIT_OPTIONS.items()] + ["--server.port=PORT"]


def start(browser: Browser, command: Sequence[str | Path], folder: Path) -> tuple[float, float]:
    """Start a server and open its page: seconds until somebody listens, and until the page is usable."""
    port = free_port()
    words = [str(word).replace("PORT", str(port)) for word in command]
    folder = folder / str(command[0]).strip("/").replace("/", "-")  # builds may differ in their tables
    folder.mkdir(exist_ok=True)
    page = browser.new_context(viewport=SCREEN).new_page()
    began = time.perf_counter()
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, env=ENVIRONMENT)
    try:
        _wait_for(port, server)
        listened = time.perf_counter() - began
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        expect(page.get_by_role("button", name="Start")).to_be_visible(timeout=30_000)
        wait_until_drawn(page)
        return listened, time.perf_counter() - began
    finally:
        page.context.close()
        server.kill()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    sys.exit("the server did not start")


def main() -> None:
    """Start all in turn; print medians, and each as a ratio to the page with one button."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "one_button.py").write_text(ONE_BUTTON, encoding="utf-8")
        ways: dict[str, list[str | Path]] = {
            "streamlit run": [
                BIN / "streamlit",
                "run",
                folder / "one_button.py",
                "--server.port=PORT",
                *OPTIONS,
            ]
        }
        for command in (BIN / "prefstudio", *map(Path, sys.argv[1:])):
            ways[str(command)] = [command, "serve", "--port=PORT"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for command in ways.values():  # the home is made, files are read once
            start(browser, command, folder)
        seconds: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(STARTS):
            for way, command in ways.items():
                seconds[way].append(start(browser, command, folder))
        browser.close()
    plain = statistics.median(usable for _, usable in seconds["streamlit run"])
    for way, figures in seconds.items():
        listened, usable = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{way}: listens after {listened:.2f} s, usable {usable:.2f} s, {usable / plain:.2f} times")


if __name__ == "__main__":
    main()
