"""The README’s words on backups, followed to the letter beside a studio that serves, on either database."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.check_up import doctor
from core.datasets import DatasetView, list_datasets
from core.labelling import list_projects
from core.services import Studio, open_studio
from core.settings import load_settings
from core.storage import LocalAddress
from core.training.models import Run
from tests.core.builders import add_pairs, everything, frozen, new_person, new_project, rows_in
from tests.core.rewards.made_rewards import kept

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder that a studio is started in, as in a clone, with nothing set."""
    for name in [one for one in os.environ if one.startswith("PREFSTUDIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def section() -> str:
    """What the README says."""
    found = re.search(r"^## Backup\n(.*?)^## ", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return found[1]


def commands() -> list[list[str]]:
    """Its commands, block by block."""
    blocks = re.findall(r"(?:^    .*\n)+", section(), re.MULTILINE)
    return [[line.strip() for line in block.splitlines()] for block in blocks]


def follow(*lines: str) -> None:
    """Type them."""
    done = subprocess.run(["bash", "-euc", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def work(studio: Studio) -> tuple[dict, list]:
    """Something of everything: rows that were saved a moment ago, an object, a run's folder."""
    project = new_project(studio)
    add_pairs(studio, project, 20, choice=0)
    made = frozen(studio, project)
    kept(studio, made)
    folder = studio.settings.runs_folder / "one"
    folder.mkdir(parents=True)
    (folder / "events.jsonl").write_text("{}")
    with studio.db.write() as session:
        place = str(LocalAddress(folder))
        session.add(Run(project_id=project.id, name="One", method="local-rlhf", job_id="one", root=place))
    return everything(studio), rows_in(made)


def sorted_rows(found: dict) -> dict:
    """In no order: a copy has its rows in that of their keys."""
    return {name: sorted(map(repr, some)) for name, some in found.items()}


def test_on_sqlite(here, capsys):
    """The file is whole, though all the studio's rows are in its log; what came later is not in it."""
    backup, check, bring_back = commands()
    studio = open_studio(load_settings())
    before, rows = work(studio)
    follow(*backup)
    new_person(studio, name="Came later")
    plain_copy = here / "plain copy.db"
    shutil.copy(studio.settings.database_file, plain_copy)
    assert b"CREATE TABLE" not in plain_copy.read_bytes()  # why the words warn
    studio.close()
    follow(*check)
    assert bring_back.pop() == ".venv/bin/prefstudio doctor"
    follow(*bring_back)
    doctor(as_json=True)
    assert {one["name"]: one["good"] for one in json.loads(capsys.readouterr().out)}["database"]
    again = open_studio(load_settings())
    assert sorted_rows(everything(again)) == sorted_rows(before)
    assert [rows_in(one) for one in sets_of(again)] == [rows]
    assert (again.settings.runs_folder / "one" / "events.jsonl").is_file()
    again.close()


def test_to_postgresql(here, postgres, monkeypatch):
    """The same file fills an empty database of the other kind."""
    backup, _, (_, restore, _) = commands()
    studio = open_studio(load_settings())
    before, rows = work(studio)
    studio.close()
    follow(*backup)
    with postgres.fresh() as url:
        monkeypatch.setenv("PREFSTUDIO_DATABASE", url)
        monkeypatch.setenv("PREFSTUDIO_HOME", str(here / "new"))
        follow(restore)
        again = open_studio(load_settings())
        assert {name: len(some) for name, some in everything(again).items()} == {
            name: len(some) for name, some in before.items()
        }
        assert [rows_in(one) for one in sets_of(again)] == [rows]
        again.close()


def sets_of(studio: Studio) -> list[DatasetView]:
    """The frozen sets."""
    with studio.db.read() as session:
        (project,) = list_projects(session)
        return list_datasets(session, project.id)
