"""Return a judgment to its annotator with a note: it counts no longer, and they judge the pair again."""

from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import uuid4

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select, update

from core.access import Action, Person, PersonKind, PersonView, check_anew, permit, views_of
from core.counted import counted
from core.errors import InvalidInput, NotFound
from core.labelling.holders import Lease, MemberState
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.work import load_works
from core.labelling.judgments import LONGEST_NOTE, Judgment, Return, standing
from core.labelling.models import Outcome, Purpose
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue.leases import HOLDING, expiry
from core.labelling.queue.members import enter
from core.labelling.queue.priority import PairMove, move_pairs

AT_ONCE = 1000
"""Pairs in one statement."""
PEOPLE = frozenset({PersonKind.HUMAN, PersonKind.OUTSIDE})
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
    check_anew(session, actor, Action.ADJUDICATE, project.id)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    text = _checked(note)
    given = session.get(Judgment, judgment_id)
    if given is None or given.project_id != project.id:
        raise NotFound(f"There is no judgment {judgment_id} in the project “{project.name}”.")
    _refuse_kind(given)
    _lock_annotator(session, project, given.person_id)
    if not _give_back(session, actor, project, [given], text):
        raise InvalidInput(f"The judgment on pair {given.pair_id} has been taken back already.")
    subject = f"judgment {judgment_id} of project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, project.id, returned=True)


def return_judgments(
    session: Session,
    actor: PersonView,
    project: ProjectView,
    pairs: Iterable[int],
    note: str,
    *,
    person_id: int | None = None,
) -> tuple[int, int]:
    """Return what stands on these pairs to whoever gave it, or what one person gave; one audit entry.

    Answers that nobody could give again stay, as do those of people who are not labelling now. How many were
    returned comes back, and how many stayed.

    Args:
        session: A unit of work that writes.
        actor: Who returns them.
        project: Whose pairs.
        pairs: Their numbers.
        note: What the annotators should look at.
        person_id: Only this person's answers.

    Raises:
        NotAllowed: The actor may not adjudicate.
        InvalidInput: The note is unusable.
    """
    check_anew(session, actor, Action.ADJUDICATE, project.id)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    text = _checked(note)
    numbers = sorted(set(pairs))
    found = [
        _standing_on(session, project, numbers[start : start + AT_ONCE], person_id)
        for start in range(0, len(numbers), AT_ONCE)
    ]
    # Everybody's place first, in the order of their numbers, then the pairs: as all who change them do.
    people = sorted({one.person_id for some in found for one in some})
    able = {one for one in people if _can_answer(session, project, one)}
    usable = ([one for one in some if one.person_id in able and _why_not(one) is None] for some in found)
    returned = sum(_give_back(session, actor, project, some, text) for some in usable)
    if returned:
        subject = f"{counted(returned, 'judgment')} of project {project.name}"
        permit(session, actor, Action.ADJUDICATE, subject, project.id, returned=True, judgments=returned)
    return returned, sum(map(len, found)) - returned


def _standing_on(
    session: Session, project: ProjectView, pairs: Sequence[int], person_id: int | None
) -> list[Judgment]:
    """The answers that stand on these pairs, but for those that only follow from a ranking."""
    query = (
        select(Judgment)
        .where(
            Judgment.project_id == project.id,
            col(Judgment.pair_id).in_(pairs),
            col(Judgment.is_retest).is_(False),
            or_(col(Judgment.ranking_id).is_(None), col(Judgment.ranking_id) == col(Judgment.id)),
            *standing(Judgment),
        )
        .order_by(col(Judgment.pair_id))
    )
    if person_id is not None:
        query = query.where(Judgment.person_id == person_id)
    return list(session.exec(query))


def _give_back(
    session: Session, actor: PersonView, project: ProjectView, given: Sequence[Judgment], note: str
) -> int:
    """Withdraw answers and assign their pairs to their owners again; how many of them still stood.

    The owners are locked before.
    """
    with_implied = [[one, *_implied_by(session, one)] for one in given]
    named: dict[int, set[int]] = {}
    for one in chain.from_iterable(with_implied):
        named.setdefault(one.person_id, set()).add(one.pair_id)
    works = load_works(session, project, named)
    still = select(Judgment.id).where(
        col(Judgment.id).in_([one.id for one in given]), col(Judgment.withdrawn_by).is_(None)
    )
    stand = set(session.exec(still))
    ledger = Ledger(session, project)
    standing_ones = [together for together in with_implied if together[0].id in stand]
    for together in standing_ones:
        _withdraw(session, actor, together, note)
        for one in together:
            ledger.take_back(works[one.person_id][one.pair_id], one)
    session.flush()
    ledger.write()
    _hold_for_return(session, project, [together[0] for together in standing_ones])
    return len(standing_ones)


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
    reason = _why_not(given)
    if reason is not None:
        raise InvalidInput(reason)


def _why_not(given: Judgment) -> str | None:
    """Why nobody could give this answer again; None if somebody can."""
    place = f"The judgment on pair {given.pair_id}"
    if given.outcome == Outcome.UNDO:
        return f"{place} is an undo: there is nothing to return."
    if given.purpose == Purpose.IMPORTED:
        return f"{place} came with a file, so nobody can be asked again; settle the pair instead."
    if given.purpose == Purpose.QUALIFICATION:
        return f"{place} belongs to a qualification; let the person try again instead."
    if given.is_retest:
        return (
            f"{place} is the second answer of a re-test, which shows how steady somebody is; "
            "return the first one instead."
        )
    if given.ranking_id not in {None, given.id}:
        return f"{place} follows from a ranking; return the ranking's first pair instead."
    return None


def _lock_annotator(session: Session, project: ProjectView, person_id: int) -> None:
    """Lock the annotator's place in the project, and refuse who cannot answer."""
    person = session.get_one(Person, person_id)
    if person.kind not in PEOPLE:
        raise InvalidInput(
            f"{person.name} is made up for the sample and cannot answer; settle the pair instead."
        )
    member = enter(session, views_of(session, [person])[0], project)
    if member.state not in ABLE:
        raise InvalidInput(
            f"{person.name} is not labelling in the project “{project.name}” now ({member.state.value}); "
            "let them in first, or settle the pair instead."
        )


def _can_answer(session: Session, project: ProjectView, person_id: int) -> bool:
    """Whether `_lock_annotator` has locked them, or would refuse."""
    try:
        _lock_annotator(session, project, person_id)
    except InvalidInput:
        return False
    return True


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


def _hold_for_return(session: Session, project: ProjectView, given: Sequence[Judgment]) -> None:
    """Make the leases that taking back has made ones for returned work, which keeps a place."""
    if not given:
        return
    expires_at = expiry(Purpose.RETURNED)
    rows = [{"pair": one.pair_id, "person": one.person_id} for one in given]
    statement = (
        update(Lease)
        .where(col(Lease.pair_id) == bindparam("pair"), col(Lease.person_id) == bindparam("person"))
        .values(purpose=Purpose.RETURNED, expires_at=expires_at)
    )
    session.connection().execute(statement, rows)
    move_pairs(
        session, project, [PairMove(one.pair_id, leases=1) for one in given if one.purpose not in HOLDING]
    )
