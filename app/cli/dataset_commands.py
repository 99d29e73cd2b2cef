"""``prefstudio import``, ``freeze`` and ``export``."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.common import AsJson, ProjectName, opened, pick_project, tell
from core.access import SYSTEM
from core.datasets import (
    DatasetKind,
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
    opener,
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
from core.services import Studio

MOST_LISTED = 20


def import_rows(
    file: Annotated[Path, typer.Argument(help="A JSONL file.")],
    kind: Annotated[DatasetKind, typer.Option(help="What the rows are.")] = DatasetKind.PREFERENCE,
    project: ProjectName = "",
    *,
    create: Annotated[bool, typer.Option(help="Make the project if there is none of that name.")] = False,
    accept_good: Annotated[
        bool, typer.Option(help="Take the good rows although others are refused.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import pairs or prompts from a JSONL file; taking the same file again adds nothing."""
    source = opener(file)
    with opened() as studio:
        target = _made(studio, project) if create else pick_project(studio, project)
        try:
            result = import_file(
                studio.db, SYSTEM, target, kind, source, name=file.name, accept_good=accept_good
            )
        except RefusedRows as refused:
            _list_refused(refused.report)
            raise
    _list_refused(result.report)
    tell(
        f"{result.taken.rows:,} rows taken, {result.taken.choices:,} choices, "
        f"{result.already_there:,} were there already, {result.report.refused:,} refused",
        {
            "rows": result.taken.rows,
            "choices": result.taken.choices,
            "already_there": result.already_there,
            "duplicates": result.report.duplicates,
            "refused": result.report.refused,
        },
        as_json=as_json,
    )


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
    seed: Annotated[int, typer.Option(min=0, help="Seed of the coin or the split.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Freeze a data set: rows written once, numbered and hashed."""
    given: dict[str, Any] = {"seed": seed}
    if kind == DatasetKind.PREFERENCE:
        given |= {"minimum_judgments": minimum_judgments, "rule": rule, "ties": ties}
    else:
        default = Pool.EVALUATION if kind == DatasetKind.EVALUATION and not evaluation_share else Pool.PROMPTS
        given |= {"kind": kind, "pool": pool or default, "evaluation_share": evaluation_share}
    recipe = _recipe(PreferenceRecipe if kind == DatasetKind.PREFERENCE else PromptRecipe, given)
    with opened() as studio:
        made = freeze(studio.db, studio.store, SYSTEM, pick_project(studio, project), recipe)
    tell(f"{made.name} (id {made.id}): {made.rows:,} rows, sha256 {made.sha256}", made, as_json=as_json)


def export_set(
    dataset: Annotated[int, typer.Argument(help="Id of the data set, as freeze printed it.")],
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


def _recipe(kind: type[Recipe], given: dict[str, Any]) -> Recipe:
    try:
        return kind.model_validate(given)
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
