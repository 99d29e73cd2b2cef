"""Once round the loop without a screen: the quickest proof that an installation works."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from core.access import SYSTEM
from core.curves import Tone, find, summarise
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import export_dataset
from core.datasets.freezing import (
    DEFAULT_EVALUATION_SHARE,
    PreferenceRecipe,
    PromptPool,
    PromptRecipe,
    Recipe,
    freeze,
)
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of
from core.demo.sample import load_sample
from core.errors import Conflict, InvalidInput
from core.labelling import ProjectSettings, ProjectView
from core.labelling.progress import project_progress
from core.labelling.projects import create_project
from core.review import BASE_ARTIFACT, TUNED_ARTIFACT, read_answers, review_run
from core.services import Studio
from core.training.following import wait_for_success
from core.training.method import LaunchRequest
from core.training.run_curves import read_run_curves, run_context
from core.training.runs import RunDetail, cancel_run, launch


@dataclass(frozen=True)
class TripFiles:
    """JSONL files to go round with; without ``preference`` it is the sample project."""

    preference: Path | None = None
    prompts: Path | None = None
    evaluation: Path | None = None


@dataclass(frozen=True)
class Stage:
    """What one stage produced: a sentence, and its figures for programs."""

    name: str
    sentence: str
    figures: dict[str, Any] = field(default_factory=dict)


def go_round(studio: Studio, given: TripFiles, *, seconds: float = 0.2) -> Iterator[Stage]:
    """Go once round the loop in an empty studio and yield each stage as it is done.

    Nobody is there to label or to give verdicts: the judgments are those of the files or of the sample, and
    the trip ends with comparisons that are ready for a reviewer.

    Args:
        studio: A studio in a scratch home.
        given: The files to go round with.
        seconds: Time between two polls of the run.

    Raises:
        InvalidInput: A file cannot be used as it is.
        Conflict: The run did not succeed; the message has the end of its log.
    """
    project = _project(studio, given)
    yield _import_stage(studio, project, given)
    sets = _freeze(studio, project, given)
    for dataset in sets.values():
        yield _freeze_stage(dataset)
    yield _export_stage(studio, sets["preference_dataset"])
    detail = _run(studio, project, sets, seconds=seconds)
    yield _run_stage(detail)
    yield _curves_stage(studio, detail)
    yield _compare_stage(studio, project, detail)


def _project(studio: Studio, given: TripFiles) -> ProjectView:
    if given.preference is None:
        project = load_sample(studio.db)
        if project is None:
            raise Conflict("This home has a project already; the demo needs an empty one.")
        return project
    with studio.db.write() as session:
        return create_project(session, SYSTEM, ProjectSettings("Demo"))


def _import_stage(studio: Studio, project: ProjectView, given: TripFiles) -> Stage:
    kinds = {
        DatasetKind.PREFERENCE: given.preference,
        DatasetKind.PROMPT: given.prompts,
        DatasetKind.EVALUATION: given.evaluation,
    }
    for kind, path in kinds.items():
        if path is not None:
            import_rows(studio.db, SYSTEM, ImportPlan(project, kind, path.name), [source_of(path)])
    progress = studio.db.ask(project_progress, project)
    sentence = f"{progress.pairs:,} pairs with {progress.judgments:,} choices and ties"
    return Stage("label", sentence, {"pairs": progress.pairs, "judgments": progress.judgments})


def _freeze(studio: Studio, project: ProjectView, given: TripFiles) -> dict[str, DatasetView]:
    sample = given.preference is None  # which has prompts of both kinds
    pool = PromptPool.PROMPTS if sample or given.prompts else PromptPool.PAIRS
    evaluation_pool, share = PromptPool.EVALUATION, None
    if not (sample or given.evaluation):
        evaluation_pool, share = pool, DEFAULT_EVALUATION_SHARE
    recipes: dict[str, Recipe] = {
        "preference_dataset": PreferenceRecipe(),
        "prompt_dataset": PromptRecipe(pool=pool, evaluation_share=share),
        "eval_dataset": PromptRecipe(
            kind=DatasetKind.EVALUATION, pool=evaluation_pool, evaluation_share=share
        ),
    }
    return {
        role: freeze(studio.db, studio.store, SYSTEM, project, recipe) for role, recipe in recipes.items()
    }


def _freeze_stage(dataset: DatasetView) -> Stage:
    sentence = f"{dataset.name}: {dataset.rows:,} rows, {dataset.size:,} bytes, sha256 {dataset.sha256[:12]}"
    return Stage("freeze", sentence, {"rows": dataset.rows, "sha256": dataset.sha256, "kind": dataset.kind})


def _export_stage(studio: Studio, dataset: DatasetView) -> Stage:
    stored = export_dataset(studio.db, SYSTEM, dataset, str(studio.settings.home / "exports"))
    return Stage("export", f"{dataset.name} to {stored.address}", {"address": stored.address})


def _run(studio: Studio, project: ProjectView, sets: dict[str, DatasetView], *, seconds: float) -> RunDetail:
    inputs = {role: dataset.id for role, dataset in sets.items()}
    request = LaunchRequest("local-rlhf", inputs, {"instruction": project.instruction or None}, "Demo run")
    detail = launch(studio.db, studio.settings.runs_folder, SYSTEM, project, request)
    try:
        return wait_for_success(studio.db, detail.run.id, seconds=seconds)
    except KeyboardInterrupt:  # the run has a session of its own, so Ctrl-C does not reach it
        cancel_run(studio.db, SYSTEM, detail.run.id)
        raise


def _run_stage(detail: RunDetail) -> Stage:
    run = detail.run
    seconds = (run.ended_at - run.created_at).total_seconds() if run.ended_at else None
    tasks = ", ".join(task.name for task in run.tasks)
    return Stage("launch", f"{run.job_id} succeeded in {seconds:.1f} s ({tasks})", {"seconds": seconds})


def _curves_stage(studio: Studio, detail: RunDetail) -> Stage:
    curves = read_run_curves(detail, cache=studio.settings.cache_folder)
    found = find(curves, run_context(detail))
    figures = {
        one.tag: {"first": one.first, "last": one.last, "points": one.points}
        for one in summarise(curves, found=found)
        if one.sentence
    }
    return Stage("curves", " ".join(one.sentence for one in found if one.tone is not Tone.NOTE), figures)


def _compare_stage(studio: Studio, project: ProjectView, detail: RunDetail) -> Stage:
    try:
        review = review_run(studio.db, SYSTEM, project, detail)
    except InvalidInput as error:  # so few steps that the tuned model says what the base model says
        asked = len(read_answers(detail.artifacts["bulk-inferrer", BASE_ARTIFACT]).predictions)
        return Stage("compare", str(error), {"comparisons": 0, "identical": asked})
    answers = {
        model: read_answers(detail.artifacts["bulk-inferrer", artifact]).predictions
        for model, artifact in {"base": BASE_ARTIFACT, "tuned": TUNED_ARTIFACT}.items()
    }
    words = {model: fmean(len(one.text.split()) for one in given) for model, given in answers.items()}
    alike = review.about.get("left_out", {}).get("same answer", 0)
    sentence = (
        f"{review.items} comparisons are ready for a reviewer"
        + (f", {alike} prompts were answered alike; " if alike else "; ")
        + f"mean length {words['base']:.1f} words (base) and {words['tuned']:.1f} (tuned)"
    )
    counts = {"comparisons": review.items, "identical": alike}
    return Stage("compare", sentence, counts | {"mean_words": words})
