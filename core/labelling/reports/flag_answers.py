"""The answers that a flag rests on, so that somebody can look at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.labelling.models import Judgment, Outcome, Pair
from core.labelling.project_view import ProjectView
from core.labelling.stored_answer import standing

MOST_SHOWN = 100
BEGINNING = 300


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
