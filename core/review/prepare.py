"""Prepare comparisons: join two sets of predictions by prompt and store them, ready to be judged blind."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from core.access import Action, PersonView, check, ensure_may, permit
from core.db import Database, insert_new, numbered
from core.errors import InvalidInput, NotFound
from core.labelling import ProjectView
from core.labelling.hashing import shuffle_key
from core.review.answers import (
    Joined,
    Matched,
    Predictions,
    join_predictions,
    prompt_key,
    read_answers,
    read_copies,
)
from core.review.models import Comparison, ComparisonSet
from core.review.remarks import about, note_of, seen_prompts, sets_tuned_on
from core.storage import list_address
from core.training.models import Artifact, FileKind, Run
from core.training.runs import RunDetail

BASE_ARTIFACT = "output_prediction_base"
TUNED_ARTIFACT = "output_prediction"


@dataclass(frozen=True)
class ComparisonSetView:
    """Comparisons of one run or of two files; the counts say what could not be compared.

    ``about`` is what `core.review.remarks` makes sentences of.
    """

    id: int
    project_id: int
    title: str
    run_id: int | None
    comparisons: int
    only_base: int
    only_tuned: int
    ambiguous: int
    blinding_key: str
    base_address: str = ""
    tuned_address: str = ""
    about: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, row: ComparisonSet) -> "ComparisonSetView":
        """The view of a row."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @property
    def secret(self) -> bytes:
        """The key of the tokens that stand for base and tuned."""
        return bytes.fromhex(self.blinding_key)


def prepare_run(
    db: Database, actor: PersonView, project: ProjectView, detail: RunDetail, *, cache: Path | None = None
) -> ComparisonSetView:
    """Join what a run predicted with its base and its tuned model; a run that was prepared is just found.

    Args:
        db: The database.
        actor: Who compares.
        project: The run's.
        detail: The run.
        cache: Where the follower keeps copies of files in the cloud; what is there is not fetched.

    Raises:
        NotFound: The run left no predictions of one of the two.
        InvalidInput: The run is another project's, or the two have no prompt in common.
        NotAllowed: The actor may not compare.
    """
    _check(actor, project, detail)
    existing = db.ask(_of_run, detail.run.id)
    if existing is not None:
        return existing
    base = _predictions(detail, BASE_ARTIFACT, "base", cache)
    tuned = _predictions(detail, TUNED_ARTIFACT, "tuned", cache)
    return prepare(db, actor, project, base, tuned, title=detail.run.name, detail=detail)


def prepare(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    base: Predictions,
    tuned: Predictions,
    *,
    title: str,
    detail: RunDetail | None = None,
) -> ComparisonSetView:
    """Join two models' predictions by prompt and store the comparisons.

    Args:
        db: The database.
        actor: Who compares.
        project: Whose comparison it is.
        base: The base model's answers.
        tuned: The tuned model's answers.
        title: What reviewers choose it by.
        detail: The run that made them, if it is known.

    Raises:
        InvalidInput: The two have no prompt in common, the title is empty, or the run is another project's.
        NotAllowed: The actor may not compare.
    """
    _check(actor, project, detail)
    if not title.strip():
        raise InvalidInput("The comparison has no title; name it so that reviewers know what they compare.")
    joined = join_predictions(base.predictions, tuned.predictions)
    _refuse_empty(joined, base, tuned)
    sets = db.ask(sets_tuned_on, project.id, detail)
    seen = seen_prompts([one.base.prompt for one in joined.matched], sets)
    run_id = detail.run.id if detail else None
    row = ComparisonSet(
        project_id=project.id,
        title=title.strip(),
        run_id=run_id,
        base_address=base.origin,
        tuned_address=tuned.origin,
        comparisons=len(joined.matched),
        only_base=len(joined.only_base),
        only_tuned=len(joined.only_tuned),
        ambiguous=len(joined.ambiguous),
        about=about(joined, {"base": base.unanswered, "tuned": tuned.unanswered})
        | ({"seen": seen} if seen else {}),
        blinding_key=secrets.token_hex(16),
        created_by=actor.id,
    )
    with db.write() as session:
        if run_id is not None and (existing := _of_run(session, run_id)):
            return existing  # somebody else prepared the same run in the meantime
        told = {"title": title, "prepared": row.comparisons}
        permit(session, actor, Action.COMPARE, f"project {project.name}", project.id, **told)
        session.add(row)
        session.flush()
        rows = [_row(row.id or 0, one) for one in joined.matched]
        insert_new(session, Comparison, rows, key=["set_id", "prompt_hash"])
    return ComparisonSetView.of(row)


