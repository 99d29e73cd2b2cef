"""A studio of its own, a browser in it, and a picture of a tour: a few moments side by side."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS
from studio_server import StudioServer

PICTURES = Path(__file__).parents[2] / "docs/pictures"
SCREEN = {"width": 1366, "height": 768}
FRAME = (640, 360)
COLUMNS = 2
COLOURS = 128
DRAWN_MS = 2500  # what has just been asked for is there by then


class Recording:
    """What a tour looked like, and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frames: list[Image.Image] = []
        self.began = time.monotonic()

    def moment(self, page: Page, said: str) -> None:
        """Keep what is on screen, and say what it is."""
        page.wait_for_timeout(DRAWN_MS)
        page.evaluate("() => document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)")
        self.frames.append(Image.open(BytesIO(page.screenshot())).convert("RGB").resize(FRAME))
        self.say(said)

    def say(self, said: str) -> None:
        """Print what has been reached, and when."""
        print(f"{time.monotonic() - self.began:6.1f} s  {said}", flush=True)

    def save(self) -> Path:
        """Write the moments as one small picture."""
        width, height = FRAME
        rows = -(-len(self.frames) // COLUMNS)
        sheet = Image.new("RGB", (width * COLUMNS, height * rows), "white")
        for number, frame in enumerate(self.frames):
            sheet.paste(frame, (number % COLUMNS * width, number // COLUMNS * height))
        file = PICTURES / f"{self.name}.png"
        sheet.quantize(COLOURS).save(file, optimize=True)
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB", flush=True)
        return file


@contextmanager
def studio_and_browser(
    prepare: Callable[[Path], object] | None = None, **environment: str
) -> Iterator[tuple[StudioServer, BrowserContext]]:
    """A studio that nobody has opened before, with what ``prepare`` puts into its home, and a browser."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        studio = StudioServer(Path(folder) / "home", **environment)
        if prepare:
            prepare(studio.home)
        studio.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        try:
            yield studio, browser.new_context(viewport=SCREEN)
        finally:
            browser.close()
            studio.stop()
