"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compiled_once import compile_once

REQUIRE_ALL = bool(os.environ.get("PREFSTUDIO_REQUIRE_ALL"))


def pytest_configure() -> None:
    """Garbage is looked for now and then; after every 700 objects that took another tenth of the time."""
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish() -> None:
    """What is there by now stays: looking through it for garbage again and again took a tenth of the time."""
    gc.freeze()


def skip_unless(condition: object, reason: str) -> None:
    """Skip a test that lacks something on a user's machine; fail it where everything must be there."""
    if condition:
        return
    if REQUIRE_ALL:
        pytest.fail(f"{reason} (PREFSTUDIO_REQUIRE_ALL is set, so this may not be skipped)")
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch)
        yield


@pytest.fixture
def real_data() -> Path:
    """The folder with files of a real Vertex run; they are not the project's to ship."""
    folder = os.environ.get("PREFSTUDIO_REAL_DATA", "")
    skip_unless(folder, "PREFSTUDIO_REAL_DATA does not name the folder with a real run's files")
    return Path(folder)
