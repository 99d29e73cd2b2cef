"""``prefstudio import``, ``freeze``, ``datasets`` and ``export``."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.common import AsJson, ProjectName, opened, pick_project, tell
from core.access import SYSTEM
from core.datasets import (
    DatasetKind,
    ImportResult,
    Pool,
    PreferenceRecipe,
    PromptRecipe,
    Recipe,
    RefusedRows,
    Report,
    export_dataset,
    freeze,
    get_dataset,
    import_file,
    list_datasets,
    list_judges,
    opener,
    preview,
)
from core.errors import InvalidInput, NotFound
from core.labelling import (
    ConsensusRule,
    ProjectSettings,
    ProjectView,
    TiePolicy,
    create_project,
    list_projects,
)
from core.labelling.quality import ConsensusMethod
from core.services import Studio

MOST_LISTED = 20

People = Annotated[
    list[str] | None, typer.Option("--person", help="Only this person's judgments; as often as needed.")
]


def import_rows(
    file: Annotated[Path, typer.Argument(help="A JSONL file.")],
    kind: Annotated[DatasetKind, typer.Option(help="What the rows are.")] = DatasetKind.PREFERENCE,
    project: ProjectName = "",
    *,
    create: Annotated[bool, typer.Option(help="Make the project if there is none of that name.")] = False,
    accept_good: Annotated[
        bool, typer.Option(help="Take the good rows although others are refused.")
    ] = False,
    gold: Annotated[
        bool, typer.Option("--gold", help="The rows' choices are the right answers of gold pairs.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import pairs, sets of answers or prompts from a JSONL file; the same file again adds nothing."""
    source = opener(file)
    with opened() as studio:
        target = _made(studio, project) if create else pick_project(studio, project)
        try:
            result = import_file(
                studio.db, SYSTEM, target, kind, source, name=file.name, accept_good=accept_good, gold=gold
            )
        except RefusedRows as refused:
            _list_refused(refused.report)
            raise
    _list_refused(result.report)
    _tell_taken(result, gold=gold, as_json=as_json)


