"""Whatever kills an import, a freeze or an export, the same command again finishes with the right result.

The real command runs in a process of its own, which is killed at a moment drawn by lot while it has the
database open. Then the command is given again, and what it comes to is compared with what one came to that
nobody killed.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.access import Person
from core.datasets import Dataset
from core.datasets.models import DatasetCopy
from core.labelling import Judgment, Pair, Project
from core.services import Studio, open_studio
from core.settings import load_settings
from core.storage import open_address, open_store
from tests.contracts.killed_commands import Command, Runner, command_runner, measured
from tests.core.recount import assert_counts_hold, rows_of

PAIRS, SECOND_OPINIONS = 1000, 250
FORMS = [["vertex-rlhf"], ["trl", "--metadata"], ["parquet"]]
IMPORT_KILLS, FREEZE_KILLS, EXPORT_KILLS = range(4), range(3), range(1)
"""Seeds; exports are killed so often in each form, which makes ten in all."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of rows and nothing else."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "rows.jsonl").write_bytes(b"".join(_lines()))
    (folder / "home").mkdir()
    return folder


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """What starts commands quickly."""
    with command_runner() as made:
        yield made


@pytest.fixture(scope="module")
def imported(runner: Runner, start: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Path]:
    """The import into a home that is not even made, and what it comes to."""
    return _done(runner, ["import", "rows.jsonl", "--project", "Posts", "--create"], start, tmp_path_factory)


@pytest.fixture(scope="module")
def frozen(imported: tuple[Command, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Path]:
    """The freeze of what was imported, and what it comes to."""
    return _done(imported[0].runner, ["freeze", "preference"], imported[1], tmp_path_factory)


@pytest.mark.parametrize("seed", IMPORT_KILLS)
def test_a_killed_import_can_be_done_again(
    imported: tuple[Command, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    """All rows are there once, or none; then all, with everything that is counted."""
    command, reference = imported
    folder = tmp_path / "there"
    command.killed(folder, seed)
    figures = command.finish(folder, capsys)
    assert (figures["rows"], figures["already_there"]) in {(PAIRS, 0), (0, PAIRS + SECOND_OPINIONS)}
    with _studio(folder) as studio, _studio(reference) as expected:
        assert len(rows_of(studio, Project)) == 1
        assert _pairs(studio) == _pairs(expected)
        assert _choices(studio) == _choices(expected)
        assert len(_choices(studio)) == PAIRS + SECOND_OPINIONS
        assert_counts_hold(studio)


@pytest.mark.parametrize("seed", FREEZE_KILLS)
def test_a_killed_freeze_can_be_done_again(
    frozen: tuple[Command, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    """The store holds whole objects only, and the set is the same to the byte."""
    command, reference = frozen
    folder = tmp_path / "there"
    command.killed(folder, seed)
    _assert_whole(folder / "home/objects", reference / "home/objects")
    figures = command.finish(folder, capsys)
    with _studio(folder) as studio, _studio(reference) as expected:
        (right,) = rows_of(expected, Dataset)
        assert (figures["sha256"], figures["rows"]) == (right.sha256, right.rows)
        sets = rows_of(studio, Dataset)
        assert {(one.sha256, one.evidence_sha256, one.crc32c) for one in sets} == {
            (right.sha256, right.evidence_sha256, right.crc32c)
        }
        assert [one.number for one in sets] == [1, 2][
            : len(sets)
        ]  # it may have been killed after its last act
    assert _objects(folder / "home/objects") == _objects(reference / "home/objects")


@pytest.fixture(scope="module", params=FORMS, ids=" ".join)
def exported(
    request: pytest.FixtureRequest, frozen: tuple[Command, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Command, Path]:
    """The export of what was frozen, in each of some formats, and what it comes to."""
    command, reference = frozen
    arguments = ["export", "1", "out", "--format", *request.param]
    return _done(command.runner, arguments, reference, tmp_path_factory)


@pytest.mark.parametrize("seed", EXPORT_KILLS)
def test_a_killed_export_can_be_done_again(
    exported: tuple[Command, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    """The target holds the whole file or none; then the whole, and it is listed as a copy."""
    command, reference = exported
    folder = tmp_path / "there"
    command.killed(folder, seed)
    _assert_whole(folder / "out", reference / "out")
    figures = command.finish(folder, capsys)
    assert _objects(folder / "out") == _objects(reference / "out")
    assert open_store(str(folder / "out")).sweep(older_than=timedelta(0)) <= 1
    with _studio(folder) as studio:
        assert {copy.address for copy in rows_of(studio, DatasetCopy)} == {figures["address"]}


def _lines() -> Iterator[bytes]:
    """Comparisons of summaries by two workers, the second of whom judges again what the first has judged."""
    lot = random.Random(4)  # noqa: S311 - the same rows each time
    for place in range(PAIRS + SECOND_OPINIONS):
        round_, number = divmod(place, PAIRS)
        row = {
            "info": {
                "id": f"t3_{number}",
                "post": f"Post {number}. " + "It was a long day, and so on. " * 40,
            },
            "summaries": [{"text": f"{side} of {number}", "policy": f"sup{side}"} for side in (0, 1)],
            "choice": lot.randrange(2),
            "worker": f"w{round_}",
            "extra": {"confidence": lot.randrange(1, 10)},
        }
        yield json.dumps(row).encode() + b"\n"


def _done(
    runner: Runner, arguments: list[str], before: Path, folders: pytest.TempPathFactory
) -> tuple[Command, Path]:
    return measured(runner, arguments, before, folders.mktemp(arguments[0]) / "there")


@contextmanager
def _studio(folder: Path) -> Iterator[Studio]:
    studio = open_studio(load_settings(home=folder / "home", store="", database=""))
    yield studio
    studio.close()


def _pairs(studio: Studio) -> list[tuple[Any, ...]]:
    names = ("content_hash", "origin", "line", "judgment_count", "votes_0", "votes_1", "priority", "pool")
    return [tuple(getattr(pair, name) for name in names) for pair in rows_of(studio, Pair)]


def _choices(studio: Studio) -> set[tuple[Any, ...]]:
    columns = (Pair.content_hash, Person.name, Judgment.outcome, Judgment.strength)
    query = select(*columns).where(Judgment.pair_id == Pair.id, Judgment.person_id == Person.id)
    with studio.db.read() as session:
        return {tuple(row) for row in session.exec(query)}


def _objects(folder: Path) -> dict[str, str]:
    """What readers of a store in this folder see: each object with its hash."""
    store = open_store(str(folder))
    return {found.key: _sha256(found.address) for found in store.list()}


def _sha256(address: str) -> str:
    with open_address(address) as file:
        return hashlib.sha256(file.read()).hexdigest()


def _assert_whole(folder: Path, reference: Path) -> None:
    """What can be seen in a store is the same there."""
    assert _objects(folder).items() <= _objects(reference).items()
