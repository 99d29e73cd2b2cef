"""Who may label in a project: joining, qualifying, being let in, tried again or paused."""

from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import Session, col, select

from core.access import Action, Person, PersonView, Role, permit
from core.db import numbered
from core.db.insert import insert_new
from core.labelling.models import Judgment, Outcome, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.projects.projects import get_project
from core.labelling.queue.leases import give_up
from core.labelling.queue.priority import PairMove, move_pairs
from core.labelling.queue_models import Member, MemberState
from core.labelling.stored_answer import standing
from core.labelling.tallies import tally_judgments


@dataclass(frozen=True)
class Standing:
    """How a person stands in a project.

    Attributes:
        state: Whether they may label.
        right: Right answers of the qualification.
        answered: Its answers so far, of ``of``; ``needed`` must be right.
    """

    state: MemberState
    right: int
    answered: int
    needed: int
    of: int


@dataclass(frozen=True)
class MemberView:
    """One line of the list of members."""

    person_id: int
    name: str
    standing: Standing


def enter(session: Session, actor: PersonView, project: ProjectView) -> Member:
    """The person's row in a project, made on the first visit and locked until the unit of work ends.

    The lock makes two windows of one person take turns.
    """
    query = (
        select(Member).where(Member.project_id == project.id, Member.person_id == actor.id).with_for_update()
    )
    member = session.exec(query).first()
    if member is None:
        # Two windows may get here at once: the second one waits, then finds the row of the first.
        row = Member(
            project_id=project.id,
            person_id=actor.id or 0,
            state=first_state(project, actor.role),
            leave_token=uuid4().hex,
        )
        insert_new(session, Member, [row.model_dump()], key=["project_id", "person_id"])
        member = session.exec(query).one()
    member.state = _state_now(project, actor.role, member)
    return member


def first_state(project: ProjectView, role: Role) -> MemberState:
    """How somebody new stands in a project; leads need neither an invitation nor a qualification."""
    if role == Role.LEAD:
        return MemberState.ACTIVE
    if project.protocol.members_only:
        return MemberState.WAITING
    return MemberState.QUALIFYING if project.protocol.qualification_pairs else MemberState.ACTIVE


def standing_of(session: Session, actor: PersonView, project: ProjectView) -> Standing:
    """How a person stands in a project, whether they have been there or not."""
    return stand(project, actor, session.get(Member, (project.id, actor.id)))


def stand(project: ProjectView, actor: PersonView, member: Member | None) -> Standing:
    """As `standing_of`, from the member's row; None is somebody who has never been there."""
    state = _state_now(project, actor.role, member) if member else first_state(project, actor.role)
    return _standing(project, member, state)


def let_in(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Let a person label, whatever a qualification said.

    Raises:
        NotFound: There is no such person.
    """
    _set_state(session, actor, project, person_id, MemberState.ACTIVE)


def pause_member(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Take no more labels from a person; what they gave stays.

    Raises:
        NotFound: There is no such person.
    """
    _set_state(session, actor, project, person_id, MemberState.PAUSED)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    give_up(session, project, person_id)


def try_again(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Let a person qualify once more; the answers of the last time are withdrawn.

    Raises:
        NotFound: There is no such person.
    """
    member = _set_state(session, actor, project, person_id, MemberState.QUALIFYING)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    member.right = member.answered = 0
    session.add(member)
    query = select(Judgment).where(
        Judgment.project_id == project.id,
        Judgment.person_id == person_id,
        Judgment.purpose == Purpose.QUALIFICATION,
        *standing(Judgment),
    )
    earlier = session.exec(query).all()
    for one in earlier:
        one.withdrawn_by = str(uuid4())
        session.add(one)
    session.flush()
    move_pairs(session, project, [taken_out(one) for one in earlier])
    tally_judgments(session, [(one.model_dump(), -1) for one in earlier])


def list_members(session: Session, project: ProjectView) -> list[MemberView]:
    """Everyone who has been in the project or was let in, by name."""
    query = (
        select(Member, Person.name)
        .join(Person, col(Person.id) == Member.person_id)
        .where(Member.project_id == project.id)
        .order_by(Person.name)
    )
    return [
        MemberView(row.person_id, name, _standing(project, row, row.state))
        for row, name in session.exec(query)
    ]


def _set_state(
    session: Session, actor: PersonView, project: ProjectView, person_id: int, state: MemberState
) -> Member:
    person = numbered(session, Person, person_id, called="person")
    permit(
        session,
        actor,
        Action.MANAGE_PROJECT,
        f"project {project.name}",
        person=person.name,
        member=state.value,
    )
    member = enter(session, PersonView.of(person), project)
    member.state = state
    session.add(member)
    session.flush()
    return member


def _state_now(project: ProjectView, role: Role, member: Member) -> MemberState:
    """A member's state after what the lead may have changed: no invitation, no or a shorter qualification."""
    protocol, state = project.protocol, member.state
    if state == MemberState.WAITING and not protocol.members_only:
        return first_state(project, role)
    if state not in {MemberState.QUALIFYING, MemberState.FAILED}:
        return state
    if not protocol.qualification_pairs:
        return MemberState.ACTIVE
    if state == MemberState.QUALIFYING and member.answered >= protocol.qualification_pairs:
        return result_of(project, member)
    return state


def result_of(project: ProjectView, member: Member) -> MemberState:
    """What a qualification that is over comes to."""
    passed = member.right >= project.protocol.qualification_needed
    return MemberState.ACTIVE if passed else MemberState.FAILED


def _standing(project: ProjectView, member: Member | None, state: MemberState) -> Standing:
    protocol = project.protocol
    return Standing(
        state=state,
        right=member.right if member else 0,
        answered=member.answered if member else 0,
        needed=protocol.qualification_needed,
        of=protocol.qualification_pairs,
    )


def taken_out(judgment: Judgment) -> PairMove:
    """What a withdrawn judgment takes from its pair's counts."""
    return PairMove(
        judgment.pair_id,
        judgments=-int(judgment.outcome.counts),
        votes_0=-int(judgment.outcome == Outcome.CANDIDATE_0),
        votes_1=-int(judgment.outcome == Outcome.CANDIDATE_1),
    )
