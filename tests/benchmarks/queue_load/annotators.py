"""People at work: each takes pairs and saves answers as the label page does, and resends the unsaved."""

import random
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.access import PersonView
from core.db import Database
from core.errors import Unavailable
from core.labelling import ProjectView
from core.labelling.judging import save_with_others
from core.labelling.queue import assign_pairs

AHEAD = 12
OUTCOMES = ("candidate_0", "candidate_1", "tie", "skip")
WEIGHTS = (46, 46, 5, 3)
AGAIN_AFTER = 0.05


@dataclass
class Annotator:
    """One person: what is assigned, what was acknowledged, and how long each judgment took.

    Attributes:
        seed: Makes another run of the same person one with other answers and other ids.
        on_saved: Told the id of each judgment after its acknowledgement.
        refused: Reasons of answers that were not taken; there should be none.
        resent: How often the database could not be reached or two met, and the answer was sent again.
    """

    db: Database
    project: ProjectView
    person: PersonView
    seed: int = 0
    on_saved: Callable[[str], None] = lambda _: None
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    resent: int = 0
    pairs: deque[int] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.lots = random.Random(f"{self.seed}/{self.person.id}")  # noqa: S311 - a load, not a secret

    def take(self) -> None:
        """Have pairs assigned, as a run of the label page does."""
        assignment = self._until_done(self._deal)
        self.pairs = deque(pair.id for pair in assignment.pairs)

    def answer(self) -> None:
        """Judge the next pair: save the answer, and take more when fewer than half lie ahead."""
        raw = self._judgment(self.pairs.popleft())
        saved = self._until_done(lambda: self._save(raw))
        self.refused += [one.reason for one in saved.refused]
        for acknowledged in saved.acknowledged:
            self.acknowledged.append(acknowledged)
            self.on_saved(acknowledged)
        if len(self.pairs) < AHEAD / 2:
            self.take()

    def _save(self, raw: dict[str, Any]) -> Any:
        return save_with_others(self.db, self.person, self.project, [raw])

    def _deal(self) -> Any:
        with self.db.write(alone=False) as session:
            return assign_pairs(session, self.person, self.project, ahead=AHEAD)

    def _until_done(self, act: Callable[[], Any]) -> Any:
        while True:
            try:
                return act()
            except Unavailable:
                self.resent += 1
                time.sleep(AGAIN_AFTER)

    def _judgment(self, pair: int) -> dict[str, Any]:
        moment = datetime.now(UTC).isoformat()
        return {
            "id": str(uuid.UUID(int=self.lots.getrandbits(128), version=4)),
            "item": str(pair),
            "outcome": self.lots.choices(OUTCOMES, WEIGHTS)[0],
            "confidence": self.lots.randint(1, 3),
            "shown_at": moment,
            "answered_at": moment,
            "active_ms": self.lots.randint(2_000, 60_000),
        }


def work_flat_out(annotator: Annotator, until: float) -> None:
    """Answer without a pause until a moment of `time.perf_counter`, or until nothing is left."""
    while annotator.pairs and (start := time.perf_counter()) < until:
        annotator.answer()
        annotator.seconds.append(time.perf_counter() - start)


def work_at_a_pace(annotator: Annotator, until: float, *, every: float = 1.0) -> None:
    """Answer at moments of a Poisson process, one in ``every`` seconds on average.

    The clock of a judgment starts at its moment, even if the one before is still being saved: a person does
    not wait for the server, and a queue that builds up must not hide.
    """
    due = time.perf_counter() + annotator.lots.expovariate(1 / every)
    while annotator.pairs and due < until:
        time.sleep(max(0.0, due - time.perf_counter()))
        annotator.answer()
        annotator.seconds.append(time.perf_counter() - due)
        due += annotator.lots.expovariate(1 / every)


def together(annotators: list[Annotator], work: Callable[[Annotator], None]) -> None:
    """Have everybody work at once, each in a thread, as in the app's one process."""
    failures: list[BaseException] = []

    def run(annotator: Annotator) -> None:
        try:
            work(annotator)
        except BaseException as error:  # noqa: BLE001 - raised again below, where it can be seen
            failures.append(error)

    threads = [threading.Thread(target=run, args=(one,), daemon=True) for one in annotators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
