"""AutoSxS: judgments that a run on Vertex AI left, matched to the comparisons of a review by their texts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import Action, PersonView, act_as, check, ensure_may, permit
from core.cloud import redact
from core.db import Database, clean_text, insert_tuples, now
from core.errors import InvalidInput, NotFound
from core.judges import MOST_REASONS, Choice, SaidState
from core.review.judges.models import JudgeState, JudgeVerdict, ReviewJudge, ReviewJudgeKind
from core.review.judges.questions import with_answers
from core.review.judges.views import JudgeView, get_judge
from core.review.models import Comparison, ReviewAnswer, ReviewItem
from core.review.views import ReviewView, get_review
from core.training.models import Artifact, Run
from core.training.runs import get_run
from core.training.side_by_side import SideBySide, read_judgments

JUDGMENTS = "judgments"
"""The artifact of a run of AutoSxS."""
CHOICES = {"A": Choice.FIRST, "B": Choice.SECOND}
COLUMNS = ("comparison_id", "state", "choice", "reasons", "trouble", "confidence")


@dataclass(frozen=True)
class Kept:
    """What became of a file of judgments.

    Attributes:
        judge: Under which the judgments are kept.
        kept: Comparisons with a judgment now.
        unmatched: Rows whose texts are no comparison of the review.
        doubled: Rows on a comparison that another row had judged; the first counts.
    """

    judge: JudgeView
    kept: int
    unmatched: int
    doubled: int


def keep_judgments(
    session: Session,
    actor: PersonView,
    review: ReviewView,
    rows: Iterable[SideBySide],
    *,
    origin: str,
    run_id: int | None = None,
) -> Kept:
    """Keep a model's judgments beside people's; once each, however often the same file comes.

    Args:
        session: A unit of work that writes.
        actor: Who brings them.
        review: The review; a row is matched by prompt and both answers, in whichever order A and B stood.
        rows: The judgments.
        origin: What was run, or the file: it names the judge.
        run_id: The run that left them, if it is one of the studio's.

    Raises:
        NotAllowed: The actor may not ask judges here.
        InvalidInput: No row fits the review.
    """
    permit(session, actor, Action.ASK_JUDGE, f"review {review.title}", review.project_id, judgments=origin)
    review = get_review(session, review.id)
    known = _by_texts(session, review.id)
    found: dict[int, tuple[object, ...]] = {}
    unmatched = doubled = 0
    for row in rows:
        place = known.get(_texts_hash(row.prompt, row.answer_a, row.answer_b))
        if place is None:
            unmatched += 1
        elif place[0] in found:
            doubled += 1
        else:
            found[place[0]] = _columns(place[0], row, turned=place[1])
    if not found:
        raise InvalidInput(
            f"None of the {unmatched:,} judgments of {origin} is on a comparison of “{review.title}”: prompt "
            "and both answers must be those of the review."
        )
    judge = _judge(session, actor, review, origin, run_id)
    same = {"judge_id": judge.id, "swapped": False, "at": now()}
    insert_tuples(session, JudgeVerdict, COLUMNS, list(found.values()), same=same)
    session.flush()
    view = get_judge(session, judge.id or 0)
    return Kept(view, view.said, unmatched, doubled)


def runs_with_judgments(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Number and name of the project's runs that left judgments, newest first."""
    ensure_may(session, Action.SEE_RUNS, project_id)
    query = (
        select(Run.id, Run.name)
        .join(Artifact, col(Artifact.run_id) == Run.id)
        .where(Run.project_id == project_id, Artifact.name == JUDGMENTS)
        .order_by(col(Run.id).desc())
    )
    return list(dict.fromkeys((number or 0, name) for number, name in session.exec(query)))


def keep_run_judgments(db: Database, actor: PersonView, review: ReviewView, run_id: int) -> Kept:
    """Keep what a run of AutoSxS left.

    Raises:
        NotAllowed: The actor may not ask judges here.
        NotFound: There is no such run, or it left no judgments.
        InvalidInput: They are no judgments, or none is on a comparison of the review.
    """
    check(actor, Action.ASK_JUDGE, review.project_id)
    with db.read() as session:
        act_as(session, actor)
        detail = get_run(session, run_id)
    addresses = [address for (_, name), address in detail.artifacts.items() if name == JUDGMENTS]
    if not addresses or detail.run.project_id != review.project_id:
        raise NotFound(f"Run number {run_id} has left no judgments in this project.")
    rows = read_judgments(addresses[0])
    with db.write() as session:
        return keep_judgments(session, actor, review, rows, origin=detail.run.name, run_id=run_id)


def _judge(
    session: Session, actor: PersonView, review: ReviewView, origin: str, run_id: int | None
) -> ReviewJudge:
    settings = {"origin": origin, "run": run_id}
    mark = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
    query = select(ReviewJudge).where(ReviewJudge.review_id == review.id, ReviewJudge.mark == mark)
    row = session.exec(query).first()
    if row is None:
        row = ReviewJudge(
            review_id=review.id,
            kind=ReviewJudgeKind.AUTOSXS,
            name=f"AutoSxS: {origin}",
            settings=settings,
            mark=mark,
            state=JudgeState.DONE,
            run_id=run_id,
            created_by=actor.id,
            ended_at=now(),
        )
        session.add(row)
        session.flush()
    return row


def _by_texts(session: Session, review_id: int) -> dict[str, tuple[int, bool]]:
    """Each comparison by the hash of its texts, in both orders: whether A was the second model's."""
    first, second = aliased(ReviewAnswer), aliased(ReviewAnswer)
    texts = select(Comparison.id, ReviewItem.prompt, first.text, second.text)
    query = with_answers(texts, first, second).where(Comparison.review_id == review_id)
    known: dict[str, tuple[int, bool]] = {}
    for number, prompt, one, other in session.exec(query):
        known[_texts_hash(prompt, other, one)] = (number or 0, True)
        known[_texts_hash(prompt, one, other)] = (number or 0, False)
    return known


def _texts_hash(*texts: str) -> str:
    """White space at the ends tells no texts apart."""
    return hashlib.sha256("\0".join(clean_text(text).strip() for text in texts).encode()).hexdigest()


def _columns(number: int, row: SideBySide, *, turned: bool) -> tuple[object, ...]:
    reasons = redact(row.explanation)[:MOST_REASONS]
    if row.choice is None:
        return number, SaidState.UNCLEAR, None, reasons, redact(row.error)[:MOST_REASONS], row.confidence
    choice = CHOICES[row.choice]
    return number, SaidState.ANSWERED, choice.turned if turned else choice, reasons, "", row.confidence
