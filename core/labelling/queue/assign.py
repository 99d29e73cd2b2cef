"""Assign pairs to a person: the next ones along the queue, with gold, shared and returning ones mixed in."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, check
from core.labelling.hashing import draw
from core.labelling.holders import Lease, Member, MemberState
from core.labelling.models import Pool, Purpose
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue.assignment import Assignment, read_assignment
from core.labelling.queue.leases import Plan, grant, renew, sweep
from core.labelling.queue.members import enter
from core.labelling.queue.next_pairs import along_the_queue, due_retest, from_pool
from core.labelling.queue.qualifying import rest_of_qualification
from core.labelling.queue.quota import left_today

_COUNT_HELD = select(func.count()).where(
    col(Lease.project_id) == bindparam("project"), col(Lease.person_id) == bindparam("person")
)


def assign_pairs(session: Session, actor: PersonView, project: ProjectView, *, ahead: int) -> Assignment:
    """Assign pairs to a person up to ``ahead``, and give all that they hold then.

    Every assigned pair is leased: where k judgments are needed, no more than k people have answered or hold
    it. The cost of a lease depends on neither the number of pairs nor that of judgments. Whoever has a quota
    is given no more than is left of it today.

    Raises:
        NotAllowed: The actor may not label.
        NotFound: The project has been removed.
    """
    check(actor, Action.LABEL, project.id)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    if not project.paused and project.archived_at is None and actor.id is not None:
        member = enter(session, actor, project)
        renew(session, project, [actor.id])
        sweep(session, project)
        held = _held(session, project, actor.id)
        left = left_today(session, member)
        ahead = ahead if left is None else min(ahead, left)
        grant(session, project, member, _plan(session, project, member, held=held, wanted=ahead - held))
        session.add(member)
        session.flush()
    return read_assignment(session, actor, project)


def _held(session: Session, project: ProjectView, person_id: int) -> int:
    given = {"project": project.id, "person": person_id}
    return int(session.connection().execute(_COUNT_HELD, given).scalar_one())


def _plan(session: Session, project: ProjectView, member: Member, *, held: int, wanted: int) -> Plan:
    if wanted <= 0:
        return []
    if member.state == MemberState.QUALIFYING:
        return [] if held else _qualification(session, project, member)
    if member.state != MemberState.ACTIVE:
        return []
    kinds = _kinds(project, member, wanted)
    special = _special(session, project, member, kinds)
    count = wanted - sum(len(pairs) for pairs in special.values())
    supply = {kind: iter(pairs) for kind, pairs in special.items()}
    regular = along_the_queue(session, project, member, count)
    if len(regular) < count:
        supply.pop(Purpose.GOLD, None)  # at the end of the queue, gold without work between would stand out
    supply[Purpose.REGULAR] = iter(regular)
    plan = [found for kind in kinds if (found := _take(supply, kind)) is not None]
    if len(plan) < wanted and project.protocol.calibration_rate:
        plan += _rest_of_calibration(session, project, member, plan, wanted)
    return plan


def _qualification(session: Session, project: ProjectView, member: Member) -> Plan:
    """One gold pair at a time, even where more would fit: its feedback comes before the next."""
    rest = rest_of_qualification(session, project, member.person_id, answered=member.answered)
    return [(pair_id, Purpose.QUALIFICATION) for pair_id in rest[:1]]


def _kinds(project: ProjectView, member: Member, wanted: int) -> list[Purpose]:
    """What each of the next slots is, drawn by person and slot."""
    protocol = project.protocol
    shared = protocol.gold_rate + protocol.calibration_rate
    kinds = []
    for slot in range(member.dealt, member.dealt + wanted):
        drawn = draw("slot", project.seed, member.person_id, slot, bits=32) / 2**32
        special = Purpose.GOLD if drawn < protocol.gold_rate else Purpose.CALIBRATION
        kinds.append(special if drawn < shared else Purpose.REGULAR)
    return kinds


def _special(
    session: Session, project: ProjectView, member: Member, kinds: list[Purpose]
) -> dict[Purpose, list[int]]:
    """The pairs for slots that are not regular; a re-test that is due takes a regular slot."""
    counts = Counter(kinds)
    found = {
        kind: from_pool(session, project, member.person_id, pool, counts[kind])
        for kind, pool in ((Purpose.GOLD, Pool.GOLD), (Purpose.CALIBRATION, Pool.CALIBRATION))
        if counts[kind]
    }
    if project.protocol.retest_rate and counts[Purpose.REGULAR]:
        again = due_retest(session, project, member)
        if again is not None:
            kinds[kinds.index(Purpose.REGULAR)] = Purpose.RETEST
            found[Purpose.RETEST] = [again]
    return found


def _take(supply: dict[Purpose, Iterator[int]], kind: Purpose) -> tuple[int, Purpose] | None:
    """A pair of the kind, or a regular one where that kind has run out."""
    for source in (kind, Purpose.REGULAR):
        pair_id = next(supply.get(source, iter(())), None)
        if pair_id is not None:
            return pair_id, source
    return None


def _rest_of_calibration(
    session: Session, project: ProjectView, member: Member, plan: Plan, wanted: int
) -> Plan:
    """With the queue empty, what is left of the pool that goes to everybody."""
    planned = {pair_id for pair_id, _ in plan}
    more = from_pool(session, project, member.person_id, Pool.CALIBRATION, wanted)
    rest = [(pair_id, Purpose.CALIBRATION) for pair_id in more if pair_id not in planned]
    return rest[: wanted - len(plan)]
