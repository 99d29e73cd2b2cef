"""What the ranker's tests share: its harness, and pages of one person that are open in it."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from labeller_driver import Harness
from playwright.sync_api import BrowserContext
from ranker_driver import HARNESS_RANKER, Ranker


@pytest.fixture(scope="session")
def ranker_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = Harness(tmp_path_factory.mktemp("ranker"), HARNESS_RANKER)
    harness.start()
    yield harness
    harness.stop()


@pytest.fixture
def crashing_ranker(ranker_harness: Harness) -> Iterator[Harness]:
    """The harness, running again when the test is over."""
    yield ranker_harness
    if ranker_harness.process is None:
        ranker_harness.start()


@pytest.fixture
def open_ranker(context: BrowserContext, ranker_harness: Harness) -> Iterator[Callable[..., Ranker]]:
    owner = f"rank/{uuid.uuid4()}"
    opened: list[Ranker] = []

    def open_one(**query: Any) -> Ranker:
        opened.append(Ranker(context, ranker_harness, **{"owner": owner, **query}))
        return opened[-1]

    yield open_one
    assert [error for ranker in opened for error in ranker.errors] == []
