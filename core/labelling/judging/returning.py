"""Return a judgment to its annotator with a note: it counts no longer, and they judge the pair again."""

from uuid import uuid4

from sqlmodel import Session, col, select, update

from core.access import Action, Person, PersonKind, PersonView, permit, views_of
from core.errors import InvalidInput, NotFound
from core.labelling.holders import Lease, MemberState
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.work import load_works
from core.labelling.judgments import LONGEST_NOTE, Judgment, Return
from core.labelling.models import Outcome, Purpose
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue.leases import HOLDING, expiry
from core.labelling.queue.members import enter
from core.labelling.queue.priority import PairMove, move_pairs

ABLE = frozenset({MemberState.ACTIVE, MemberState.QUALIFYING})


def return_judgment(
    session: Session, actor: PersonView, project: ProjectView, judgment_id: str, note: str
) -> None:
    """Ask an annotator to judge a pair again: it is assigned to them with the note, before all others.

    The judgment is withdrawn and all counts follow; with a ranking go the judgments it implies.

    Raises:
        NotAllowed: The actor may not adjudicate.
        NotFound: The judgment is not in the project.
        InvalidInput: The note is unusable, or the judgment cannot be given again; the sentence says why.
    """
    subject = f"judgment {judgment_id} of project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, project.id, returned=True)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    text = _checked(note)
    given = session.get(Judgment, judgment_id)
    if given is None or given.project_id != project.id:
        raise NotFound(f"There is no judgment {judgment_id} in the project “{project.name}”.")
    _refuse_kind(given)
    # Locked in the order in which an answer is saved: the person, then their pairs.
    _lock_annotator(session, project, given.person_id)
    all_given = [given, *_implied_by(session, given)]
    work = load_works(session, project, {given.person_id: [one.pair_id for one in all_given]})[
        given.person_id
    ]
    session.refresh(given)
    if given.withdrawn_by is not None:
        raise InvalidInput(f"The judgment on pair {given.pair_id} has been taken back already.")
    _withdraw(session, actor, all_given, text)
    ledger = Ledger(session, project)
    for one in all_given:
        ledger.take_back(work[one.pair_id], one)
    ledger.write()
    _hold_for_return(session, project, given)


def _checked(note: str) -> str:
    text = note.strip()
    if not text:
        raise InvalidInput("A judgment is returned with a note: say what the annotator should look at.")
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(
            f"The note has {len(text):,} characters; it may have {LONGEST_NOTE:,}: shorten it."
        )
    return text


def _refuse_kind(given: Judgment) -> None:
    """Refuse what nobody could judge again."""
    place = f"The judgment on pair {given.pair_id}"
    if given.outcome == Outcome.UNDO:
        raise InvalidInput(f"{place} is an undo: there is nothing to return.")
    if given.purpose == Purpose.IMPORTED:
        raise InvalidInput(
            f"{place} came with a file, so nobody can be asked again; settle the pair instead."
        )
    if given.purpose == Purpose.QUALIFICATION:
        raise InvalidInput(f"{place} belongs to a qualification; let the person try again instead.")
    if given.is_retest:
        raise InvalidInput(
            f"{place} is the second answer of a re-test, which shows how steady somebody is; "
            "return the first one instead."
        )
    if given.ranking_id not in {None, given.id}:
        raise InvalidInput(f"{place} follows from a ranking; return the ranking's first pair instead.")


def _lock_annotator(session: Session, project: ProjectView, person_id: int) -> None:
    """Lock the annotator's place in the project, and refuse who cannot answer."""
    person = session.get_one(Person, person_id)
    if person.kind not in {PersonKind.HUMAN, PersonKind.OUTSIDE}:
        raise InvalidInput(
            f"{person.name} is made up for the sample and cannot answer; settle the pair instead."
        )
    member = enter(session, views_of(session, [person])[0], project)
    if member.state not in ABLE:
        raise InvalidInput(
            f"{person.name} is not labelling in the project “{project.name}” now ({member.state.value}); "
            "let them in first, or settle the pair instead."
        )


def _implied_by(session: Session, given: Judgment) -> list[Judgment]:
    if given.ranking_id is None:
        return []
    query = select(Judgment).where(
        Judgment.ranking_id == given.id, Judgment.id != given.id, col(Judgment.withdrawn_by).is_(None)
    )
    return list(session.exec(query))


def _withdraw(session: Session, actor: PersonView, all_given: list[Judgment], note: str) -> None:
    given = all_given[0]
    returned = Return(
        id=str(uuid4()),
        judgment_id=given.id,
        pair_id=given.pair_id,
        person_id=given.person_id,
        returned_by=actor.id,
        note=note,
    )
    session.add(returned)
    for one in all_given:
        one.withdrawn_by = returned.id
        session.add(one)
    session.flush()


def _hold_for_return(session: Session, project: ProjectView, given: Judgment) -> None:
    """Make the lease that taking back has made one for returned work, which keeps a place."""
    statement = (
        update(Lease)
        .where(col(Lease.pair_id) == given.pair_id, col(Lease.person_id) == given.person_id)
        .values(purpose=Purpose.RETURNED, expires_at=expiry(Purpose.RETURNED))
    )
    session.connection().execute(statement)
    if given.purpose not in HOLDING:
        move_pairs(session, project, [PairMove(given.pair_id, leases=1)])
