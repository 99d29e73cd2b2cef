"""Bring a frozen set out: to a file, another store, or a download, byte for byte as it was frozen."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from core.access import Action, PersonView, check, check_anew, permit
from core.datasets.freeze import DatasetView
from core.db import Database
from core.errors import Conflict
from core.storage import ObjectStore, Progress, StoredObject, open_address, open_store

CHUNK = 1024 * 1024


def open_dataset(dataset: DatasetView) -> BinaryIO:
    """The set's object, to be read from its beginning."""
    return open_address(dataset.address)


def read_dataset(dataset: DatasetView) -> bytes:
    """The whole set, checked against the hash it was frozen with.

    Raises:
        Conflict: The object in storage is not what was frozen.
        NotFound: The object is gone.
    """
    with open_dataset(dataset) as file:
        content = file.read()
    _refuse_changed(dataset, hashlib.sha256(content).hexdigest())
    return content


def verify_dataset(dataset: DatasetView) -> None:
    """Read the object through and compare its hash with the one on record.

    Raises:
        Conflict: The object in storage is not what was frozen.
        NotFound: The object is gone.
    """
    digest = hashlib.sha256()
    with open_dataset(dataset) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    _refuse_changed(dataset, digest.hexdigest())


def export_dataset(
    db: Database, actor: PersonView, dataset: DatasetView, target: str, *, progress: Progress | None = None
) -> StoredObject:
    """Copy a frozen set to ``target``, a folder or an object prefix; the copy keeps the set's file name.

    Args:
        db: The database, for the audit row.
        actor: Who exports.
        dataset: The set.
        target: ``file://`` or ``gs://`` address, or a local folder.
        progress: Called with the bytes copied; raising from it cancels and leaves nothing behind.

    Raises:
        Conflict: Another object stands under that name, or the frozen object has changed.
        NotAllowed: The actor may not export.
    """
    with db.read() as session:
        check_anew(session, actor, Action.EXPORT)  # before any byte leaves the house
    verify_dataset(dataset)
    store: ObjectStore = open_store(target)
    with open_dataset(dataset) as file:
        stored = store.put(dataset.file_name, file, progress=progress)
    with db.write() as session:
        permit(session, actor, Action.EXPORT, f"data set {dataset.name}", target=stored.address)
    return stored


def download_dataset(db: Database, actor: PersonView, dataset: DatasetView) -> bytes:
    """The whole set for a browser, checked against its hash.

    Raises:
        Conflict: The frozen object has changed.
        NotAllowed: The actor may not export.
    """
    check(actor, Action.EXPORT)
    content = read_dataset(dataset)
    with db.write() as session:
        permit(session, actor, Action.EXPORT, f"data set {dataset.name}", target="download")
    return content


def copy_input(dataset: DatasetView, folder: Path, name: str) -> Path:
    """Put a checked copy of a set where a local run reads it.

    Raises:
        Conflict: The object in storage is not what was frozen.
    """
    path = folder / f"{name}.jsonl"
    path.write_bytes(read_dataset(dataset))
    return path


def _refuse_changed(dataset: DatasetView, found: str) -> None:
    if found != dataset.sha256:
        raise Conflict(
            f"The object of data set {dataset.name} ({dataset.address}) is not what was frozen: its "
            f"sha256 is {found[:12]}… instead of {dataset.sha256[:12]}…. "
            "Freeze the recipe again and use the new set."
        )
