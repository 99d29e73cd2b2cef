"""Save answers of one person, or of several who answer just then in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access import Action, PersonView, check
from core.db import Database
from core.errors import InvalidInput
from core.labelling.judging.answers import Answer, RefusedAnswer, Saved, read_answers, save_each
from core.labelling.judging.judge import Batch
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.work import load_works
from core.labelling.judgments import Judgment
from core.labelling.models import Outcome
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.leases import renew
from core.labelling.queue.members import Entry, come_in, come_in_together
from core.labelling.queue.tokens import Tokens

_KNOWN = select(Judgment.id, Judgment.person_id).where(col(Judgment.id).in_(bindparam("ids", expanding=True)))


def save_answers(session: Session, actor: PersonView, project: ProjectView, raw: list[Any]) -> Saved:
    """Save a browser's unacknowledged answers on pairs of a project; sending them again is harmless.

    What the person holds is renewed. An answer on a pair whose lease has run out is kept, and counted as
    surplus if the pair has all its judgments by now.

    Args:
        session: A unit of work that writes.
        actor: Whose answers these are.
        project: The project they belong to.
        raw: JSON objects as `core.labelling.judging.answers.Answer` describes.

    Raises:
        NotAllowed: The actor may not label.
        NotFound: The project has been removed.
    """
    return _save_alone(session, project.id, actor, raw)


def save_with_others(db: Database, actor: PersonView, project: ProjectView, raw: list[Any]) -> Saved:
    """As `save_answers`, in one transaction with the answers of others that come just then.

    It returns after the commit.
    """
    return db.together(_save_for_many, project.id, (actor, raw))


def _save_alone(session: Session, project_id: int, actor: PersonView, raw: list[Any]) -> Saved:
    check(actor, Action.LABEL, project_id)
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can answer.")
    entry = come_in(session, actor, project_id)
    (saved,) = _save(session, [_Given.of(entry, actor.id, raw)])
    return saved


def _save_for_many(
    session: Session, project_id: int, jobs: Sequence[tuple[PersonView, list[Any]]]
) -> list[Saved | None]:
    """Save what several people send; None for what has to be saved by itself."""
    if len(jobs) == 1:
        return [_save_alone(session, project_id, *jobs[0])]
    # Of two windows of one person the earlier one's answers are saved by themselves.
    places = {actor.id: place for place, (actor, raw) in enumerate(jobs) if not _undoes(raw)}
    entries = come_in_together(session, [jobs[place][0] for place in places.values()], project_id)
    given = [
        _Given.of(entry, person, jobs[places[person]][1])
        for person, entry in entries.items()
        if entry.project.protocol.mode != Mode.RANKINGS
    ]
    results: list[Saved | None] = [None] * len(jobs)
    for one, saved in zip(given, _save(session, given) if given else (), strict=True):
        results[places[one.person_id]] = saved
    return results


def _undoes(raw: Iterable[Any]) -> bool:
    """Whether one of them takes an answer back, or changes one."""
    return any(
        isinstance(one, dict) and (one.get("undoes") or one.get("outcome") == Outcome.UNDO) for one in raw
    )


@dataclass(frozen=True)
class _Given:
    """What a person who has come in sends: answers, and those that are unusable."""

    person_id: int
    entry: Entry
    answers: list[Answer]
    refused: list[RefusedAnswer]
    foreign: list[RefusedAnswer]

    @classmethod
    def of(cls, entry: Entry, person_id: int, raw: Iterable[Any]) -> "_Given":
        """By the studio's own names; tokens that are not this person's are foreign."""
        tokens = Tokens.of(entry.project, person_id)
        named: list[Any] = []
        foreign: list[RefusedAnswer] = []
        for answer in raw:
            try:
                named.append(tokens.read(answer) if isinstance(answer, dict) else answer)
            except InvalidInput as error:
                foreign.append(RefusedAnswer(str(answer.get("id")), str(error)))
        return cls(person_id, entry, *read_answers(named), foreign)


def _save(session: Session, given: Sequence[_Given]) -> list[Saved]:
    """Save the answers of different people who have come into one project, one person after the other."""
    project = given[0].entry.project
    works = load_works(session, project, {one.person_id: [it.item for it in one.answers] for one in given})
    owners = _owners(session, [answer.id for one in given for answer in one.answers])
    ledger = Ledger(session, project)
    all_saved = []
    for one in given:
        batch = Batch(session, one.entry, one.person_id, work=works[one.person_id], ledger=ledger)
        known = _known(owners, one.person_id)
        saved = save_each(one.answers, one.refused, known=known, save=batch.save)
        owners |= dict.fromkeys(saved.acknowledged, one.person_id)
        all_saved.append(replace(saved, refused=(*saved.refused, *one.foreign), feedback=batch.feedback))
    renew(session, project, [one.person_id for one in given])
    ledger.write()  # last: others wait for the coverage
    return all_saved


def _owners(session: Session, ids: list[str]) -> dict[str, int]:
    """Whose the answers are that are stored already, by their ids."""
    rows = session.connection().execute(_KNOWN, {"ids": ids}) if ids else ()
    return {row.id: row.person_id for row in rows}


def _known(owners: Mapping[str, int], person_id: int) -> dict[str, bool]:
    """Which answers are stored already, and whether as this person's."""
    return {answer: owner == person_id for answer, owner in owners.items()}