def freeze_set(
    kind: Annotated[DatasetKind, typer.Argument(help="Which kind of set.")],
    project: ProjectName = "",
    pool: Annotated[Pool | None, typer.Option(help="Where prompts are taken from.")] = None,
    evaluation_share: Annotated[
        float | None, typer.Option(help="Part of the pool held out, such as 0.2.")
    ] = None,
    rule: Annotated[ConsensusRule, typer.Option(help="When judgments agree.")] = ConsensusRule.MAJORITY,
    ties: Annotated[TiePolicy, typer.Option(help="What becomes of ties.")] = TiePolicy.DROP,
    minimum_judgments: Annotated[int, typer.Option(min=1, help="Judgments a pair must have.")] = 1,
    *,
    consensus: Annotated[
        ConsensusMethod, typer.Option(help="How votes are counted.")
    ] = ConsensusMethod.MAJORITY,
    minimum_confidence: Annotated[float, typer.Option(help="Leave out choices less sure than this.")] = 0.0,
    person: People = None,
    weights: Annotated[bool, typer.Option(help="Write beside each choice how sure it is.")] = False,
    gold: Annotated[bool, typer.Option(help="Take gold pairs in, with their right answer.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the coin or the split.")] = 0,
    only_preview: Annotated[
        bool, typer.Option("--preview", help="Say what it would come to, and freeze nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Freeze a data set: rows written once, numbered and hashed."""
    with opened() as studio:
        target = pick_project(studio, project)
        if kind == DatasetKind.PREFERENCE:
            recipe = _recipe(
                PreferenceRecipe,
                minimum_judgments=minimum_judgments,
                rule=rule,
                ties=ties,
                seed=seed,
                consensus=consensus,
                minimum_confidence=minimum_confidence,
                people=_people(studio, target, person or []),
                weights=weights,
                gold=gold,
            )
        else:
            held_out = kind == DatasetKind.EVALUATION and not evaluation_share
            pool = pool or (Pool.EVALUATION if held_out else Pool.PROMPTS)
            recipe = _recipe(PromptRecipe, kind=kind, pool=pool, evaluation_share=evaluation_share, seed=seed)
        if only_preview:
            _tell_preview(studio, target, recipe, as_json=as_json)
            return
        made = freeze(studio.db, studio.store, SYSTEM, target, recipe)
    tell(f"{made.name} (id {made.id}): {made.rows:,} rows, sha256 {made.sha256}", made, as_json=as_json)


def show_datasets(
    project: ProjectName = "",
    kind: Annotated[DatasetKind | None, typer.Option(help="Only sets of this kind.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the data sets of a project, newest first, with the ids that export and launch take."""
    with opened() as studio, studio.db.read() as session:
        sets = list_datasets(session, pick_project(studio, project).id, kind)
    lines = [f"{one.id:>4}  {one.name:14}  {one.rows:>9,} rows  {one.address}" for one in sets]
    tell("\n".join(lines) or "No data set has been frozen yet.", sets, as_json=as_json)


def export_set(
    dataset: Annotated[int, typer.Argument(help="Id of the data set, as `datasets` lists it.")],
    target: Annotated[str, typer.Argument(help="A folder, file:// or gs:// address.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy a frozen set to a folder or a bucket, byte for byte."""
    with opened() as studio:
        with studio.db.read() as session:
            chosen = get_dataset(session, dataset)
        stored = export_dataset(studio.db, SYSTEM, chosen, target)
    tell(f"{stored.address}: {stored.size:,} bytes", stored, as_json=as_json)


def _tell_taken(result: ImportResult, *, gold: bool, as_json: bool) -> None:
    taken, report = result.taken, result.report
    parts = [f"{taken.rows:,} rows taken", f"{taken.choices:,} choices"]
    parts += [f"{result.already_there:,} were there already", f"{report.refused:,} refused"]
    figures = {
        "rows": taken.rows,
        "choices": taken.choices,
        "already_there": result.already_there,
        "duplicates": report.duplicates,
        "refused": report.refused,
    }
    if gold:
        parts += [f"{taken.judged:,} left as they are because people have judged them"]
        parts += [f"{taken.contradictions:,} have another right answer already, which stays"]
        figures |= {"judged": taken.judged, "contradictions": taken.contradictions}
    tell(", ".join(parts), figures, as_json=as_json)


def _tell_preview(studio: Studio, project: ProjectView, recipe: Recipe, *, as_json: bool) -> None:
    with studio.db.read() as session:
        found = preview(session, project, recipe)
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(found.left_out.items()))
    tell(f"{found.rows:,} rows; left out: {reasons or 'none'}", found, as_json=as_json)


def _people(studio: Studio, project: ProjectView, names: list[str]) -> tuple[int, ...]:
    if not names:
        return ()
    with studio.db.read() as session:
        judges = {one.name: one.id or 0 for one in list_judges(session, project)}
    unknown = [name for name in names if name not in judges]
    if unknown:
        there = ", ".join(f"“{name}”" for name in judges) or "nobody"
        raise NotFound(f"“{unknown[0]}” has judged nothing in “{project.name}”; these have: {there}.")
    return tuple(judges[name] for name in names)


def _recipe(form: type[Recipe], /, **given: Any) -> Recipe:
    try:
        return form.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise InvalidInput(f"{option}: {first['msg']} (it is {first['input']!r}).") from None


def _list_refused(report: Report) -> None:
    for problem in report.problems[:MOST_LISTED]:
        typer.echo(f"refused: {problem.sentence(report.name)}", err=True)
    if report.refused > MOST_LISTED:
        typer.echo(f"refused: {report.refused - MOST_LISTED:,} more", err=True)


def _made(studio: Studio, name: str) -> ProjectView:
    try:
        return pick_project(studio, name)
    except NotFound:
        with studio.db.write() as session:
            if name in {one.name for one in list_projects(session)}:
                raise
            return create_project(session, SYSTEM, ProjectSettings(name))
