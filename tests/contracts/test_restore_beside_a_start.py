"""A studio that is started on PostgreSQL while a restore goes on there loses nothing."""

from contextlib import closing
from pathlib import Path

import pytest

from core.access import Person, Role
from core.backup import make_backup, restore_backup
from core.errors import StudioError
from core.progress import Step
from core.services import open_studio
from core.settings import Settings, load_settings
from tests.core.backup.filled import fill
from tests.core.builders import new_person, rows_of


def test_it_keeps_its_own(postgres, tmp_path):
    """Its rows and its files; the restore is refused, and takes only its own away."""
    with closing(open_studio(load_settings(home=tmp_path / "home", store="", database=""))) as studio:
        fill(studio)
        make_backup(studio, tmp_path / "backup")
    with postgres.fresh() as database:
        _start_during_restore(
            load_settings(home=tmp_path / "there", store="", database=database), tmp_path / "backup"
        )


def _start_during_restore(there: Settings, backup: Path) -> None:
    own, started = there.home / "runs" / "own.txt", []

    def start(at):
        if at.step is Step.COPYING and not started:
            started.append(at)
            with closing(open_studio(there)) as studio:
                new_person(studio, Role.LEAD, "Lea")
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_text("kept")

    with pytest.raises(StudioError, match="holds a studio already"):
        restore_backup(there, backup, progress=start)
    assert [one.relative_to(there.home).as_posix() for one in own.parent.rglob("*")] == ["runs/own.txt"]
    assert not (there.home / "objects").exists()
    with closing(open_studio(there)) as studio:
        assert [one.name for one in rows_of(studio, Person)] == ["Lea"]
