"""The results of a review, which nobody sees before it is closed."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from sqlmodel import Session, col, select

from core.access import Action, Person, ensure_may
from core.errors import Conflict
from core.labelling.quality import Agreement
from core.review.answers import Reason
from core.review.design import StopRule
from core.review.learned_from import learned_from
from core.review.models import LeftOut
from core.review.results.columns import SKIP, read_columns
from core.review.results.figures import Duel, duels, strengths
from core.review.results.reviewers import ReviewerFigures, habits, of_reviewers, team
from core.review.statistics import Ranking, Slice
from core.review.views import ReviewView, changes_of, get_review


@dataclass(frozen=True, slots=True)
class Results:
    """What a closed review comes to.

    Attributes:
        review: The review.
        verdicts: How many stand and count.
        skips: How many skips stand.
        flagged: How many verdicts flagged their item.
        judged: Items with a verdict.
        duels: Each two models that were compared, in the order of their numbers.
        ranking: How strong each of more than two models is; None for two.
        agreement: How far reviewers agree; None where preference was not asked.
        reviewers: What each said, those with most verdicts first.
        habits: How often each, by their number, took the longer answer; empty where one judged alone.
        changes: How often the plan was changed after the first verdict.
        closed_by: Who closed it early; empty where its rule did.
    """

    review: ReviewView
    verdicts: int
    skips: int
    flagged: int
    judged: int
    duels: tuple[Duel, ...]
    ranking: Ranking | None
    agreement: Agreement | None
    reviewers: tuple[ReviewerFigures, ...]
    habits: tuple[Slice, ...]
    changes: int
    closed_by: str

    @property
    def duel(self) -> Duel | None:
        """The one pair of models, if there are just two and a verdict on them."""
        return self.duels[0] if len(self.review.models) == 2 and self.duels else None  # noqa: PLR2004

    def name(self, number: int) -> str:
        """What a model is called."""
        return self.review.models[number].name


def results(session: Session, review: ReviewView) -> Results:
    """Read what a closed review comes to; the same number of queries whatever its size.

    Raises:
        NotAllowed: Whose unit of work this is may not compare.
        Conflict: The review is open: nobody sees a result before it closes.
    """
    ensure_may(session, Action.COMPARE, review.project_id)
    review = get_review(session, review.id)
    if review.is_open:
        raise Conflict(
            f"“{review.title}” is open: its results are shown to everybody at once when it closes, so that no"
            " verdict is given and no end is chosen with them in mind."
        )
    sequential = review.design.stop == StopRule.SEQUENTIAL
    columns = read_columns(session, review.id, in_order=sequential)
    taught = learned_from(session, review)
    by_teacher = np.isin(columns.people, list(taught))[columns.reviewer]
    together = team(columns)
    names = _names(session, [*columns.people.tolist(), review.closed_by or 0])
    counted = columns.outcome != SKIP
    return Results(
        review=review,
        verdicts=int(counted.sum()),
        skips=int((~counted).sum()),
        flagged=int(columns.flagged.sum()),
        judged=int(np.count_nonzero(np.bincount(columns.item[counted]))),
        duels=duels(columns, by_teacher, review.design.stop, _alike(session, review)),
        ranking=strengths(columns, len(review.models)),
        agreement=together,
        reviewers=of_reviewers(columns, names, taught, together),
        habits=habits(columns),
        changes=sum(change.verdicts > 0 for change in changes_of(session, review)),
        closed_by=names.get(review.closed_by or 0, ""),
    )


def _alike(session: Session, review: ReviewView) -> Counter[tuple[int, int]]:
    """How many prompts each two models answered with the same text; nothing where prompts were drawn.

    Of a sample it is not known how many of these would have been in it.
    """
    if review.design.sample.size is not None:
        return Counter()
    query = select(LeftOut.models).where(LeftOut.review_id == review.id, LeftOut.reason == Reason.ALIKE)
    return Counter(pair for models in session.exec(query) for pair in combinations(sorted(models), 2))


def _names(session: Session, people: list[int]) -> dict[int, str]:
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people)))
    return {number or 0: name for number, name in rows}
