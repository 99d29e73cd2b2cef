"""Set a judge up for a review, know what it costs, and stop it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from core.access import Action, PersonView, check, permit
from core.db import numbered
from core.errors import Conflict, InvalidInput
from core.judges import Judge, JudgeCost, default_instruction, refuse_unusable
from core.review.design import Design
from core.review.judges.models import JudgeState, ReviewJudge, ReviewJudgeKind
from core.review.judges.questions import comparisons_in_order, cost_of_questions, open_questions
from core.review.judges.views import JudgeView, get_judge, is_claimed
from core.review.views import ReviewView, get_review


@dataclass(frozen=True)
class JudgePlan:
    """What asking a judge would take, before anything is sent.

    Attributes:
        comparisons: How many it would be asked about.
        cost: Calls and tokens of what it has not answered yet.
    """

    comparisons: int
    cost: JudgeCost

    @property
    def words(self) -> str:
        """The plan as a sentence."""
        return self.cost.words(f"{self.comparisons:,} comparisons")


def instruction_for(design: Design) -> str:
    """What a judge of a review may go by: its question and axes."""
    bar = f"\nA good answer meets this bar: {design.asked.quality_bar}" if design.asked.quality_bar else ""
    return default_instruction(design.question, design.asked.axes) + bar


def plan_judge(
    session: Session, actor: PersonView, review: ReviewView, judge: Judge, *, most: int | None = None
) -> JudgePlan:
    """What asking this judge would cost; what it has said already is not asked again.

    Raises:
        NotAllowed: The actor may not ask judges, or the judge's key is missing or may not go there.
        InvalidInput: The number of comparisons cannot be.
    """
    check(actor, Action.ASK_JUDGE, review.project_id)
    refuse_unusable(judge)
    asked = ReviewJudge(review_id=review.id, most=_checked(most), **_fields(judge))
    if (there := _same(session, review, asked.mark)) is not None:
        asked.id = there.id
    todo = open_questions(session, asked)
    numbers = comparisons_in_order(session, review.id, most)
    return JudgePlan(len(numbers), cost_of_questions(session, review.id, judge, todo))


def add_judge(
    session: Session, actor: PersonView, review: ReviewView, judge: Judge, *, most: int | None = None
) -> JudgeView:
    """Set a judge up; nothing is asked yet. The same one again is the one that is there.

    It is asked about more then if that is wanted, never about less than it was; its patience and how many
    questions go out at once are as they were given last.

    Raises:
        NotAllowed: The actor may not ask judges here, or the judge's key is missing or may not go there.
        InvalidInput: The number of comparisons cannot be, or the review does not ask which answer is better.
    """
    subject, told = f"review {review.title}", {"judge": judge.name, "comparisons": most or "all"}
    permit(session, actor, Action.ASK_JUDGE, subject, review.project_id, **told)
    review = get_review(session, review.id)
    if not review.design.asked.preference:
        raise InvalidInput(
            f"“{review.title}” does not ask which answer is better, so no judge can be set beside its people."
        )
    refuse_unusable(judge)
    fields = _fields(judge)
    row = _same(session, review, fields["mark"])
    if row is None:
        row = ReviewJudge(review_id=review.id, created_by=actor.id, most=_checked(most), **fields)
    else:
        row.settings = fields["settings"]
        row.most = None if row.most is None or most is None else max(row.most, _checked(most) or 0)
    session.add(row)
    session.flush()
    found = get_judge(session, row.id or 0)
    if found.state is JudgeState.DONE and found.left:
        row.state = JudgeState.STOPPED
        session.flush()
        return get_judge(session, found.id)
    return found


def stop_judge(session: Session, actor: PersonView, judge_id: int) -> JudgeView:
    """Ask a judge to stop: what is on its way still comes, and what it said stays.

    Raises:
        NotAllowed: The actor may not ask judges here.
        NotFound: There is none.
        Conflict: Nobody asks it.
    """
    found = get_judge(session, judge_id)
    permit(session, actor, Action.ASK_JUDGE, f"judge {found.name}", found.project_id, stopped=True)
    row = numbered(session, ReviewJudge, judge_id, called="judge")
    if not is_claimed(row):
        raise Conflict(f"Nobody asks {found.name} now, so there is nothing to stop.")
    row.stop_wanted = True
    session.add(row)
    session.flush()
    return get_judge(session, judge_id)


def _same(session: Session, review: ReviewView, mark: str) -> ReviewJudge | None:
    query = select(ReviewJudge).where(ReviewJudge.review_id == review.id, ReviewJudge.mark == mark)
    return session.exec(query).first()


def _fields(judge: Judge) -> dict[str, Any]:
    """The columns that follow from the judge."""
    settings = judge.model_dump(mode="json")
    # How many at once and how long an answer may take do not change what is said.
    asked = {name: value for name, value in settings.items() if name not in {"at_once", "seconds"}}
    mark = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return {
        "kind": ReviewJudgeKind(judge.kind.value),
        "name": judge.name,
        "settings": settings,
        "mark": mark,
        "state": JudgeState.READY,
    }


def _checked(most: int | None) -> int | None:
    if most is not None and most < 1:
        raise InvalidInput(f"A judge is asked about one comparison or more, not about {most}.")
    return most
