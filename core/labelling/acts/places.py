"""Where pairs stand: left out or brought back, for everybody or for more people, gold no more."""

from collections.abc import Iterable

from sqlmodel import Session, col

from core.access import Action, PersonView, check_anew
from core.db import clean_text
from core.errors import InvalidInput
from core.labelling.acts.chosen import Done, PairAct, act_on
from core.labelling.models import LONGEST_LEFT_OUT, Outcome, Pair, Pool
from core.labelling.project_view import MOST_JUDGMENTS, ProjectView, get_project
from core.labelling.queue import lock_holders, take_from_all

IN_QUEUE = (Pool.REGULAR, Pool.IMPLIED)


def leave_out(
    session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int], reason: str
) -> Done:
    """Leave pairs out of the queue, of progress and of sets to come, until they are brought back.

    Their judgments stay. Nobody holds them any more; an answer that is on its way is kept. A pair of a
    ranking goes with its whole set.

    Raises:
        NotAllowed: The actor may not mark pairs.
        InvalidInput: The reason is unusable.
    """
    reason = clean_text(reason).strip()
    if not reason:
        raise InvalidInput("Pairs are left out with a reason: say what is wrong with them.")
    if len(reason) > LONGEST_LEFT_OUT:
        raise InvalidInput(
            f"The reason has {len(reason):,} characters; it may have {LONGEST_LEFT_OUT:,}: shorten it."
        )
    act = PairAct(
        Action.MARK_PAIRS,
        {"left_out": True, "reason": reason},
        (col(Pair.left_out).is_(None),),
        {"left_out": reason},
        whole_sets=True,
    )
    check_anew(session, actor, Action.MARK_PAIRS, project.id)  # before anybody is locked
    lock_holders(session, project)
    return act_on(session, actor, project, pairs, act, lambda some: take_from_all(session, project, some))


def bring_back(session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int]) -> Done:
    """Take back that pairs were left out: the queue and sets to come have them again.

    Raises:
        NotAllowed: The actor may not mark pairs.
    """
    act = PairAct(
        Action.MARK_PAIRS,
        {"left_out": False},
        (col(Pair.left_out).is_not(None),),
        {"left_out": None},
        whole_sets=True,
    )
    return act_on(session, actor, project, pairs, act)


def share_with_all(session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int]) -> Done:
    """Put pairs into the calibration pool, which everybody labels; their judgments go on counting.

    Raises:
        NotAllowed: The actor may not manage the project.
        InvalidInput: The project shares no pairs.
    """
    check_anew(session, actor, Action.MANAGE_PROJECT, project.id)
    now = get_project(session, project.id)
    if not now.protocol.calibration_rate:
        raise InvalidInput(
            f"The project “{now.name}” shares no pairs with everybody; set a share of the calibration pool "
            "on the project page first."
        )
    can = (col(Pair.pool) == Pool.REGULAR, col(Pair.settled).is_(None), col(Pair.left_out).is_(None))
    act = PairAct(Action.MANAGE_PROJECT, {"calibration": True}, can, {"pool": Pool.CALIBRATION})
    return act_on(session, actor, project, pairs, act)


def stop_sharing(session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int]) -> Done:
    """Take pairs out of the calibration pool: they are pairs like any other again.

    Raises:
        NotAllowed: The actor may not manage the project.
    """
    can = (col(Pair.pool) == Pool.CALIBRATION,)
    act = PairAct(Action.MANAGE_PROJECT, {"calibration": False}, can, {"pool": Pool.REGULAR})
    return act_on(session, actor, project, pairs, act)


def take_off_gold(session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int]) -> Done:
    """Make pairs like any other of gold ones; a decision that made one gold still settles it.

    Raises:
        NotAllowed: The actor may not adjudicate.
    """
    no_gold: dict[str, Outcome | str | None] = {"gold": None, "gold_note": ""}
    act = PairAct(
        Action.ADJUDICATE, {"gold": False}, (col(Pair.pool) == Pool.GOLD,), no_gold | {"pool": Pool.REGULAR}
    )
    return act_on(session, actor, project, pairs, act)


def want_more(
    session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int], more: int
) -> Done:
    """Give pairs to ``more`` people than the project asks for; 0 takes that back.

    Progress goes by the project's own number. Gold pairs, and those that everybody labels, stay as they are.
    A pair of a ranking goes with its whole set.

    Raises:
        NotAllowed: The actor may not manage the project.
        InvalidInput: The number is out of range.
    """
    check_anew(session, actor, Action.MANAGE_PROJECT, project.id)
    most = MOST_JUDGMENTS - get_project(session, project.id).judgments_per_pair
    if not 0 <= more <= most:
        raise InvalidInput(
            f"A pair can have between 0 and {most} judgments more than the project asks for, not {more}."
        )
    can = (col(Pair.pool).in_(IN_QUEUE), col(Pair.more_judgments) != more)
    values = {"more_judgments": more}
    act = PairAct(Action.MANAGE_PROJECT, values, can, values, whole_sets=True)
    return act_on(session, actor, project, pairs, act)
