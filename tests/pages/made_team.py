"""A project with a made-up team: six honest readers, and Bo, who chooses the left text whatever it says."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access import SYSTEM, Person, Role
from core.datasets import DatasetKind
from core.datasets.importing import insert_records
from core.datasets.records import PairRecord
from core.labelling import Judgment, Outcome, Pair, Pool, ProjectSettings, ProjectView, Purpose
from core.labelling.judging import Ledger, Work
from core.labelling.progress import move_coverage
from core.labelling.projects import create_project
from core.labelling.queue import left_shown
from core.services import Studio

BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
HONEST = ("Ada", "Chidi", "Dora", "Emeka", "Fay", "Goran")
BO = "Bo"
OF_BO = 60
"""The first so many pairs Bo judges too."""
ACCURACY = 0.8
WHY = "It keeps the question, which summary 2 drops."
FLAG = "Personal data"


def make_team(
    studio: Studio,
    *,
    pairs: int,
    judges: int = 3,
    gold: int = 0,
    honest: tuple[str, ...] = HONEST,
    bo: bool = True,
) -> ProjectView:
    """Fill a studio with a project whose pairs have all their judgments.

    Args:
        studio: One without that project.
        pairs: How many, gold ones among them.
        judges: Honest people a pair; it needs as many judgments.
        gold: The first so many are gold, and everybody has answered them.
        honest: The honest people's names.
        bo: Whether Bo has judged the first pairs as well.
    """
    with studio.db.write() as session:
        settings = ProjectSettings("A team", "Which is better?", judgments_per_pair=judges)
        project = create_project(session, SYSTEM, settings)
        insert_records(session, project, DatasetKind.PREFERENCE, map(record, range(pairs)), origin="made")
        _Team(session, project, honest).judge(judges=judges, gold=gold, until=OF_BO * bo)
    return project


def record(number: int) -> PairRecord:
    """A pair from two models whose names nobody who decides may see."""
    post = f"Post {number}. My neighbour plays the drums at night. Should I talk to her or to the landlord?"
    zero, one = (
        f"Neighbour {number} drums at night; talk to her?",
        f"Drums, {number} of them, and a landlord.",
    )
    return PairRecord(number, post, zero, one, None, "secret-model-a", "secret-model-b")


class _Team:
    def __init__(self, session: Session, project: ProjectView, honest: tuple[str, ...]) -> None:
        self.session, self.project = session, project
        self.lot = random.Random(7)  # noqa: S311 - made-up data
        people = [Person(name=name, role=Role.ANNOTATOR) for name in (BO, *honest)]
        session.add_all(people)
        session.flush()
        self.bo, *self.honest = [person.id or 0 for person in people]

    def judge(self, *, judges: int, gold: int, until: int) -> None:
        pairs = select(Pair).where(Pair.project_id == self.project.id).order_by(col(Pair.id))
        ledger = Ledger(self.session, self.project)
        for number, pair in enumerate(self.session.exec(pairs).all()):
            better = self.lot.randrange(2)
            asked = [self.honest[(number + one) % len(self.honest)] for one in range(judges)]
            if number < gold:
                self._make_gold(pair, better)
                asked = self.honest
            work = Work(pair.id or 0, pair.pool)
            for person in [self.bo, *asked] if number < until else asked:
                ledger.judge(work, self._row(pair, person, better, number))
        self.session.flush()
        ledger.write()

    def _make_gold(self, pair: Pair, better: int) -> None:
        pair.pool, pair.gold, pair.priority = Pool.GOLD, Outcome(f"candidate_{better}"), None
        self.session.add(pair)
        move_coverage(self.session, self.project.id, before=0, after=None)

    def _row(self, pair: Pair, person: int, better: int, number: int) -> dict[str, Any]:
        purpose = Purpose.GOLD if pair.pool == Pool.GOLD else Purpose.REGULAR
        left = left_shown(self.project, pair.id or 0, person, purpose)
        chosen = better if self.lot.random() < ACCURACY else 1 - better
        if person == self.bo:
            chosen = left
        seconds = self.lot.uniform(20, 60)
        at = BEGIN + timedelta(minutes=number)
        return Judgment(
            id=str(UUID(int=self.lot.getrandbits(128))),
            project_id=self.project.id,
            pair_id=pair.id,
            person_id=person,
            outcome=Outcome("tie" if self.lot.random() < 0.04 else f"candidate_{chosen}"),
            purpose=purpose,
            confidence=self.lot.choice([1, 2, 3]),
            left=left,
            rationale=WHY if self.lot.random() < 0.2 else None,
            flag=FLAG if number % 20 == 0 and person == self.honest[0] else None,
            shown_at=at - timedelta(seconds=seconds),
            answered_at=at,
            active_ms=round(1000 * seconds),
        ).model_dump()
