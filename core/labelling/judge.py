"""Save answers as judgments: append-only, one standing judgment a pair and person."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Action, PersonView, check, permit
from core.errors import InvalidInput
from core.labelling.answers import Answer, Saved, save_batch
from core.labelling.hashing import left_candidate
from core.labelling.models import Judgment, Outcome, Pair
from core.labelling.projects import ProjectView
from core.labelling.stored_answer import standing, withdraw
from core.labelling.tallies import move_coverage, tally_judgment


def save_answers(session: Session, actor: PersonView, project: ProjectView, raw: list[Any]) -> Saved:
    """Save a browser's unacknowledged answers on pairs of a project; sending them again is harmless.

    Args:
        session: A unit of work that writes.
        actor: Whose answers these are.
        project: The project they belong to.
        raw: JSON objects as `core.labelling.answers.Answer` describes.

    Raises:
        NotAllowed: The actor may not label.
    """
    check(actor, Action.LABEL)

    def known_ids(ids: list[str]) -> set[str]:
        return set(session.exec(select(Judgment.id).where(col(Judgment.id).in_(ids))))

    saved = save_batch(raw, known_ids=known_ids, save=lambda answer: _save(session, actor, project, answer))
    if saved.fresh:  # raises for a role that was changed meanwhile, and with it goes what was saved
        permit(session, actor, Action.LABEL, f"project {project.name}", answers=saved.fresh)
    return saved


def _save(session: Session, actor: PersonView, project: ProjectView, answer: Answer) -> None:
    pair = session.get(Pair, answer.item)
    if pair is None or pair.project_id != project.id:
        raise InvalidInput(f"Pair {answer.item} is not in the project “{project.name}” (any more).")
    row = _row(actor, pair, answer)
    if row.outcome == Outcome.UNDO:
        _undo(session, pair, row)
    else:
        row.left = left_candidate(project.seed, row.pair_id, row.person_id)
        _judge(session, pair, row)
    session.flush()


def _judge(session: Session, pair: Pair, row: Judgment) -> None:
    query = select(Judgment.id).where(
        Judgment.pair_id == row.pair_id, Judgment.person_id == row.person_id, *standing(Judgment)
    )
    if session.exec(query).first() is not None:
        raise InvalidInput(f"You have already answered pair {pair.id}; undo that answer to change it.")
    session.add(row)
    _count(session, pair, row, sign=1)


def _undo(session: Session, pair: Pair, row: Judgment) -> None:
    target = withdraw(session, row, item="pair_id", noun="answer", place=f"on pair {pair.id}")
    session.add(row)
    _count(session, pair, target, sign=-1)


def _row(actor: PersonView, pair: Pair, answer: Answer) -> Judgment:
    if actor.id is None or pair.id is None:
        raise InvalidInput("Only a person who has picked a name can answer.")
    if answer.outcome not in set(Outcome):
        raise InvalidInput(f"The outcome {answer.outcome!r} is none of {', '.join(Outcome)}.")
    fields = answer.model_dump(exclude={"item", "outcome"})
    return Judgment(
        project_id=pair.project_id,
        pair_id=pair.id,
        person_id=actor.id,
        outcome=Outcome(answer.outcome),
        **fields,
    )


def _count(session: Session, pair: Pair, judgment: Judgment, *, sign: int) -> None:
    tally_judgment(session, judgment, sign=sign)
    if judgment.outcome.counts:
        before = pair.judgment_count
        pair.judgment_count = before + sign
        session.add(pair)
        move_coverage(session, pair.project_id, before=before, after=before + sign)
