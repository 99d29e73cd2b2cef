"""What verdicts come to, for those who have unblinded; what there is to review for those who have not."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from core.access import Action, Person, PersonView, check, ensure_may, ensure_self
from core.errors import NotAllowed
from core.labelling.judgments import standing
from core.review.comparison_queue import told_apart
from core.review.models import Comparison, ComparisonSet, Unblinding, Verdict, VerdictOutcome
from core.review.prepare import ComparisonSetView, list_comparison_sets, runs_to_compare
from core.review.remarks import shown_answer, shown_prompt
from core.review.verdicts import verdicts_given
from core.review.win_rate import WinRate, win_rate


@dataclass(frozen=True)
class Results:
    """The tuned model's win rate on one comparison set: over all verdicts and each reviewer's."""

    everyone: WinRate
    by_reviewer: Mapping[str, WinRate]


@dataclass(frozen=True)
class RevealedVerdict:
    """One verdict beside its texts, for reading after unblinding; texts are as the reviewer saw them."""

    reviewer: str
    outcome: VerdictOutcome
    prompt: str
    base_text: str
    tuned_text: str


def results(session: Session, actor: PersonView, comparison_set: ComparisonSetView) -> Results:
    """The win rate of all reviewers together, and of each.

    Skips do not count, nor do verdicts on texts that are the same, which sets of earlier days hold.

    Raises:
        NotAllowed: The actor may not compare, or has not unblinded.
    """
    _refuse_blind(session, actor, comparison_set)
    query = (
        select(Person.name, Verdict.outcome, func.count())
        .join(Person, col(Person.id) == Verdict.person_id)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(Verdict.set_id == comparison_set.id, told_apart(), *standing(Verdict))
        .group_by(Person.name, col(Verdict.outcome))
        .order_by(Person.name)
    )
    by_reviewer: defaultdict[str, Counter[VerdictOutcome]] = defaultdict(Counter)
    for name, outcome, number in session.exec(query):
        by_reviewer[name][VerdictOutcome(outcome)] += number
    everyone = sum(by_reviewer.values(), Counter[VerdictOutcome]())
    return Results(_win_rate(everyone), {name: _win_rate(count) for name, count in by_reviewer.items()})


def reveal(
    session: Session, actor: PersonView, comparison_set: ComparisonSetView, *, limit: int
) -> list[RevealedVerdict]:
    """The latest verdicts beside their texts.

    Raises:
        NotAllowed: The actor may not compare, or has not unblinded.
    """
    _refuse_blind(session, actor, comparison_set)
    query = (
        select(Person.name, Verdict.outcome, Comparison)
        .join(Person, col(Person.id) == Verdict.person_id)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(Verdict.set_id == comparison_set.id, *standing(Verdict))
        .order_by(col(Verdict.received_at).desc())
        .limit(limit)
    )
    return [
        RevealedVerdict(
            name,
            VerdictOutcome(outcome),
            shown_prompt(row.prompt, row.beside),
            shown_answer(row.base_text, row.base_note),
            shown_answer(row.tuned_text, row.tuned_note),
        )
        for name, outcome, row in session.exec(query)
    ]


def verdict_count(session: Session, project_id: int) -> int:
    """Verdicts that stand in a project, skips included."""
    ensure_may(session, Action.COMPARE, project_id)
    query = (
        select(func.count())
        .select_from(Verdict)
        .join(ComparisonSet, col(ComparisonSet.id) == Verdict.set_id)
        .where(ComparisonSet.project_id == project_id, *standing(Verdict))
    )
    return session.exec(query).one()


@dataclass(frozen=True)
class ReviewWork:
    """One person's part in the comparisons of a project.

    Attributes:
        waiting: Comparisons that wait for this person's verdict; of a set they have unblinded none does.
        given: Verdicts they have given in the sets where some still wait.
        judged: Sets in which they have judged everything and not looked whose answers are whose.
        unblinded: Sets of which they may read the win rate.
        unprepared: Runs whose answers nobody has made a set of.
    """

    waiting: int = 0
    given: int = 0
    judged: int = 0
    unblinded: int = 0
    unprepared: int = 0

    @property
    def to_do(self) -> bool:
        """Whether there is something for them to do, be it to unblind."""
        return bool(self.waiting or self.judged or self.unprepared)


def review_work(session: Session, project_id: int, person_id: int) -> ReviewWork:
    """What this person has done and has to do in all comparison sets of a project."""
    ensure_may(session, Action.COMPARE, project_id)
    ensure_self(session, person_id)
    sets = {one.id: one.comparisons for one in list_comparison_sets(session, project_id)}
    if not sets:
        return ReviewWork(unprepared=len(runs_to_compare(session, project_id)))
    seen = select(Unblinding.set_id).where(
        Unblinding.person_id == person_id, col(Unblinding.set_id).in_(sets)
    )
    unblinded = set(session.exec(seen))
    given = verdicts_given(session, list(sets), person_id)
    left = {number: total - given.get(number, 0) for number, total in sets.items() if number not in unblinded}
    return ReviewWork(
        waiting=sum(left.values()),
        given=sum(given.get(number, 0) for number, wait in left.items() if wait),
        judged=sum(not wait and number in given for number, wait in left.items()),
        unblinded=len(unblinded),
        unprepared=len(runs_to_compare(session, project_id)),
    )


def _refuse_blind(session: Session, actor: PersonView, comparison_set: ComparisonSetView) -> None:
    """The studio itself (a command at the terminal) gives no verdicts, so nothing need be hidden from it."""
    check(actor, Action.COMPARE, comparison_set.project_id)
    ensure_self(session, actor.id)
    if actor.id is not None and session.get(Unblinding, (comparison_set.id, actor.id)) is None:
        raise NotAllowed(
            f"{actor.name} has not unblinded “{comparison_set.title}”; "
            "seeing its results would end the blind test."
        )


def _win_rate(count: Counter[VerdictOutcome]) -> WinRate:
    return win_rate(count[VerdictOutcome.BASE], count[VerdictOutcome.TUNED], count[VerdictOutcome.TIE])
