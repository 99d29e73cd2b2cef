"""Which pairs a person is shown next, and how: sources hidden, sides drawn per pair and person."""

from dataclasses import dataclass

from sqlmodel import Session, col, exists, select

from core.labelling.hashing import left_candidate
from core.labelling.models import Judgment, Pair
from core.labelling.projects import ProjectView
from core.labelling.stored_answer import standing


@dataclass(frozen=True)
class Candidate:
    """One of the two answers: ``token`` names the candidate, whichever side it stands on."""

    token: str
    text: str


@dataclass(frozen=True)
class ShownPair:
    """A pair as an annotator sees it: no source, no other person's answer."""

    id: int
    input_text: str
    left: Candidate
    right: Candidate


@dataclass(frozen=True)
class LastAnswer:
    """The answer that an undo would take back."""

    id: str
    outcome: str
    pair: ShownPair


def next_pairs(session: Session, project: ProjectView, person_id: int, *, limit: int) -> list[ShownPair]:
    """The next pairs for a person: fewest judgments first, then in the project's shuffled order.

    Pairs that have all their judgments, and those the person has answered or skipped, are left out. The order
    runs along an index, so the cost does not grow with the number of pairs.
    """
    answered = exists().where(
        col(Judgment.pair_id) == Pair.id,
        col(Judgment.person_id) == person_id,
        *standing(Judgment),
    )
    query = (
        select(Pair)
        .where(Pair.project_id == project.id, Pair.judgment_count < project.judgments_per_pair, ~answered)
        .order_by(col(Pair.judgment_count), col(Pair.shuffle_key))
        .limit(limit)
    )
    return [show(pair, project, person_id) for pair in session.exec(query)]


def last_answer(session: Session, project: ProjectView, person_id: int) -> LastAnswer | None:
    """The person's latest standing answer in the project, with its pair; None before the first."""
    query = (
        select(Judgment, Pair)
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .where(
            Judgment.project_id == project.id,
            Judgment.person_id == person_id,
            *standing(Judgment),
        )
        .order_by(col(Judgment.received_at).desc(), col(Judgment.answered_at).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    judgment, pair = row
    return LastAnswer(judgment.id, judgment.outcome.value, show(pair, project, person_id))


def show(pair: Pair, project: ProjectView, person_id: int) -> ShownPair:
    """A pair with its sides drawn for this person; the draw is the same at every reload."""
    if pair.id is None:
        msg = "A pair is shown only after it has been stored."
        raise ValueError(msg)
    sides = [Candidate("candidate_0", pair.candidate_0), Candidate("candidate_1", pair.candidate_1)]
    left = left_candidate(project.seed, pair.id, person_id)
    return ShownPair(pair.id, pair.input_text, left=sides[left], right=sides[1 - left])
