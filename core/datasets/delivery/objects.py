"""The objects of a frozen set, read with a check that they are what was frozen."""

import gzip
import hashlib
import secrets
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO, cast

from core.datasets.exports import Evidence, FrozenRow
from core.datasets.models import DatasetView
from core.datasets.parse_line import read_line
from core.errors import Conflict, NotFound
from core.storage import CloudAddress, open_address, parse_address, sha256_of, stat_address

CHUNK = 1024 * 1024


def open_dataset(dataset: DatasetView) -> BinaryIO:
    """The set's object, to be read from its beginning.

    Raises:
        NotFound: The object is gone.
    """
    try:
        return open_address(dataset.address)
    except NotFound as error:
        moved = (
            "If the home or the store was moved, run prefstudio doctor: it finds what is there by its hash."
        )
        raise NotFound(f"{error} {moved}") from None


def read_dataset(dataset: DatasetView) -> bytes:
    """The whole set, checked against the hash it was frozen with.

    Raises:
        Conflict: The object in storage is not what was frozen.
        NotFound: The object is gone.
    """
    with open_dataset(dataset) as file:
        content = file.read()
    _refuse_changed(dataset, dataset.address, hashlib.sha256(content).hexdigest(), dataset.sha256)
    return content


def verify_dataset(dataset: DatasetView) -> None:
    """Compare the object with what is on record: in a bucket its generation first, then its hash.

    A file's generation says nothing here: a home that was moved to another disk has new ones.

    Raises:
        Conflict: The object in storage is not what was frozen.
        NotFound: The object is gone.
    """
    if isinstance(parse_address(dataset.address), CloudAddress):
        verify_generation(dataset)
    with open_dataset(dataset) as file:
        _refuse_changed(dataset, dataset.address, sha256_of(file), dataset.sha256)


def verify_generation(dataset: DatasetView) -> None:
    """Ask the store whether the object is still the version that was frozen, without reading it.

    Raises:
        Conflict: It is another version, or gone.
    """
    found = stat_address(dataset.address)
    if found is None:
        raise _conflict(dataset, dataset.address, "is gone")
    if dataset.generation and (found.generation, found.size) != (dataset.generation, dataset.size):
        written = f"generation {found.generation} instead of {dataset.generation}"
        raise _conflict(dataset, dataset.address, f"was written anew since it was frozen ({written})")


def frozen_rows(dataset: DatasetView) -> Generator[FrozenRow]:
    """The rows of a set with their evidence, streamed; both objects are verified before the first row.

    Those that cannot be said in text come too, each in its place.

    Raises:
        Conflict: An object in storage is not what was frozen.
        NotFound: An object is gone.
    """
    verify_dataset(dataset)
    if not dataset.evidence_address:
        with open_dataset(dataset) as file:
            yield from (FrozenRow(read_line(line), {}) for line in file)
        return
    with open_address(dataset.evidence_address) as packed:
        _refuse_changed(dataset, dataset.evidence_address, sha256_of(packed), dataset.evidence_sha256)
    with (
        open_dataset(dataset) as file,
        open_address(dataset.evidence_address) as packed,
        gzip.open(packed) as evidence,
    ):
        for line in evidence:
            known = cast("Evidence", read_line(line))
            beside = known.pop("row", None)
            yield FrozenRow(read_line(next(file)) if beside is None else beside, known, beside is not None)


def copy_input(dataset: DatasetView, folder: Path, name: str) -> Path:
    """Put a checked copy of a set where a local run reads it.

    Raises:
        Conflict: The object in storage is not what was frozen.
    """
    path = folder / f"{name}.jsonl"
    verify_dataset(dataset)
    partial = path.with_name(f"{path.name}-{secrets.token_hex(8)}")  # two may copy at once
    with open_dataset(dataset) as file, partial.open("wb") as copy:
        shutil.copyfileobj(file, cast("Any", copy), CHUNK)
    return partial.replace(path)


def _refuse_changed(dataset: DatasetView, address: str, found: str, expected: str) -> None:
    if found != expected:
        words = f"is not what was frozen: its sha256 is {found[:12]}… instead of {expected[:12]}…"
        raise _conflict(dataset, address, words)


def _conflict(dataset: DatasetView, address: str, words: str) -> Conflict:
    return Conflict(
        f"The object of data set {dataset.name} ({address}) {words}. "
        "Freeze the recipe again and use the new set."
    )