def _check(actor: PersonView, project: ProjectView, detail: RunDetail | None) -> None:
    check(actor, Action.COMPARE, project.id)
    if detail is not None and detail.run.project_id != project.id:
        raise InvalidInput(
            f"{detail.run.name} is no run of the project “{project.name}”; name its own project."
        )


def list_comparison_sets(session: Session, project_id: int) -> list[ComparisonSetView]:
    """The comparison sets of a project, newest first."""
    ensure_may(session, Action.COMPARE, project_id)
    query = select(ComparisonSet).where(ComparisonSet.project_id == project_id)
    return [ComparisonSetView.of(row) for row in session.exec(query.order_by(col(ComparisonSet.id).desc()))]


def get_comparison_set(session: Session, set_id: int) -> ComparisonSetView:
    """The comparison set with this number.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in its project.
    """
    row = numbered(session, ComparisonSet, set_id, called="comparison")
    ensure_may(session, Action.COMPARE, row.project_id, called=f"comparison number {set_id}")
    return ComparisonSetView.of(row)


def runs_to_compare(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Number and name of the runs with answers of both models and no comparison set yet, newest first."""
    ensure_may(session, Action.COMPARE, project_id)
    left = select(Artifact.run_id).where(Artifact.name == BASE_ARTIFACT)
    tuned = select(Artifact.run_id).where(Artifact.name == TUNED_ARTIFACT)
    prepared = select(ComparisonSet.run_id).where(col(ComparisonSet.run_id).is_not(None))
    query = select(Run.id, Run.name).where(
        Run.project_id == project_id,
        col(Run.id).in_(left),
        col(Run.id).in_(tuned),
        col(Run.id).not_in(prepared),
    )
    return [(number or 0, name) for number, name in session.exec(query.order_by(col(Run.id).desc()))]


def _of_run(session: Session, run_id: int) -> ComparisonSetView | None:
    row = session.exec(select(ComparisonSet).where(ComparisonSet.run_id == run_id)).first()
    return None if row is None else ComparisonSetView.of(row)


def _predictions(detail: RunDetail, artifact: str, model: str, cache: Path | None) -> Predictions:
    address = detail.artifact(artifact)
    if address is None:
        raise NotFound(
            f"Run {detail.run.name} left no predictions of the {model} model; "
            "launch it with an evaluation set."
        )
    below = f"{address.rstrip('/')}/"
    known = [file for file in detail.files.get(FileKind.PREDICTIONS, ()) if file.address.startswith(below)]
    if known and cache is not None:
        try:
            return read_copies(address, known, cache=cache)
        except NotFound:
            raise _gone(detail, address, model) from None
    if not list_address(address):
        raise _gone(detail, address, model)
    return read_answers(address)


def _gone(detail: RunDetail, address: str, model: str) -> NotFound:
    return NotFound(
        f"The answers of the {model} model of {detail.run.name} are not at {address} any more: what the run "
        "left was cleaned up, or deleted there. Launch it again to have answers to compare."
    )


def _refuse_empty(joined: Joined, base: Predictions, tuned: Predictions) -> None:
    if not (joined.matched or joined.identical):
        raise InvalidInput(
            f"The base answers ({len(base.predictions)} in {base.origin}) and the tuned answers "
            f"({len(tuned.predictions)} in {tuned.origin}) have no prompt in common; they must answer the "
            "same prompts with the same instruction."
        )


def _row(set_id: int, matched: Matched) -> dict[str, object]:
    mark = prompt_key(matched.base.key)
    return {
        "set_id": set_id,
        "prompt_hash": mark,
        "shuffle_key": shuffle_key(set_id, mark),
        "prompt": matched.base.prompt,
        "base_text": matched.base.text,
        "tuned_text": matched.tuned.text,
        "beside": matched.base.beside,
        "base_note": note_of(matched.base),
        "tuned_note": note_of(matched.tuned),
    }
