"""``prefstudio datasets``, ``prefstudio card`` and ``prefstudio export``."""

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, tell
from core.access import SYSTEM
from core.datasets import DatasetKind, get_dataset, list_datasets
from core.datasets.delivery import CopyView, Form, Push, card_of, export_dataset, list_copies, verify_copy
from core.datasets.exports import VERTEX, Export, export_named, exports_for, left_out_sentence
from core.datasets.trainers import TRAINERS, Setup, Trainer, only_reader, setup_for, trainer_named
from core.errors import Conflict, StudioError
from core.labelling import get_project
from core.storage import Wish

DatasetId = Annotated[int, typer.Argument(help="Id of the data set, as `datasets` lists it.")]
FormOption = Annotated[
    Export | None,
    typer.Option(
        "--format",
        parser=export_named,
        metavar=f"<{'|'.join(one.name for one in exports_for())}>",
        help=f"How to write it; else as frozen ({VERTEX.name}).",
    ),
]
MarginOption = Annotated[
    bool, typer.Option("--margin", help="With how far apart the answers of a row are, from its judgments.")
]
TrainerOption = Annotated[
    Trainer | None,
    typer.Option(
        "--for",
        parser=trainer_named,
        metavar=f"<{'|'.join(one.name for one in TRAINERS)}>",
        help="Write it as this trainer reads it, and print the configuration that goes with it.",
    ),
]
ON_HUB = "On a hub"


def show_datasets(
    project: ProjectName = "",
    kind: Annotated[DatasetKind | None, typer.Option(help="Only sets of this kind.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the data sets of a project, newest first, with the ids that export and launch take."""
    with opened() as studio, studio.db.read() as session:
        sets = list_datasets(session, pick_project(studio, project).id, kind)
    lines = [f"{one.id:>4}  {one.full_name:24}  {one.rows:>9,} rows  {one.address}" for one in sets]
    tell("\n".join(lines) or "No data set has been frozen yet.", sets, as_json=as_json)


def show_card(dataset: DatasetId, *, as_json: AsJson = False) -> None:
    """Print the data card of a set: what it is, how it was made, what to beware of."""
    with opened() as studio, studio.db.read() as session:
        chosen = get_dataset(session, dataset)
        project = get_project(session, chosen.project_id)
    card = card_of(chosen, project)
    tell(card, chosen.card, as_json=as_json)


def export_set(
    dataset: DatasetId,
    target: Annotated[str, typer.Argument(help="A folder, file://, gs:// or hf:// address.")],
    form: FormOption = None,
    *,
    metadata: Annotated[
        bool, typer.Option("--metadata", help="Put unknown fields of the imported rows back.")
    ] = False,
    margin: MarginOption = False,
    trainer: TrainerOption = None,
    create: Annotated[bool, typer.Option("--create", help=f"{ON_HUB}: make a private repository.")] = False,
    public: Annotated[bool, typer.Option("--public", help="With --create: let everybody see it.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help=f"{ON_HUB}: replace what is there; it stays in the history.")
    ] = False,
    licence: Annotated[
        str, typer.Option("--license", help=f"{ON_HUB}: the data’s licence, as cc-by-4.0.")
    ] = Push().licence,
    as_json: AsJson = False,
) -> None:
    """Write a frozen set to a folder, a bucket or a hub; as it was frozen, in a format, or for a trainer."""
    push = Push(Wish(create=create, public=public, replace=replace), licence)
    with opened() as studio:
        chosen = studio.db.ask(get_dataset, dataset)
        export, trainer, setup = asked_for(chosen.kind, form, trainer)
        wanted = Form(export, metadata=metadata, margin=margin)
        stored = export_dataset(studio.db, SYSTEM, chosen, target, form=wanted, push=push)
    commit = f", commit {stored.generation}" if stored.address.startswith("hf://") else ""
    said = configuration(trainer, setup, stored.address.rpartition("/")[2], chosen.stem)
    lines = [f"{stored.address}: {stored.size:,} bytes{commit}", left_out_sentence(stored.left_out)]
    tell("\n".join(filter(None, [*lines, *text_of(said)])), asdict(stored) | said, as_json=as_json)


def asked_for(
    kind: DatasetKind, form: Export | None, trainer: Trainer | None
) -> tuple[Export, Trainer | None, Setup | None]:
    """The format, and for which trainer: the one that was named, or the only one that reads the format."""
    trainer = trainer or (only_reader(form, kind) if form else None)
    setup = setup_for(trainer, kind, form) if trainer else None
    return setup.export if setup else form or VERTEX, trainer, setup


def configuration(
    trainer: Trainer | None, setup: Setup | None, file: str, name: str
) -> dict[str, dict[str, str]]:
    """What a trainer needs to be told of a file; nothing if none was named."""
    if trainer is None or setup is None:
        return {}
    about = {"trainer": trainer.title, "purpose": setup.purpose, "beware": trainer.beware}
    return {"configuration": about | {"lines": setup.lines(file, name)}}


def text_of(said: dict[str, dict[str, str]]) -> list[str]:
    """The same for a person."""
    return [
        line
        for one in said.values()
        for line in (f"\n{one['trainer']}, {one['purpose']}. {one['beware']}".rstrip(), one["lines"])
    ]


def verify_copies(dataset: DatasetId, *, as_json: AsJson = False) -> None:
    """Ask the stores whether the exported copies of a set are still what was sent there."""
    with opened() as studio:
        with studio.db.read() as session:
            copies = list_copies(session, get_dataset(session, dataset).id)
        problems = [_problem(copy) for copy in copies]
    found = list(zip(copies, problems, strict=True))
    good = "{0.address}: unchanged, generation {0.generation}, {0.form}"
    lines = [problem or good.format(copy) for copy, problem in found]
    figures = [asdict(copy) | {"problem": problem} for copy, problem in found]
    tell("\n".join(lines) or "This set has not been exported.", figures, as_json=as_json)
    failed = sum(problem is not None for problem in problems)
    if failed:
        raise Conflict(f"{failed} of {len(copies)} copies could not be verified.")


def _problem(copy: CopyView) -> str | None:
    """Why a copy is not what was sent, or cannot be asked for; None if it is as it was."""
    try:
        verify_copy(copy)
    except StudioError as error:
        return str(error)
    return None
