"""``prefstudio doctor``: whether this installation can work, with a remedy for what cannot."""

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import typer

from app.cli.common import AsJson, tell
from core.errors import StudioError
from core.services import open_studio
from core.settings import Settings, load_settings
from core.storage import open_store
from core.storage.files import translated

PACKAGES = ("streamlit", "sqlmodel", "pandas", "plotly", "tbparse", "kfp", "google-cloud-storage")
NEEDED_FREE_BYTES = 200_000_000


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    good: bool
    text: str


def doctor(*, as_json: AsJson = False) -> None:
    """Check settings, folder, database, store and packages; exit status 1 if something is wrong."""
    checks = list(_checks())
    lines = [f"{'ok  ' if one.good else 'BAD '} {one.name:10} {one.text}" for one in checks]
    tell("\n".join(lines), checks, as_json=as_json)
    if not all(one.good for one in checks):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    yield Check("python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _try("settings", lambda: f"state in {load_settings().home}")
    try:
        settings = load_settings()
    except StudioError:
        return
    yield _try("folder", lambda: _folder(settings))
    yield _try("database", lambda: _database(settings))
    yield _try("store", lambda: f"{settings.store_address} answers, {_objects(settings)}")
    for package in PACKAGES:
        yield _try("package", partial(_package, package))


def _package(name: str) -> str:
    return f"{name} {importlib.metadata.version(name)}"


def _try(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except importlib.metadata.PackageNotFoundError as error:
        return Check(name, False, f"{error.name} is not installed; run make setup")
    except (StudioError, OSError) as error:
        return Check(name, False, str(error))


def _folder(settings: Settings) -> str:
    with translated(settings.home):
        settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.W_OK):
        msg = f"{settings.home} cannot be written; set PREFSTUDIO_HOME to a folder of yours"
        raise OSError(msg)
    free = shutil.disk_usage(settings.home).free
    if free < NEEDED_FREE_BYTES:
        msg = f"only {free / 1e6:.0f} MB are free below {settings.home}; make room"
        raise OSError(msg)
    return f"{settings.home} can be written, {free / 1e9:.1f} GB free"


def _database(settings: Settings) -> str:
    studio = open_studio(settings)
    with studio.db.read() as session:
        version = session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    studio.close()
    return f"revision {version}"


def _objects(settings: Settings) -> str:
    first = next(iter(open_store(settings.store_address).list()), None)
    return "empty" if first is None else "with objects in it"
