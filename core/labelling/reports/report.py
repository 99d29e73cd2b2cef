"""The quality report: how far people agree, how each works, what votes come to; and when it has grown old."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Action, Person, ensure_may
from core.labelling.adjudication import count_disputed, count_flagged
from core.labelling.holders import Member
from core.labelling.judgments import Decision, Judgment, Tally
from core.labelling.models import Coverage
from core.labelling.project_view import ProjectView
from core.labelling.quality import (
    Agreement,
    ConsensusMethod,
    NoiseFloor,
    agreement,
    annotator_quality,
    floor_of,
)
from core.labelling.reports.annotators import AnnotatorLine, annotator_lines
from core.labelling.reports.consensus import ConsensusSummary, consensus_summaries
from core.labelling.reports.votes import (
    agreement_tables,
    as_table,
    read_pair_facts,
    read_posts,
    read_retests,
    vote_columns,
    without_imported,
)

Stamp = tuple[Any, ...]


def quality_stamp(session: Session, project: ProjectView) -> Stamp:
    """Another one whenever the report would be: a page can keep the report until the stamp changes.

    Every answer and undo moves the latest arrival, every return the tallies, every ruling the decisions,
    every import the coverage.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    return (
        project.id,
        _latest_arrival(session, project),
        *_sums(session, project),
        _latest_decision(session, project),
        _members(session, project),
    )


def _latest_arrival(session: Session, project: ProjectView) -> Any:
    """One look at the index for each person, whatever they have done."""
    of_person = (
        select(func.max(Judgment.received_at))
        .where(Judgment.project_id == project.id, Judgment.person_id == Person.id)
        .scalar_subquery()
    )
    latest = select(of_person.label("at")).select_from(Person).subquery()
    return session.exec(select(func.max(latest.c.at))).one()


def _sums(session: Session, project: ProjectView) -> Stamp:
    tallied = select(
        func.sum(Tally.judged), func.sum(Tally.skipped), func.sum(Tally.surplus), func.sum(Tally.active_ms)
    ).where(Tally.project_id == project.id)
    covered = select(
        func.sum(Coverage.pairs), func.sum(col(Coverage.pairs) * col(Coverage.judgment_count))
    ).where(Coverage.project_id == project.id)
    return (*session.exec(tallied).one(), *session.exec(covered).one())


def _latest_decision(session: Session, project: ProjectView) -> int | None:
    return session.exec(select(func.max(Decision.id)).where(Decision.project_id == project.id)).one()


def _members(session: Session, project: ProjectView) -> Stamp:
    query = (
        select(Member.state, func.count())
        .where(Member.project_id == project.id)
        .group_by(col(Member.state))
        .order_by(col(Member.state))
    )
    return tuple((str(state), people) for state, people in session.exec(query))


@dataclass(frozen=True)
class QualityReport:
    """Everything that the quality page shows of a project.

    Attributes:
        agreement: How far people agree, on pairs that are neither gold nor of the calibration pool; where
            nobody shares one of those, on the calibration pool. Like all figures of people, without choices
            that came with a file.
        calibration: How far they agree on the calibration pool, which everybody judges.
        annotators: One line for each person who has answered, by name.
        noise_floor: What the agreement means for a reward model; None before two chose on some pair.
        votes: Standing answers that count, those that came with a file too; no re-tests, no qualification.
        pairs: Pairs with such an answer.
        shared_pairs: Of these, pairs with two or more.
        surplus: Answers that came when their pair had all it needs.
        disputed: Pairs whose answers differ and that nobody has settled, but for gold ones.
        flagged: Answers that were flagged on pairs that nobody has settled.
        consensus: What the votes come to by each method; the weighted one only where gold was answered.
    """

    agreement: Agreement
    calibration: Agreement
    annotators: tuple[AnnotatorLine, ...]
    noise_floor: NoiseFloor | None
    votes: int
    pairs: int
    shared_pairs: int
    surplus: int
    disputed: int
    flagged: int
    consensus: dict[ConsensusMethod, ConsensusSummary]

    @property
    def only_calibration(self) -> bool:
        """Whether agreement is known from the calibration pool alone."""
        return self.agreement is self.calibration and self.agreement.percent.n > 0


def quality_report(session: Session, project: ProjectView) -> QualityReport:
    """Read and work out everything anew: some seconds for 100,000 pairs with three judgments each."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    facts = read_pair_facts(session, project)
    columns = vote_columns(session, project)
    votes, of_people = as_table(columns, facts), as_table(without_imported(columns), facts)
    ordinary, calibration = (agreement(table) for table in agreement_tables(columns, facts))
    words = dict(zip(facts.pair.tolist(), facts.words.tolist(), strict=True))
    quality = annotator_quality(
        of_people, retests=read_retests(session, project), words=words, posts=read_posts(session, project)
    )
    agreed = ordinary if ordinary.percent.n else calibration
    return QualityReport(
        agreement=agreed,
        calibration=calibration,
        annotators=annotator_lines(session, project, quality),
        noise_floor=floor_of(agreed.choices),
        votes=len(votes.code),
        pairs=len(votes.pairs),
        shared_pairs=int((votes.counts.sum(axis=1) > 1).sum()),
        surplus=_surplus(session, project),
        disputed=count_disputed(session, project),
        flagged=count_flagged(session, project),
        consensus=consensus_summaries(votes),
    )


def _surplus(session: Session, project: ProjectView) -> int:
    query = select(func.coalesce(func.sum(Tally.surplus), 0)).where(Tally.project_id == project.id)
    return int(session.exec(query).one())
