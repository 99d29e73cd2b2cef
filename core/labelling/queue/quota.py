"""A bound on what somebody gives a day: after it the queue gives no more until the next day begins.

The day is that of `Tally`: when answers came to the server, by the clock of the room where people label.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from core.labelling.holders import Member, MemberState
from core.labelling.judgments import Tally
from core.labelling.progress import begin_of, today


def left_today(session: Session, member: Member) -> int | None:
    """How many judgments a member may still give today; None where nothing bounds them.

    Nothing bounds a qualification: without it there is no work at all.
    """
    if member.quota is None or member.state == MemberState.QUALIFYING:
        return None
    row = session.get(Tally, (member.project_id, member.person_id, today()))
    return max(member.quota - (row.judged if row else 0), 0)


def next_day() -> datetime:
    """When the next day begins, where the server is."""
    return begin_of(today() + timedelta(days=1))
