"""One line for each annotator, what their answers show and how much they did, and what a flag rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from core.access import Action, Person, PersonView, ensure_may, views_of
from core.labelling.holders import MemberState
from core.labelling.judgments import Judgment, Tally, standing
from core.labelling.models import Outcome, Pair
from core.labelling.project_view import ProjectView
from core.labelling.projects.members import standings
from core.labelling.quality import AnnotatorQuality, Check
from core.labelling.queue.members import stand

MS_AN_HOUR = 3_600_000
MOST_SHOWN = 100
BEGINNING = 300


@dataclass(frozen=True, slots=True)
class AnnotatorLine:
    """One person's work in a project.

    Attributes:
        person_id: Their number.
        name: What they are called.
        quality: Figures and checks; None without a vote (all skipped, or nothing but a qualification).
        judgments: Everything they judged, re-tests and the qualification too.
        skipped: Pairs they skipped.
        active_seconds: Active time in all.
        judgments_an_hour: Judgments in an hour of active time; None if no time was measured.
        last_answer_at: When their latest answer or undo arrived.
        state: Whether they may label now.
    """

    person_id: int
    name: str
    quality: AnnotatorQuality | None
    judgments: int
    skipped: int
    active_seconds: float
    judgments_an_hour: float | None
    last_answer_at: datetime | None
    state: MemberState

    @property
    def flags(self) -> tuple[Check, ...]:
        """The checks that ask for somebody's attention."""
        return self.quality.flags if self.quality else ()


@dataclass(frozen=True, slots=True)
class _Worked:
    """What the tallies of one person sum to."""

    person_id: int
    judged: int
    skipped: int
    active_ms: int


def annotator_lines(
    session: Session, project: ProjectView, quality: Sequence[AnnotatorQuality]
) -> tuple[AnnotatorLine, ...]:
    """Everybody who has answered, by name; choices that came with a file are nobody's work."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    figures = {one.person: one for one in quality}
    members = standings(session, project)
    worked = _worked(session, project)
    rows = session.exec(select(Person).where(col(Person.id).in_(worked)).order_by(Person.name)).all()
    people = views_of(session, rows)
    return tuple(
        _line(
            person,
            worked[person.id or 0],
            quality=figures.get(person.id or 0),
            last=_last_answer(session, project, person.id or 0),
            state=(members.get(person.id or 0) or stand(project, person, None)).state,
        )
        for person in people
    )


def _worked(session: Session, project: ProjectView) -> dict[int, _Worked]:
    query = (
        select(Tally.person_id, func.sum(Tally.judged), func.sum(Tally.skipped), func.sum(Tally.active_ms))
        .where(Tally.project_id == project.id)
        .group_by(col(Tally.person_id))
    )
    rows = [_Worked(*map(int, row)) for row in session.exec(query)]
    return {row.person_id: row for row in rows if row.judged or row.skipped}


def _last_answer(session: Session, project: ProjectView, person_id: int) -> datetime | None:
    """One look at the end of the person's stretch of the index, however much they did."""
    query = (
        select(Judgment.received_at)
        .where(Judgment.project_id == project.id, Judgment.person_id == person_id)
        .order_by(col(Judgment.received_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _line(
    person: PersonView,
    worked: _Worked,
    *,
    quality: AnnotatorQuality | None,
    last: datetime | None,
    state: MemberState,
) -> AnnotatorLine:
    return AnnotatorLine(
        person_id=worked.person_id,
        name=person.name,
        quality=quality,
        judgments=worked.judged,
        skipped=worked.skipped,
        active_seconds=worked.active_ms / 1000,
        judgments_an_hour=worked.judged * MS_AN_HOUR / worked.active_ms if worked.active_ms > 0 else None,
        last_answer_at=last,
        state=state,
    )


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """One answer of the person.

    Attributes:
        pair_id: The pair.
        post: How its prompt begins.
        outcome: What the person said.
        left: Which candidate stood on the left; None if it is not on record.
        characters: How long candidate 0 and candidate 1 are.
        votes: How many people chose candidate 0 and candidate 1, the person too.
        gold: The right answer of a gold pair.
        seconds: Active time; None if it was not measured.
        is_retest: Whether the pair had come again.
    """

    pair_id: int
    post: str
    outcome: Outcome
    left: int | None
    characters: tuple[int, int]
    votes: tuple[int, int]
    gold: Outcome | None
    seconds: float | None
    is_retest: bool


def flag_answers(
    session: Session, project: ProjectView, person_id: int, pairs: Sequence[int], *, retests: bool = False
) -> tuple[FlagAnswer, ...]:
    """A person's standing answers on the first hundred of these pairs, by pair.

    Args:
        session: A unit of work.
        project: Whose pairs.
        person_id: Whose answers.
        pairs: The pairs that a flag names.
        retests: Whether second answers belong to them.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Judgment, Pair)
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .where(
            Judgment.project_id == project.id,
            Judgment.person_id == person_id,
            col(Judgment.pair_id).in_(pairs[:MOST_SHOWN]),
            *standing(Judgment),
        )
        .order_by(col(Judgment.pair_id), col(Judgment.is_retest))
    )
    rows = session.exec(query if retests else query.where(col(Judgment.is_retest).is_(False)))
    return tuple(_answer(given, pair) for given, pair in rows)


def _answer(given: Judgment, pair: Pair) -> FlagAnswer:
    return FlagAnswer(
        pair_id=given.pair_id,
        post=pair.input_text[:BEGINNING],
        outcome=given.outcome,
        left=given.left,
        characters=(len(pair.candidate_0), len(pair.candidate_1)),
        votes=(pair.votes_0, pair.votes_1),
        gold=pair.gold,
        seconds=None if given.active_ms is None else given.active_ms / 1000,
        is_retest=given.is_retest,
    )
