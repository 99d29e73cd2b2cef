"""One person's answers as judgments: append-only, one standing a pair and person (and one re-test).

An answer of a qualification is marked at once.
"""

from typing import Any

from sqlmodel import Session, col, select

from core.db import now
from core.errors import InvalidInput
from core.labelling.holders import Member, MemberState
from core.labelling.judging.answers import RANKING, Answer, Feedback, fit, offered
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.work import Work, Works, implied
from core.labelling.judgments import Judgment, withdraw
from core.labelling.models import Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.members import Entry, result_of
from core.labelling.queue.showing import left_shown


class Batch:
    """One batch of answers of one person, saved one by one."""

    def __init__(
        self, session: Session, entry: Entry, person_id: int, *, work: Works, ledger: Ledger
    ) -> None:
        self.session, self.person_id = session, person_id
        self.project, self.state = entry.project, entry.state
        self.work, self.ledger = work, ledger
        self.feedback: Feedback | None = None

    def save(self, answer: Answer) -> None:
        """Note what an answer changes, or raise InvalidInput with the reason it cannot be saved."""
        work = self.work.get(answer.item)
        if work is None or work.pool == Pool.IMPLIED:
            raise InvalidInput(f"This pair is not in the project “{self.project.name}” (any more).")
        if answer.outcome == Outcome.UNDO:
            self._undo(work, answer)
        else:
            self._judge(work, answer)

    def _judge(self, work: Work, answer: Answer) -> None:
        # A re-test stays one after its lease: refused as answered already, it would give itself away.
        purpose = Purpose.RETEST if answer.again else work.purpose
        self._refuse_barred(work)
        if (purpose == Purpose.RETEST) in work.answered:
            raise InvalidInput("You have already answered this pair; undo that answer to change it.")
        row = self._row(work, answer, purpose)
        work.answered.add(row["is_retest"])
        self.ledger.judge(work, row)
        for other, judgment in implied(self.session, work, row):
            self.ledger.judge(other, judgment)
        if purpose == Purpose.QUALIFICATION:
            member = self.session.get_one(Member, (self.project.id, self.person_id))
            self.feedback = mark(self.session, self.project, member, work, row)
            self.state = member.state

    def _undo(self, work: Work, answer: Answer) -> None:
        self.ledger.write()  # the answer that is taken back may be of this very batch
        self._refuse_final(self.session.get(Judgment, answer.undoes or ""))
        self._refuse_barred(work)
        row = Judgment(**self._row(work, answer, work.purpose))
        target = withdraw(self.session, row, item="pair_id", noun="answer", place="on this pair")
        self.session.add(row)
        self.session.flush()
        work.answered.discard(target.is_retest)
        self.ledger.take_back(work, target)
        for other, judgment in self._implied_by(target):
            self.ledger.take_back(other, judgment)
        self.ledger.write()  # the next answer may be on the same pairs

    @staticmethod
    def _refuse_final(given: Judgment | None) -> None:
        if given is not None and given.purpose == Purpose.QUALIFICATION:
            raise InvalidInput(
                "An answer of the qualification cannot be undone: you have seen the right one."
            )
        if given is not None and given.ranking_id not in {None, given.id}:
            raise InvalidInput("This judgment follows from a ranking; undo the ranking itself.")

    def _implied_by(self, target: Judgment) -> list[tuple[Work, Judgment]]:
        if target.ranking is None:
            return []
        query = (
            select(Judgment, Pair.judgment_count)
            .join(Pair, col(Pair.id) == Judgment.pair_id)
            .where(
                Judgment.ranking_id == target.ranking_id,
                Judgment.id != target.id,
                col(Judgment.withdrawn_by).is_(None),
            )
            .order_by(col(Pair.id))
            .with_for_update(key_share=True, of=Pair)
        )
        others = list(self.session.exec(query))
        for one, _ in others:
            one.withdrawn_by = target.withdrawn_by
            self.session.add(one)
        self.session.flush()
        return [(Work(one.pair_id, Pool.IMPLIED, count), one) for one, count in others]

    def _refuse_barred(self, work: Work) -> None:
        """Whoever holds a pair may still answer it; without it, only who labels in the project."""
        if work.lease is None and self.state != MemberState.ACTIVE:
            raise InvalidInput(
                f"You are not labelling in the project “{self.project.name}” now, so this was not saved; "
                "the label page says why."
            )

    def _row(self, work: Work, answer: Answer, purpose: Purpose) -> dict[str, Any]:
        undo = answer.outcome == Outcome.UNDO
        outcome, ranking = (Outcome.UNDO, None) if undo else self._outcome(work, answer)
        if outcome.counts:
            answer = fit(answer, self.project.protocol)
        fields = answer.model_dump(exclude={"item", "outcome", "ranking", "again", "passes"})
        return fields | {
            "project_id": self.project.id,
            "pair_id": work.id,
            "person_id": self.person_id,
            "outcome": outcome,
            "purpose": purpose,
            "is_retest": purpose == Purpose.RETEST,
            "surplus": False,
            "received_at": now(),
            "left": None if undo or ranking else left_shown(self.project, work.id, self.person_id, purpose),
            "ranking": ranking,
            "ranking_id": answer.id if ranking else None,
        }

    def _outcome(self, work: Work, answer: Answer) -> tuple[Outcome, list[int] | None]:
        if answer.outcome == RANKING and self.project.protocol.mode == Mode.RANKINGS:
            order = work.order_of(answer.ranking or [])
            return Outcome(f"candidate_{int(order.index(1) < order.index(0))}"), order
        allowed = offered(self.project.protocol)
        if answer.outcome not in allowed:
            raise InvalidInput(f"The outcome {answer.outcome!r} is none of {', '.join(allowed)}.")
        return Outcome(answer.outcome), None


def mark(session: Session, project: ProjectView, member: Member, work: Work, row: dict[str, Any]) -> Feedback:
    """Count one answer of a qualification, close it after the last, and say whether the answer was right.

    A skip counts as not right.
    """
    right = row["outcome"] == work.gold
    member.answered += 1
    member.right += int(right)
    if member.answered >= project.protocol.qualification_pairs:
        member.state = result_of(project, member)
    session.add(member)
    text = " ".join(part for part in (_text(work, row, right=right), _welcome(member)) if part)
    return Feedback(row["id"], right=right, text=text)


def _welcome(member: Member) -> str:
    if member.state != MemberState.ACTIVE:
        return ""
    return f"That was the last one: {member.right} of {member.answered} were right, and you are in."


def _text(work: Work, row: dict[str, Any], *, right: bool) -> str:
    """Names the summary by the place it had: by now the next pair is on screen."""
    note = work.gold_note or ""
    if right or work.gold is None:
        return note
    skipped = "A skip counts as not right. " if row["outcome"] == Outcome.SKIP else ""
    return f"{skipped}In that pair {_better(work.gold, row['left'])}. {note}".strip()


def _better(gold: Outcome, left: int | None) -> str:
    if gold == Outcome.TIE:
        return "both were equally good"
    if gold == Outcome.BOTH_BAD:
        return "both were bad"
    first = gold == f"candidate_{left}"
    return f"summary {1 if first else 2} was better"
