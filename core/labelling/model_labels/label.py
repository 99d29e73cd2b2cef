"""Let a model label pairs, asked in both orders; what comes is kept, so it can be cancelled and resumed."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from sqlmodel import Session, select

from core.access import Action, PersonView, check, permit
from core.db import Database, insert_new, now
from core.errors import Conflict, InvalidInput
from core.judges import Choice, Judge, Question, Said, ask_judge, refuse_unusable, verdict_of
from core.labelling.model_labels.models import ModelLabel, ModelLabeller
from core.labelling.model_labels.request import AT_ONCE, LabelRequest, open_pairs, questions
from core.labelling.models import Outcome
from core.labelling.project_view import ProjectView, get_project

OUTCOMES = {Choice.FIRST: Outcome.CANDIDATE_0, Choice.SECOND: Outcome.CANDIDATE_1, Choice.TIE: Outcome.TIE}


@dataclass(frozen=True)
class LabelledByModel:
    """What has come of a request so far.

    Attributes:
        pairs: How many it is about.
        labelled: Of them, those with an outcome; ``ties`` of these name no candidate.
        unclear: Those for which the model gave no choice it can be held to; they are not asked again.
        failed: Those that could not be asked now; the next request asks them again.
    """

    pairs: int
    labelled: int = 0
    ties: int = 0
    unclear: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        """How many need not be asked any more now."""
        return self.labelled + self.unclear + self.failed

    @property
    def words(self) -> str:
        """How far it is, as a sentence."""
        failed = f" {self.failed:,} could not be asked now; ask again for them." if self.failed else ""
        return (
            f"{self.labelled:,} of {self.pairs:,} pairs have a label, {self.ties:,} of them ties; on "
            f"{self.unclear:,} it gave no choice.{failed}"
        )

    def and_these(self, rows: list[dict[str, Any]], failed: int) -> "LabelledByModel":
        """With labels that have come."""
        outcomes = [row["outcome"] for row in rows]
        return replace(
            self,
            labelled=self.labelled + sum(one is not None for one in outcomes),
            ties=self.ties + outcomes.count(Outcome.TIE),
            unclear=self.unclear + outcomes.count(None),
            failed=self.failed + failed,
        )


def _nobody(_: LabelledByModel) -> None:
    """Show nobody."""


def label_with_model(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    request: LabelRequest,
    *,
    show: Callable[[LabelledByModel], object] = _nobody,
    stop: Event | None = None,
) -> LabelledByModel:
    """Ask a model about pairs and keep what it says, each pair as soon as both orders have come.

    What was kept stays, whatever happens then: the same request goes on where it ended. Two at once label no
    pair twice.

    Args:
        db: The database.
        actor: Who asks.
        project: Whose pairs.
        request: Which model, under which name, about which pairs.
        show: Told after each step how far it is; raising from it ends the asking.
        stop: Once set, nothing more is asked, and what is on its way is kept.

    Raises:
        NotAllowed: The actor may not, or the judge cannot be asked: no key, no permission.
        InvalidInput: There is no pair left to label, or the judge refuses all.
        Conflict: Other labels have that name: by another model, or by other instructions.
        QuotaExceeded: The judge stays busy.
        Unavailable: The judge gives no answer.
        NotFound: There is no such model or endpoint.
    """
    check(actor, Action.ASK_JUDGE, project.id)
    refuse_unusable(request.judge)
    pairs = db.ask(open_pairs, project.id, request)
    if not pairs:
        raise InvalidInput(
            f"There is nothing to label: “{request.name}” has labelled all {request.which.value}."
        )
    with db.write() as session:
        labeller = _labeller(session, actor, project, request, len(pairs))
    done = LabelledByModel(len(pairs))
    kept = _Halves(project.id, labeller)
    with closing(ask_judge(request.judge, _questions(db, pairs), stop=stop)) as coming:  # type: ignore[type-var] # it is a generator
        for came in coming:
            rows, failed = kept.whole(came)
            if rows:
                with db.write() as session:
                    get_project(session, project.id)  # it may have been removed meanwhile
                    insert_new(session, ModelLabel, rows, key=["labeller_id", "pair_id"])
            done = done.and_these(rows, failed)
            show(done)
    return done


def _labeller(
    session: Session, actor: PersonView, project: ProjectView, request: LabelRequest, pairs: int
) -> int:
    """The number of who labels under this name; the first request makes it."""
    told = {"model labels": request.name, "model": request.judge.name, "pairs": pairs}
    permit(session, actor, Action.ASK_JUDGE, f"project {project.name}", project.id, **told)
    query = select(ModelLabeller).where(
        ModelLabeller.project_id == project.id, ModelLabeller.name == request.name
    )
    row = session.exec(query.with_for_update()).first()
    if row is None:
        row = ModelLabeller(
            project_id=project.id,
            name=request.name,
            model=request.judge.name,
            settings=request.judge.model_dump(mode="json"),
        )
        session.add(row)
        session.flush()
    _refuse_other(row, request.judge)
    return row.id or 0


def _refuse_other(row: ModelLabeller, judge: Judge) -> None:
    """Labels of one name are by one judge; how many are asked at a time and for how long says nothing."""
    pace = {"at_once", "seconds"}
    if Judge.model_validate(row.settings).model_dump(exclude=pace) != judge.model_dump(exclude=pace):
        raise Conflict(
            f"The labels “{row.name}” are by {row.model}, asked in one certain way; give another name to "
            "labels by another model, or by other instructions."
        )


def _questions(db: Database, pairs: list[int]) -> Iterator[Question]:
    """Read a few pairs at a time, each time in a unit of work of its own: asking takes long."""
    for start in range(0, len(pairs), AT_ONCE):
        yield from db.ask(
            lambda session, some: list(questions(session, some)), pairs[start : start + AT_ONCE]
        )


class _Halves:
    """Answers in one order, until that in the other comes."""

    def __init__(self, project_id: int, labeller: int) -> None:
        self.project_id = project_id
        self.labeller = labeller
        self.waiting: dict[int, Said] = {}

    def whole(self, came: list[Said]) -> tuple[list[dict[str, Any]], int]:
        """The labels that are whole now, as rows, and the number of pairs that could not be asked."""
        rows, failed = [], 0
        for said in came:
            other = self.waiting.pop(said.question.key, None)
            if other is None:
                self.waiting[said.question.key] = said
            elif said.state.is_final and other.state.is_final:
                rows.append(self._row(*((other, said) if said.question.swapped else (said, other))))
            else:
                failed += 1
        return rows, failed

    def _row(self, straight: Said, swapped: Said) -> dict[str, Any]:
        choice, _ = verdict_of(straight.choice, swapped.choice)
        return {
            "project_id": self.project_id,
            "labeller_id": self.labeller,
            "pair_id": straight.question.key,
            "outcome": _outcome(choice),
            "straight": _outcome(straight.choice),
            "swapped": _outcome(swapped.choice),
            "reasons": straight.reasons,
            "reasons_swapped": swapped.reasons,
            "trouble": straight.trouble or swapped.trouble,
            "at": now(),
        }


def _outcome(choice: Choice | None) -> Outcome | None:
    return None if choice is None else OUTCOMES[choice]
