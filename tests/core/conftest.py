"""What the tests of core share: an empty studio, a project in it, and one person of each role."""

import os
import shutil
from datetime import timedelta

import pytest
from hypothesis import settings

from core.access import Role
from core.services import open_studio
from core.settings import PREFIX, load_settings
from tests.core.builders import new_person, new_project

# No verdict may hang on how busy the machine is; a third of the usual examples find what there is to find.
settings.register_profile("core", deadline=None, max_examples=35)
settings.load_profile("core")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A migrated database without rows; to copy it takes a quarter of the time of making one."""
    home = tmp_path_factory.mktemp("empty")
    open_studio(load_settings(home=home, store="", database="")).close()
    return home / "studio.db"


@pytest.fixture
def studio(tmp_path, empty_database):
    """An empty studio of the test's own."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_database, home)
    opened = open_studio(load_settings(home=home, store="", database=""))
    yield opened
    opened.close()


@pytest.fixture
def project(studio):
    """A project without pairs that wants one judgment a pair."""
    return new_project(studio)


@pytest.fixture
def people(studio):
    """One person of each role."""
    return {role: new_person(studio, role, role.value.title()) for role in Role}


@pytest.fixture
def ada(studio):
    """An annotator."""
    return new_person(studio)


@pytest.fixture
def ben(studio):
    """Another annotator."""
    return new_person(studio, name="Ben")


@pytest.fixture(autouse=True)
def look_again_at_once(monkeypatch):
    """Tests do not wait the seconds for which a person at the end of the queue does not look through it."""
    monkeypatch.setattr("core.labelling.queue.next_pairs.LOOK_AGAIN", timedelta(seconds=-1))


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """Neither the developer's environment nor a ``.env`` says anything."""
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
