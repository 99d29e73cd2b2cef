"""One person's answers as judgments: append-only, one standing a pair and person (and one re-test).

An answer of a qualification is marked at once.
"""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from core.db import now
from core.errors import InvalidInput
from core.labelling.holders import Member, MemberState
from core.labelling.judging.answers import RANKING, Answer, Feedback, fit, offered
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.work import OF_WORK, Work, Works, implied
from core.labelling.judgments import Judgment, standing, withdraw
from core.labelling.models import Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.members import Entry, result_of
from core.labelling.queue.showing import left_shown
from core.labelling.queue.tokens import Tokens


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
        elif answer.undoes:
            self._change(work, answer)
        else:
            self._judge(work, answer)

    def _judge(self, work: Work, answer: Answer) -> None:
        # A re-test stays one after its lease: refused as answered already, it would give itself away.
        purpose = Purpose.RETEST if answer.again else work.purpose
        self._refuse_barred(work)
        if (purpose == Purpose.RETEST) in work.answered:
            raise InvalidInput("You have already answered this pair; undo that answer to change it.")
        row = self._row(work, answer, purpose)
        self._add(work, row)
        if purpose == Purpose.QUALIFICATION:
            member = self.session.get_one(Member, (self.project.id, self.person_id))
            self.feedback = mark(self.session, self.project, member, work, row)
            self.state = member.state

    def _add(self, work: Work, row: dict[str, Any]) -> None:
        work.answered.add(row["is_retest"])
        self.ledger.judge(work, row)
        for other, judgment in implied(self.session, work, row):
            self.ledger.judge(other, judgment)

    def _change(self, work: Work, answer: Answer) -> None:
        """Another answer in the place of one that stands: the undo and the answer are saved, or neither.

        Where the pair has come as a re-test since, both answers make way for the new one, which counts as the
        first did: so a change is the same for all pairs, and what a re-test measures is never doctored.
        """
        self.ledger.write()  # the answer that is changed may be of this very batch
        given = self.session.get(Judgment, answer.undoes or "")
        self._refuse_final(given)
        self._refuse_barred(work)
        refuse_closed(self.project, settled=work.settled)
        mine = self._standing_on(work)
        if given is None or given.id not in {one.id for one in mine}:
            raise InvalidInput("That answer does not stand any more: it was changed, taken back or returned.")
        purpose = mine[0].purpose
        row = self._row(work, answer, purpose)  # before anything is withdrawn: it may be refused
        for one in reversed(mine):
            undo = Answer(
                id=str(uuid5(UUID(answer.id), one.id)),
                item=work.id,
                outcome=Outcome.UNDO,
                answered_at=answer.answered_at,
                undoes=one.id,
            )
            self._take_back(work, undo)
        self._add(work, row)

    def _standing_on(self, work: Work) -> list[Judgment]:
        """This person's standing answers on a pair, the first one before a re-test."""
        query = select(Judgment).where(
            Judgment.pair_id == work.id, Judgment.person_id == self.person_id, *standing(Judgment)
        )
        return list(self.session.exec(query.order_by(col(Judgment.is_retest))))

    def _undo(self, work: Work, answer: Answer) -> None:
        self.ledger.write()  # the answer that is taken back may be of this very batch
        self._refuse_final(self.session.get(Judgment, answer.undoes or ""))
        self._refuse_barred(work)
        self._take_back(work, answer)

    def _take_back(self, work: Work, answer: Answer) -> None:
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
            raise InvalidInput("This judgment follows from a ranking; change the ranking itself.")

    def _implied_by(self, target: Judgment) -> list[tuple[Work, Judgment]]:
        if target.ranking is None:
            return []
        query = (
            rows_of(Judgment, *OF_WORK)
            .join(Pair, col(Pair.id) == Judgment.pair_id)
            .where(
                col(Judgment.ranking_id) == target.ranking_id,
                col(Judgment.id) != target.id,
                col(Judgment.withdrawn_by).is_(None),
            )
            .order_by(col(Pair.id))
            .with_for_update(key_share=True, of=Pair)
        )
        others = [(Work(*columns), one) for one, *columns in self.session.execute(query)]
        for _, one in others:
            one.withdrawn_by = target.withdrawn_by
            self.session.add(one)
        self.session.flush()
        return others

    def _refuse_barred(self, work: Work) -> None:
        """Whoever holds a pair may still answer it; without it, only who labels in the project."""
        if work.lease is None and self.state != MemberState.ACTIVE:
            raise InvalidInput(
                f"You are not labelling in the project “{self.project.name}” now, so this was not saved; "
                "the label page says why."
            )

    def _row(self, work: Work, answer: Answer, purpose: Purpose) -> dict[str, Any]:
        undo = answer.outcome == Outcome.UNDO
        shown = Purpose.RETEST if answer.again else purpose
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
            "left": None if undo or ranking else left_shown(self.project, work.id, self.person_id, shown),
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


def refuse_closed(project: ProjectView, *, settled: Outcome | None) -> None:
    """Refuse to change an answer where that is over.

    The reason is the same for all pairs alike: none says what a pair was given for.

    Raises:
        InvalidInput: The project keeps first answers or is paused, or an adjudicator has settled the pair.
    """
    if not project.protocol.reopening:
        raise InvalidInput("In this project answers stay as they were first given.")
    if project.paused:
        raise InvalidInput("Labelling is paused; change the answer when it goes on.")
    if settled is not None:
        raise InvalidInput("A lead has decided about this pair meanwhile, so its answers stay as they are.")


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
    welcome = _welcome(member)
    text = " ".join(part for part in (_text(project, work, row, right=right), welcome) if part)
    tokens = Tokens.of(project, member.person_id)
    better = tokens.tell(tokens.pair(work.id), work.gold.value) if work.gold else ""
    note = " ".join(part for part in (work.gold_note, welcome) if part)
    return Feedback(row["id"], right=right, text=text, better=better, note=note)


def _welcome(member: Member) -> str:
    if member.state != MemberState.ACTIVE:
        return ""
    return f"That was the last one: {member.right} of {member.answered} were right, and you are in."


def _text(project: ProjectView, work: Work, row: dict[str, Any], *, right: bool) -> str:
    """Names the candidate by the place it had: by now the next pair is on screen."""
    note = work.gold_note or ""
    if right or work.gold is None:
        return note
    skipped = "A skip counts as not right. " if row["outcome"] == Outcome.SKIP else ""
    called = project.presentation.answer.lower()
    return f"{skipped}In that pair {_better(work.gold, row['left'], called)}. {note}".strip()


def _better(gold: Outcome, left: int | None, called: str) -> str:
    if gold == Outcome.TIE:
        return "both were equally good"
    if gold == Outcome.BOTH_BAD:
        return "both were bad"
    first = gold == f"candidate_{left}"
    return f"{called} {1 if first else 2} was better"
