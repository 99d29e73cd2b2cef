"""Addresses on record after a home or a store was moved or copied: find what they named where it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import String, type_coerce
from sqlmodel import Session, SQLModel, select, update

from core.access import SYSTEM, Action, permit
from core.datasets import Dataset
from core.datasets.models import DatasetCopy
from core.services import Studio
from core.storage import LocalAddress, open_address, parse_address, sha256_of, stat_address
from core.training.models import Artifact, Run

OWN: tuple[tuple[type[SQLModel], str], ...] = (
    (Dataset, "address"),
    (Dataset, "evidence_address"),
    (DatasetCopy, "address"),
    (Run, "root"),
    (Artifact, "address"),
)
"""The columns whose addresses are stored relative to the home."""


@dataclass(frozen=True)
class Rehomed:
    """What was found.

    Attributes:
        datasets: Frozen sets whose objects were found at another place; that place is on record now.
        runs: Runs of this machine, likewise.
        lost: A sentence for each object that is nowhere to be found.
    """

    datasets: int
    runs: int
    lost: list[str]


def rehome(studio: Studio) -> Rehomed:
    """Find the objects and run folders of this home, and put on record where they are.

    What lies below the home is stored relative to it. An address elsewhere is changed only where this store
    has an object with the same hash, or this home the folder of the same run; so a copy of a home stops
    reading what the original has.
    """
    with studio.db.write() as session:
        datasets = sum([_move_dataset(session, studio, one) for one in session.exec(select(Dataset)).all()])
        runs = sum([_move_run(session, studio, one) for one in session.exec(select(Run)).all()])
        _keep_relative(session, studio)
        if datasets or runs:
            permit(session, SYSTEM, Action.CREATE_PROJECT, "addresses", data_sets=datasets, runs=runs)
        session.flush()
        lost = [sentence for one in session.exec(select(Dataset)) for sentence in _lost(one)]
    return Rehomed(datasets, runs, lost)


def _move_dataset(session: Session, studio: Studio, row: Dataset) -> bool:
    moved = False
    for name, sha256 in (("address", row.sha256), ("evidence_address", row.evidence_sha256)):
        found = _in_store(studio, getattr(row, name), sha256)
        if found:
            setattr(row, name, found)
            session.add(row)
            moved = True
    return moved


def _in_store(studio: Studio, address: str, sha256: str) -> str | None:
    """Where the store has the object of an address that is not its own, if it has it."""
    if not address or address.startswith(f"{studio.store.root}/"):
        return None
    return next((there for there in _candidates(studio, address) if _has(there, sha256)), None)


def _candidates(studio: Studio, address: str) -> Iterator[str]:
    """The store's objects whose key is an end of the address, the longest end first."""
    where = parse_address(address)
    parts = PurePosixPath(where.path if isinstance(where, LocalAddress) else where.name).parts
    for first in range(1, len(parts)):
        found = studio.store.stat("/".join(parts[first:]))
        if found:
            yield found.address


def _has(address: str, sha256: str) -> bool:
    with open_address(address) as file:
        return sha256_of(file) == sha256


def _move_run(session: Session, studio: Studio, run: Run) -> bool:
    """A run that was taken over lies wherever somebody put it; it is left alone."""
    where = parse_address(run.root)
    here = studio.settings.runs_folder / run.job_id
    if run.adopted or not isinstance(where, LocalAddress):
        return False
    if where.path == here or where.path.name != here.name or not here.is_dir():
        return False
    before, run.root = run.root, str(LocalAddress(here))
    session.add(run)
    for one in session.exec(select(Artifact).where(Artifact.run_id == run.id)):
        if one.address.startswith(f"{before}/"):
            one.address = run.root + one.address.removeprefix(before)
            session.add(one)
    return True


def _keep_relative(session: Session, studio: Studio) -> None:
    """What an earlier version wrote in full is written relative to the home."""
    session.flush()
    home = str(LocalAddress(studio.settings.home))
    for table, name in OWN:
        as_stored = type_coerce(getattr(table, name), String)
        whole = session.exec(select(as_stored).where(as_stored.startswith(f"{home}/", autoescape=True)))
        for address in set(whole):
            session.exec(update(table).where(as_stored == address).values({name: address}))


def _lost(row: Dataset) -> list[str]:
    name = f"{row.kind.value} {row.number}"
    places = [one for one in (row.address, row.evidence_address) if one]
    return [f"data set {name}: {place} is gone" for place in places if stat_address(place) is None]
