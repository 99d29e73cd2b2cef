"""A project worked on in every stage, so that there is a row in every table."""

from uuid import uuid4

from core.datasets.delivery import export_dataset
from core.datasets.formats import Parts, Wanted, format_named
from core.datasets.importing import NewMapping, Shape, save_mapping
from core.db import now
from core.labelling import Decision, PairTag, Return
from core.labelling.model_labels import ModelLabel, ModelLabeller
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    LeftOut,
    OpenLook,
    ReviewChange,
    Reviewer,
    ReviewLease,
    Teacher,
    Verdict,
    review_run,
)
from core.review.judges import keep_judgments
from core.training import models
from core.training.models import Artifact, FileKind, Run, RunState, TaskState
from core.training.runs import get_run
from core.training.side_by_side import SideBySide
from tests.core.builders import add_set, answer, queue, row, rows_of, take
from tests.core.builders import save as save_answers
from tests.core.enrolling import let_in
from tests.core.review.review_scene import judge
from tests.core.rewards.made_rewards import kept
from tests.loop_helpers import prediction_text


def work_through(studio, project, sets, person):
    """Judge a pair, have a finished run, compare its answers, look: a row in every table."""
    let_in(studio, project)
    take(studio, project, row(project.id))
    with studio.db.write() as session:
        kept_mapping = NewMapping("x", Wanted.PAIRS, Shape(format_named("vertex")), Parts(), [row(1)])
        save_mapping(session, person, project, kept_mapping)
    export_dataset(studio.db, person, sets["preference_dataset"], str(studio.settings.home / "exports"))
    kept(studio, sets["preference_dataset"])
    (first, _) = queue(studio, project, person, limit=2)
    given = answer(first.id)
    save_answers(studio, person, project, given)
    adjudicate(studio, project, person, given)
    add_set(studio, project, "one", "two", "three")
    detail = finished_run(studio, project, sets)
    chosen = review_run(studio.db, person, project, detail)
    fill_review(studio, chosen, person)


def fill_review(studio, chosen, person):
    """A verdict closes it; beside that whatever else hangs on a review, and what a model said of it."""
    judge(studio, chosen, person, "second")
    hers = {"review_id": chosen.id, "person_id": person.id}
    (verdict,) = [one for one in rows_of(studio, Verdict) if one.review_id == chosen.id]
    on_item = {"item_id": verdict.item_id, "comparison_id": verdict.comparison_id, "expires_at": now()}
    said = SideBySide("1", "post", BASE_ARTIFACT, TUNED_ARTIFACT, "A", 0.9, "Because.")
    with studio.db.write() as session:
        session.add_all([OpenLook(**hers), Reviewer(**hers), Teacher(**hers), ReviewLease(**hers, **on_item)])
        session.add(ReviewChange(**hers, what={}, note="Why not", verdicts=1))
        session.add(LeftOut(review_id=chosen.id, prompt="p", reason="missing", models=[1]))
        keep_judgments(session, person, chosen, [said], origin="judgments.jsonl")


def adjudicate(studio, project, person, given):
    """The pair is decided on, its judgment was given back once, and a model has labelled it, too."""
    hers = {"pair_id": given["item"], "person_id": person.id}
    with studio.db.write() as session:
        session.add(PairTag(project_id=project.id, tag="odd", pair_id=given["item"]))
        session.add(Decision(project_id=project.id, outcome="tie", **hers))
        session.add(Return(id=str(uuid4()), judgment_id=given["id"], note="Read it again.", **hers))
        labeller = ModelLabeller(project_id=project.id, name="judge", model="m", settings={})
        session.add(labeller)
        session.flush()
        by_model = {"labeller_id": labeller.id, "pair_id": given["item"], "outcome": "tie"}
        session.add(ModelLabel(project_id=project.id, **by_model))


def finished_run(studio, project, sets):
    """A run on record with inputs, a task, predictions and a folder of its own."""
    folder = studio.settings.runs_folder / f"run of project {project.id}"
    folder.mkdir(parents=True)
    with studio.db.write() as session:
        about = {"name": "Steeper", "method": "local-rlhf", "job_id": folder.name, "root": folder.as_uri()}
        row = Run(project_id=project.id, state=RunState.SUCCEEDED, **about)
        session.add(row)
        session.flush()
        session.add(models.RunTask(run_id=row.id, name="reinforcer", position=0, state=TaskState.SUCCEEDED))
        for role, dataset in sets.items():
            session.add(models.RunInput(run_id=row.id, role=role, dataset_id=dataset.id))
        for name in (BASE_ARTIFACT, TUNED_ARTIFACT):
            (folder / f"{name}.jsonl").write_text(prediction_text([("post", name)]))
            address = (folder / f"{name}.jsonl").as_uri()
            session.add(Artifact(run_id=row.id, task="bulk-inferrer", name=name, address=address))
        seen = {"kind": FileKind.PREDICTIONS, "task": "bulk-inferrer", "size": 1, "generation": "1"}
        session.add(models.RunFile(run_id=row.id, address=f"gs://bucket/{row.id}", **seen))
        session.merge(models.Price(item="machine hour", dollars=1.0))
        session.flush()
        return get_run(session, row.id)
