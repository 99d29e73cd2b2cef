"""The judges of a review as everybody sees them; what they said is no part of it before the close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.db import now, numbered
from core.judges import Judge, SaidState
from core.review.judges.models import JudgeState, JudgeVerdict, ReviewJudge, ReviewJudgeKind
from core.review.models import Comparison
from core.review.views import ReviewView, get_review


@dataclass(frozen=True)
class JudgeView:
    """A judge of a review, and how far it is.

    Attributes:
        comparisons: How many it is asked about.
        said: Questions it has had an answer to, of `questions`.
        unclear: Of these, how many hold no choice: refused, cut off, nonsense.
        going: Whether somebody asks it now.
        tokens_in: What it has read so far; None where nobody counted.
    """

    id: int
    review_id: int
    project_id: int
    kind: ReviewJudgeKind
    name: str
    settings: dict[str, Any]
    most: int | None
    state: JudgeState
    trouble: str
    run_id: int | None
    created_at: datetime
    ended_at: datetime | None
    comparisons: int
    said: int
    unclear: int
    tokens_in: int | None
    tokens_out: int | None
    going: bool

    @property
    def is_asked(self) -> bool:
        """Whether the studio asks it itself."""
        return self.kind is not ReviewJudgeKind.AUTOSXS

    @property
    def questions(self) -> int:
        """How many questions there are in all: each comparison in both orders."""
        return 2 * self.comparisons if self.is_asked else self.comparisons

    @property
    def left(self) -> int:
        """Questions without an answer."""
        return self.questions - self.said

    @property
    def judge(self) -> Judge:
        """How it is asked; of AutoSxS there is nothing."""
        return Judge.model_validate(self.settings)

    @property
    def words(self) -> str:
        """How far it is, as a sentence."""
        so_far = f"{self.said:,} of {self.questions:,} questions"
        if self.state is JudgeState.ASKING and not self.going:
            return f"Broken off at {so_far}; start it to go on."
        return {
            JudgeState.READY: f"Set up: {self.questions:,} questions.",
            JudgeState.ASKING: f"Asked {so_far}.",
            JudgeState.DONE: f"Done: {so_far}.",
            JudgeState.STOPPED: f"Stopped at {so_far}; start it to go on.",
            JudgeState.FAILED: f"Ended at {so_far}.",
        }[self.state]


def list_judges(session: Session, review: ReviewView) -> list[JudgeView]:
    """The judges of a review, oldest first."""
    ensure_may(session, Action.COMPARE, review.project_id)
    query = select(ReviewJudge).where(ReviewJudge.review_id == review.id).order_by(col(ReviewJudge.id))
    return views_of_judges(session, review, session.exec(query).all())


def get_judge(session: Session, judge_id: int) -> JudgeView:
    """The judge with this number.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in its project.
    """
    row = numbered(session, ReviewJudge, judge_id, called="judge")
    review = get_review(session, row.review_id)
    return views_of_judges(session, review, [row])[0]


def views_of_judges(session: Session, review: ReviewView, rows: Sequence[ReviewJudge]) -> list[JudgeView]:
    """The views of rows of one review, with what is counted of each."""
    figures: Any = (
        JudgeVerdict.judge_id,
        func.count(),
        func.count().filter(col(JudgeVerdict.state) != SaidState.ANSWERED),
        func.sum(JudgeVerdict.tokens_in),
        func.sum(JudgeVerdict.tokens_out),
    )
    counted = select(*figures).where(col(JudgeVerdict.judge_id).in_([row.id for row in rows]))
    counts = {one[0]: one[1:] for one in session.exec(counted.group_by(col(JudgeVerdict.judge_id)))}
    all_of_it = select(func.count()).where(Comparison.review_id == review.id)
    comparisons = session.exec(all_of_it).one() if rows else 0
    return [_view(row, review, comparisons, counts.get(row.id or 0, (0, 0, None, None))) for row in rows]


def is_claimed(row: ReviewJudge) -> bool:
    """Whether somebody asks it now."""
    return row.claimed_until is not None and row.claimed_until > now()


def _view(row: ReviewJudge, review: ReviewView, comparisons: int, counts: tuple[Any, ...]) -> JudgeView:
    said, unclear, tokens_in, tokens_out = counts
    asked = said if row.kind is ReviewJudgeKind.AUTOSXS else min(comparisons, row.most or comparisons)
    same = ("review_id", "kind", "name", "settings", "most", "state", "trouble", "run_id", "created_at")
    return JudgeView(
        id=row.id or 0,
        project_id=review.project_id,
        comparisons=asked,
        said=said,
        unclear=unclear,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        going=is_claimed(row),
        ended_at=row.ended_at,
        **{name: getattr(row, name) for name in same},
    )
