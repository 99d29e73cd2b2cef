"""One database under load: its team, its bare counterpart, and what was measured there."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from core.db import Database

from .annotators import Annotator, together, work_at_a_pace, work_flat_out
from .checks import what_is_wrong
from .filling import JUDGMENTS_PER_PAIR, fill
from .raw import Raw, open_raw
from .servers import new_database, studio_in


@dataclass
class Figures:
    """What a kind of load came to over its rounds: judgments a second in each, seconds of every judgment."""

    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def ms(self, share: float) -> float:
        """The time within which that share of the judgments was saved."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass
class Site:
    """A database of ours with its team, beside a bare one with as many pairs.

    Attributes:
        limits: Of each round, the mean of the bare rates right before and after ours.
    """

    db: Database
    team: list[Annotator]
    raw: Raw
    pairs: int
    limits: list[float] = field(default_factory=list)
    flat_out: Figures = field(default_factory=Figures)
    paced: Figures = field(default_factory=Figures)

    def round(self, seconds: float) -> None:
        """Measure the limit, ours, the limit again, and then ours at people's pace."""
        before = self.raw.rate(seconds / 4)
        self._load(self.flat_out, seconds, paced=False)
        self.limits.append((before + self.raw.rate(seconds / 4)) / 2)
        self._load(self.paced, seconds, paced=True)

    @property
    def times_the_limit(self) -> float:
        """How much longer a judgment takes than the bare one: the median of the rounds."""
        return median(limit / rate for limit, rate in zip(self.limits, self.flat_out.rates, strict=True))

    def wrong(self) -> list[str]:
        """What was counted and does not hold."""
        acknowledged = [answer for one in self.team for answer in one.acknowledged]
        found = what_is_wrong(self.db, needed=JUDGMENTS_PER_PAIR, acknowledged=acknowledged, all_known=True)
        refused = [reason for one in self.team for reason in one.refused]
        return found + [f"{len(refused)} answers refused: {reason}" for reason in refused[:1]]

    def _load(self, figures: Figures, seconds: float, *, paced: bool) -> None:
        work = work_at_a_pace if paced else work_flat_out
        for one in self.team:
            one.seconds.clear()
        together(self.team, Annotator.take)
        start = time.perf_counter()
        together(self.team, lambda one: work(one, start + seconds))
        took = time.perf_counter() - start
        times = [second for one in self.team for second in one.seconds]
        figures.rates.append(len(times) / took)
        figures.seconds += times


@contextmanager
def site(address: str, *, pairs: int, people: int) -> Iterator[Site]:
    """Build both databases on a server, or in a folder for SQLite."""
    database, bare = new_database(address, f"studio_{pairs}"), new_database(address, f"raw_{pairs}")
    with tempfile.TemporaryDirectory() as name, studio_in(Path(name), database) as studio:
        folder = Path(name)
        project, persons = fill(studio, folder, pairs=pairs, people=people)
        raw = open_raw(folder, bare, pairs=pairs)
        yield Site(studio.db, [Annotator(studio.db, project, one) for one in persons], raw, pairs)
        raw.connection.close()
