"""Browsers of people who label: each keeps what is not acknowledged and sends it again, with the same ids."""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

OUTCOMES = ("left", "right", "tie", "skip")
WEIGHTS = (46, 46, 5, 3)
AGAIN_AFTER = 0.5
PATIENCE = 15.0
"""Seconds until a browser takes a connection for lost and tries anew."""


@dataclass
class Saving:
    """One answer: when it was given, and when it was acknowledged."""

    given: float
    acknowledged: float = 0.0


@dataclass
class Browser:
    """One person's page: the pairs it holds and its outbox.

    Attributes:
        doors: Where the studio is; the next one is tried where one does not answer.
        think: From and to how many seconds the person reads before each answer.
        savings: Every answer that was given, by its id.
    """

    client: httpx.AsyncClient
    doors: list[str]
    person: int
    think: tuple[float, float]
    outbox: dict[str, dict[str, Any]] = field(default_factory=dict)
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    savings: dict[str, Saving] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    troubles: int = 0

    def __post_init__(self) -> None:
        self.lots = random.Random(self.person)  # noqa: S311 - a load, not a secret
        self.door = self.person % len(self.doors)
        self.answered: set[str] = set()

    async def label(self, goes_on: Callable[[], bool]) -> None:
        """Read, answer, send; at the end only send, until all is acknowledged."""
        await asyncio.sleep(self.lots.uniform(0, self.think[1]))
        while goes_on():
            if self.pairs:
                await asyncio.sleep(self.lots.uniform(*self.think))
                self._answer(*self.pairs.pop(0))
            await self._send()
        while self.outbox:
            await self._send()

    def _answer(self, pair: str, left: str, right: str) -> None:
        outcome = self.lots.choices(OUTCOMES, WEIGHTS)[0]
        number = str(uuid.UUID(int=self.lots.getrandbits(128), version=4))
        self.outbox[number] = {
            "id": number,
            "item": pair,
            "outcome": {"left": left, "right": right}.get(outcome, outcome),
            "answered_at": datetime.now(UTC).isoformat(),
            "active_ms": 900,
        }
        self.answered.add(pair)
        self.savings[number] = Saving(time.monotonic())

    async def _send(self) -> None:
        """One update with all that is not acknowledged; what goes wrong is tried again a little later."""
        body = {"person": self.person, "answers": list(self.outbox.values())}
        try:
            said = await self.client.post(f"{self.doors[self.door]}/visit", json=body, timeout=PATIENCE)
            said.raise_for_status()
        except httpx.HTTPError:
            self.troubles += 1
            self.door = (self.door + 1) % len(self.doors)
            await asyncio.sleep(AGAIN_AFTER)
            return
        moment, heard = time.monotonic(), said.json()
        for number in heard["acknowledged"]:
            if self.outbox.pop(number, None):
                self.savings[number].acknowledged = moment
        self.refused += heard["refused"]
        if heard["refused"]:
            self.outbox.clear()
        self.pairs = [(pair, *sides) for pair, *sides in heard["pairs"] if pair not in self.answered]
        if not self.pairs:
            await asyncio.sleep(AGAIN_AFTER)
