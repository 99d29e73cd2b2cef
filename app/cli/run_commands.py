"""``prefstudio runs``, ``adopt``, ``cancel`` and ``compare``."""

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, run_lines, tell
from core.access import SYSTEM
from core.errors import InvalidInput
from core.review import (
    Design,
    ModelAnswers,
    create_review,
    read_answers,
    remarks,
    review_run,
    seem_swapped,
    seen_sentences,
)
from core.training.following import follow_once
from core.training.runs import adopt_run, cancel_run, get_run, list_runs


def show_runs(project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the runs of a project, newest first."""
    with opened() as studio:
        follow_once(studio.db)
        runs = studio.db.ask(list_runs, pick_project(studio, project).id)
    lines = [line for run in runs for line in run_lines(asdict(run))]
    tell("\n".join(lines) or "No run has been launched yet.", runs, as_json=as_json)


def adopt(
    where: Annotated[str, typer.Argument(help="Full name of a job, or the address of a run's folder.")],
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    project: ProjectName = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Put a run on record that was started elsewhere."""
    with opened() as studio:
        detail = adopt_run(studio.db, SYSTEM, pick_project(studio, project), where, name=name)
        follow_once(studio.db)
        run = studio.db.ask(get_run, detail.run.id).run
    tell(f"run {run.id} ({run.job_id}): {run.state.value}", run, as_json=as_json)


def cancel(run: Annotated[int, typer.Argument(help="Number of a run.")], *, as_json: AsJson = False) -> None:
    """Ask a run to stop."""
    with opened() as studio:
        cancel_run(studio.db, SYSTEM, run)
        found = studio.db.ask(get_run, run).run
    tell(f"run {found.id} ({found.job_id}): {found.state.value}", found, as_json=as_json)


def compare_answers(
    run: Annotated[int | None, typer.Option(help="Number of a run.")] = None,
    base: Annotated[str, typer.Option(help="Base model's answers: a JSONL file, folder or address.")] = "",
    tuned: Annotated[str, typer.Option(help="Tuned model's answers.")] = "",
    title: Annotated[str, typer.Option(help="Title of the review.")] = "Comparison",
    project: ProjectName = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Join base and tuned answers by prompt, ready for reviewers."""
    if run is None and not (base and tuned):
        raise InvalidInput("Name a run with --run, or two files with --base and --tuned.")
    with opened() as studio:
        target = pick_project(studio, project)
        if run is not None:
            detail = studio.db.ask(get_run, run)
            made = review_run(studio.db, SYSTEM, target, detail, cache=studio.settings.cache_folder)
        else:
            sides = zip(("base", "tuned"), (base, tuned), strict=True)
            models = [ModelAnswers(role, read_answers(address), role) for role, address in sides]
            made = create_review(studio.db, SYSTEM, target, models, title=title, design=Design())
    addresses = {one.role: one.address for one in made.models}
    told = [*seen_sentences(made.about), *remarks(made.about, [one.name for one in made.models])]
    if seem_swapped(addresses["base"], addresses["tuned"]):
        told.append("By their names the two seem to be swapped: see which is --base and which is --tuned.")
    figures = {"id": made.id, "items": made.items, **addresses, "remarks": told}
    sentence = f"{made.title}: {made.items:,} comparisons, ready for reviewers."
    tell("\n".join([sentence, *(f"note {one}" for one in told)]), figures, as_json=as_json)
