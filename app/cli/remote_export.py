"""``prefstudio export`` of a set of a studio elsewhere, to a folder of this machine."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import AsJson, tell
from app.cli.export_command import FormOption, MarginOption, TrainerOption, asked_for, configuration, text_of
from app.cli.remote import remote_of
from core.datasets import DatasetKind, stem_of
from core.datasets.delivery import AS_FROZEN, Form
from core.errors import Conflict, InvalidInput


def export_set(
    context: typer.Context,
    dataset: Annotated[int, typer.Argument()],
    target: Annotated[Path, typer.Argument(help="A folder of this machine.")],
    form: FormOption = None,
    *,
    metadata: Annotated[bool, typer.Option("--metadata", help="With further fields of the rows.")] = False,
    margin: MarginOption = False,
    trainer: TrainerOption = None,
    as_json: AsJson = False,
) -> None:
    """Write a frozen set there to a folder here; as it was frozen, or in another format of lines."""
    remote = remote_of(context)
    found = remote.get(f"sets/{dataset}")
    kind = DatasetKind(found["kind"])
    export, trainer, setup = asked_for(kind, form, trainer)
    if not target.is_dir():
        raise InvalidInput(f"{target} is no folder of this machine; make it first.")
    wanted = Form(export, metadata=metadata, margin=margin)
    stem = stem_of(kind, found["number"], found["sha256"])
    file = target / f"{stem}{wanted.ending}"
    asked = {name: str(value).lower() for name, value in (("metadata", metadata), ("margin", margin))}
    size = remote.download(f"sets/{dataset}/rows", file, format=export.name, **asked)
    if wanted == AS_FROZEN:
        _refuse_other(file, found["sha256"])
    said = configuration(trainer, setup, file.name, stem)
    lines = [f"{file}: {size:,} bytes", *text_of(said)]
    tell("\n".join(lines), {"file": str(file), "size": size} | said, as_json=as_json)


def _refuse_other(file: Path, sha256: str) -> None:
    with file.open("rb") as content:
        got = hashlib.file_digest(content, "sha256").hexdigest()
    if got != sha256:
        raise Conflict(f"{file} is not what was frozen: its sha256 is {got[:12]}… instead of {sha256[:12]}….")
