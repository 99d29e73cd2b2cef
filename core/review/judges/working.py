"""Ask a judge outside of any request: each answer is kept as it comes, and a second start goes on there."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from core.access import Action, PersonView, permit
from core.db import Database, clean_text, insert_tuples, now, numbered
from core.errors import Conflict, StudioError
from core.judges import Said, ask_judge
from core.logs import get_logger
from core.progress import Tell, silent
from core.review.judges.models import JudgeState, JudgeVerdict, ReviewJudge
from core.review.judges.questions import open_questions, read_questions
from core.review.judges.views import JudgeView, get_judge, is_claimed

BEAT_S = 2.0
"""How often whoever asks says that they still do, and hears whether they are to stop."""
CLAIM_S = 15.0
"""How long a claim lasts without such a sign: after a kill the judge can be started again so much later."""
COLUMNS = (
    "comparison_id", "swapped", "state", "choice", "reasons", "trouble", "tokens_in", "tokens_out",
)  # fmt: skip
log = get_logger("review")


def run_judge(db: Database, actor: PersonView, judge_id: int, *, tell: Tell = silent) -> JudgeView:
    """Ask a judge all that it has not answered yet; takes as long as that takes.

    Whatever has been answered is kept, however this ends.

    Args:
        db: The database; written to as answers come.
        actor: Who asks.
        judge_id: The judge, as `add_judge` gave it.
        tell: Told how far it is; raising from it ends the asking.

    Raises:
        NotAllowed: The actor may not ask judges here, or the judge lets nobody in.
        NotFound: There is no such judge; or it has no such model.
        Conflict: It is asked already, or it is none that the studio asks.
        StudioError: As `core.judges.ask_judge` says.
    """
    claim = _claim(db, actor, judge_id)
    return _ask(db, actor, claim, tell)


def start_judge(db: Database, actor: PersonView, judge_id: int) -> Thread:
    """As `run_judge`, in a thread of its own; the judge's row says what became of it.

    Raises:
        NotAllowed: The actor may not ask judges here.
        NotFound: There is no such judge.
        Conflict: It is asked already, or it is none that the studio asks.
    """
    claim = _claim(db, actor, judge_id)

    def work() -> None:
        try:
            _ask(db, actor, claim, silent)
        except StudioError as error:
            log.warning("judge_ended judge=%s reason=%s", judge_id, error)

    thread = Thread(target=work, name=f"judge-{judge_id}", daemon=True)
    thread.start()
    return thread


class _Claim:
    """That one worker asks one judge: its name, the judge, and what is left to ask."""

    def __init__(self, judge_id: int, view: JudgeView, todo: list[tuple[int, bool]]) -> None:
        self.judge_id, self.view, self.todo = judge_id, view, todo
        self.holder = secrets.token_hex(8)
        self.stop = Event()

    @property
    def mine(self) -> Any:
        """The row, while it is this worker's."""
        return (col(ReviewJudge.id) == self.judge_id) & (col(ReviewJudge.claimed_by) == self.holder)


def _claim(db: Database, actor: PersonView, judge_id: int) -> _Claim:
    with db.write() as session:
        found = get_judge(session, judge_id)
        row = numbered(session, ReviewJudge, judge_id, called="judge")
        todo = open_questions(session, row) if found.is_asked else []
        told = {"asked": found.name, "questions": len(todo)}
        permit(session, actor, Action.ASK_JUDGE, f"judge {found.name}", found.project_id, **told)
        if not found.is_asked:
            raise Conflict("AutoSxS judges in a run of its own on Vertex AI; the studio does not ask it.")
        if is_claimed(row):
            raise Conflict(
                f"{found.name} is being asked already; if that was broken off just now, start it again in "
                f"{CLAIM_S:g} seconds."
            )
        claim = _Claim(judge_id, found, todo)
        row.claimed_by, row.claimed_until = claim.holder, now() + timedelta(seconds=CLAIM_S)
        row.state, row.trouble, row.stop_wanted, row.ended_at = JudgeState.ASKING, "", False, None
        session.add(row)
    return claim


def _ask(db: Database, actor: PersonView, claim: _Claim, tell: Tell) -> JudgeView:
    state, trouble, judge = JudgeState.STOPPED, "", claim.view.judge
    said = claim.view.said
    try:
        with _beating(db, claim):
            for came in ask_judge(judge, read_questions(db, actor, claim.todo), stop=claim.stop):
                said += _keep(db, claim, came)
                trouble = next((one.trouble for one in came if not one.state.is_final), trouble)
                tell(f"{judge.model} has answered {said:,} of {claim.view.questions:,} questions.")
        if said >= claim.view.questions:
            state, trouble = JudgeState.DONE, ""
    except StudioError as error:
        state, trouble = JudgeState.FAILED, str(error)
        raise
    finally:
        _end(db, claim, state, trouble)
    with db.read() as session:
        return get_judge(session, claim.judge_id)


def _keep(db: Database, claim: _Claim, came: list[Said]) -> int:
    """Keep what came, once each; how many of it are final."""
    rows = [
        (
            one.question.key,
            one.question.swapped,
            one.state,
            one.choice,
            one.reasons,
            one.trouble,
            one.tokens_in,
            one.tokens_out,
        )
        for one in came
        if one.state.is_final
    ]
    with db.write(alone=False) as session:
        insert_tuples(session, JudgeVerdict, COLUMNS, rows, same={"judge_id": claim.judge_id, "at": now()})
    return len(rows)


@contextmanager
def _beating(db: Database, claim: _Claim) -> Iterator[None]:
    """Say every few seconds that somebody is at it; stop where that was wanted, or another has the judge."""
    ended = Event()

    def beat() -> None:
        while not ended.wait(BEAT_S):
            with suppress(StudioError):  # a database that is away for a moment; the claim lasts longer
                if _renew(db, claim):
                    claim.stop.set()

    thread = Thread(target=beat, name=f"judge-{claim.judge_id}-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew(db: Database, claim: _Claim) -> bool:
    """Keep the claim; whether the asking is to stop."""
    statement = (
        update(ReviewJudge)
        .where(claim.mine)
        .values(claimed_until=now() + timedelta(seconds=CLAIM_S))
        .returning(col(ReviewJudge.stop_wanted))
    )
    with db.write(alone=False) as session:
        wanted = session.scalars(statement).first()
    return wanted is None or wanted


def _end(db: Database, claim: _Claim, state: JudgeState, trouble: str) -> None:
    values = {
        "state": state,
        "trouble": clean_text(trouble),
        "claimed_by": None,
        "claimed_until": None,
        "stop_wanted": False,
        "ended_at": now(),
    }
    with suppress(StudioError), db.write(alone=False) as session:
        session.execute(update(ReviewJudge).where(claim.mine).values(**values))
