"""Collects what a batch of judgments changes, and writes it in few statements, in one order."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, insert

from core.labelling.holders import Lease
from core.labelling.judging.work import Work
from core.labelling.judgments import Judgment
from core.labelling.models import Outcome, Pool
from core.labelling.progress import Signed, add_coverage, covered, tally_judgments
from core.labelling.project_view import ProjectView
from core.labelling.queue.leases import HOLDING, LeaseRow, lease_row
from core.labelling.queue.priority import PairMove, move_pairs

_ADD_JUDGMENTS = insert(Judgment)
_END_LEASE = delete(Lease).where(
    col(Lease.pair_id) == bindparam("pair"), col(Lease.person_id) == bindparam("person")
)


class Ledger:
    """What answers in one project change: judgments, pairs, leases, tallies, coverage.

    They may be several people's: what one of them changes about a pair counts for the next.
    """

    def __init__(self, session: Session, project: ProjectView) -> None:
        self.session, self.project = session, project
        self._counts: dict[int, int] = {}
        self._clear()

    def _clear(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.moves: dict[int, Counter[str]] = {}
        self.answered: list[dict[str, int]] = []
        self.returned: list[LeaseRow] = []
        self.tallied: list[Signed] = []
        self.coverage: Counter[int] = Counter()

    def judge(self, work: Work, row: dict[str, Any]) -> None:
        """Note a new judgment on a pair; a place the person held among the pair's judgments is used up."""
        counts = Outcome(row["outcome"]).counts and not row["is_retest"]
        if counts and work.pool in {Pool.REGULAR, Pool.IMPLIED}:
            needed = self.project.judgments_per_pair + work.more_judgments
            row["surplus"] = self._count_of(work) >= needed
        self.rows.append(row)
        self._tally(row, 1)
        if work.lease is not None:
            self._end_lease(work, row["person_id"])
        if counts:
            self._count(work, Outcome(row["outcome"]), 1)

    def take_back(self, work: Work, judgment: Judgment) -> None:
        """Note that a judgment was withdrawn; the pair is assigned to the person again, before all others."""
        self._tally(judgment.model_dump(), -1)
        if judgment.outcome.counts and not judgment.is_retest:
            self._count(work, judgment.outcome, -1)
        if work.pool == Pool.IMPLIED:
            return
        if work.lease is not None:
            self._end_lease(work, judgment.person_id)
        purpose = judgment.purpose
        work.lease = purpose
        self._move(work.id)["leases"] += int(purpose in HOLDING)
        self.returned.append(lease_row(self.project, judgment.person_id, work.id, purpose, number=0))

    def write(self) -> None:
        """Write everything noted so far; what others wait for comes last."""
        connection = self.session.connection()
        if self.rows:
            connection.execute(_ADD_JUDGMENTS, self.rows)
        if self.answered:
            connection.execute(_END_LEASE, self.answered)
        if self.returned:
            connection.execute(insert(Lease), self.returned)
        moves = [PairMove(pair_id, **changes) for pair_id, changes in self.moves.items()]
        move_pairs(self.session, self.project, moves)
        tally_judgments(self.session, self.tallied)
        add_coverage(self.session, self.project.id, self.coverage)
        self._clear()

    def _end_lease(self, work: Work, person_id: int) -> None:
        self.answered.append({"pair": work.id, "person": person_id})
        # A lease of this very batch is not in the database yet.
        self.returned = [
            row for row in self.returned if (row["pair_id"], row["person_id"]) != (work.id, person_id)
        ]
        self._move(work.id)["leases"] -= int(work.lease in HOLDING)
        work.lease = None

    def _tally(self, judgment: Mapping[str, Any], sign: int) -> None:
        if (
            judgment["ranking"] or not judgment["ranking_id"]
        ):  # a ranking is one piece of work, however many pairs
            self.tallied.append((judgment, sign))

    def _count(self, work: Work, outcome: Outcome, sign: int) -> None:
        move = self._move(work.id)
        move["judgments"] += sign
        move["votes_0"] += sign * (outcome == Outcome.CANDIDATE_0)
        move["votes_1"] += sign * (outcome == Outcome.CANDIDATE_1)
        before = self._count_of(work)
        if covered(work):
            self.coverage[before] -= 1
            self.coverage[before + sign] += 1
        self._counts[work.id] = before + sign

    def _count_of(self, work: Work) -> int:
        """The standing judgments on its pair, with those noted here."""
        return self._counts.get(work.id, work.judgment_count)

    def _move(self, pair_id: int) -> Counter[str]:
        return self.moves.setdefault(pair_id, Counter())
