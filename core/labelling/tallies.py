"""Keep the tallies: the only writers of `Tally` and `Coverage`, so that progress never has to count rows."""

from datetime import datetime

from sqlmodel import Session

from core.labelling.models import Coverage, Judgment, Outcome, Tally


def tally_judgment(session: Session, judgment: Judgment, *, sign: int) -> None:
    """Count a judgment in (``sign`` 1) or, when it is undone, out again (-1)."""
    day = _local(judgment.answered_at).date()
    row = session.get(Tally, (judgment.project_id, judgment.person_id, day)) or Tally(
        project_id=judgment.project_id, person_id=judgment.person_id, day=day
    )
    if judgment.outcome.counts:
        row.judged += sign
    elif judgment.outcome == Outcome.SKIP:
        row.skipped += sign
    row.active_ms += sign * (judgment.active_ms or 0)
    session.add(row)


def move_coverage(
    session: Session, project_id: int, *, before: int | None, after: int, pairs: int = 1
) -> None:
    """Note that pairs went from ``before`` judgments (None: they are new) to ``after``."""
    if before is not None:
        _add(session, project_id, before, -pairs)
    _add(session, project_id, after, pairs)


def _add(session: Session, project_id: int, judgment_count: int, pairs: int) -> None:
    row = session.get(Coverage, (project_id, judgment_count)) or Coverage(
        project_id=project_id, judgment_count=judgment_count
    )
    row.pairs += pairs
    session.add(row)


def _local(moment: datetime) -> datetime:
    # "Today" is the day on the wall of the room where people label, not UTC's.
    return moment.astimezone()
