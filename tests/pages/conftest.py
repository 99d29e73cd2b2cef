"""Pages run by AppTest from the real entrypoint, on homes of three sizes."""

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.testing.v1.util import patch_config_options

from app.ui.access import PICKED
from app.ui.resources import studio
from core.access import SYSTEM, NewPerson, Role, add_person
from core.datasets import DatasetKind
from core.datasets.importing import insert_records
from core.datasets.records import PairRecord
from core.demo.sample import load_sample
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.services import Studio, open_studio
from core.settings import load_settings
from core.training.methods import all_methods
from tests.pages.homes import Homes
from tests.pages.made_runs import CloudMethod
from tests.pages.visit import Home

ROOT = Path(__file__).parents[2]
MANY = 10_000
HOMES = ("no project", "no pairs", "sample", "many pairs")


@pytest.fixture(scope="session", autouse=True)
def _do_once_what_every_run_would() -> Iterator[None]:
    """What AppTest does anew in every run and a server only once: packages looked through, scripts compiled.

    And nobody looks at the colours in which Streamlit prints an error that a page is meant to end with.
    """
    with pytest.MonkeyPatch.context() as patch, patch_config_options({"logger.enableRich": False}):
        one_cache = functools.cache(ScriptCache)
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", one_cache)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A finished home of each size, to be copied."""
    folder = tmp_path_factory.mktemp("homes")
    found = {}
    for name in HOMES:
        found[name] = folder / name.replace(" ", "-")
        opened = open_studio(load_settings(home=found[name]))
        with opened.db.write() as session:
            for role in Role:
                add_person(session, SYSTEM, NewPerson(f"The {role.value}", role))
        fill(opened, name)
        opened.close()
    return found


def fill(opened: Studio, name: str) -> None:
    """Put into an empty studio what the home is named for."""
    if name == "sample":
        load_sample(opened.db)
    elif name != "no project":
        with opened.db.write() as session:
            project = create_project(session, SYSTEM, ProjectSettings("Posts", judgments_per_pair=3))
            pairs = records(MANY if name == "many pairs" else 0)
            insert_records(session, project, DatasetKind.PREFERENCE, pairs, origin="test")


def records(number: int) -> Iterator[PairRecord]:
    """Pairs, every third with a choice."""
    for line in range(number):
        choice = None if line % 3 else line % 2
        yield PairRecord(line, f"Post {line}. " * 20, f"First {line}.", f"Second {line}.", choice, "a", "b")


@pytest.fixture
def open_app(
    homes: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., AppTest]]:
    """Open the app on a copy of a home, as somebody of a role."""
    monkeypatch.chdir(ROOT)  # where .streamlit/config.toml is
    studio.clear()

    def open_as(role: Role | None, home: str = "sample") -> AppTest:
        shutil.copytree(homes[home], tmp_path / "home")
        monkeypatch.setenv("PREFSTUDIO_HOME", str(tmp_path / "home"))
        app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=30)
        if role is not None:
            app.session_state[PICKED] = list(Role).index(role) + 1
        return app.run()

    yield open_as
    studio().close()
    studio.clear()


@pytest.fixture
def statements() -> Iterator[Callable[[], list[str]]]:
    """The SQL statements since the last call, without the begins of transactions."""
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    def take() -> list[str]:
        if not event.contains(studio().db.engine, "before_cursor_execute", note):
            event.listen(studio().db.engine, "before_cursor_execute", note)
        taken = seen.copy()
        seen.clear()
        return taken

    return take


@pytest.fixture(scope="session")
def all_homes(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """The homes above, and those in which the loop has been gone round once."""
    return Homes(tmp_path_factory.mktemp("homes-after-the-loop"), homes)


@pytest.fixture
def open_home(
    all_homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Home]]:
    """Open a copy of a home by what is in it; the pages work on that."""
    monkeypatch.chdir(ROOT)  # where .streamlit/config.toml is
    monkeypatch.setenv("PREFSTUDIO_HOME", str(tmp_path / "home"))
    studio.clear()

    def open_one(name: str) -> Home:
        all_homes.copy(name, tmp_path / "home")
        return Home(studio())

    yield open_one
    studio().close()
    studio.clear()


@pytest.fixture
def open_team(all_homes: Homes, open_home: Callable[[str], Home]) -> Callable[..., Home]:
    """Open a copy of a home with a made-up team's project; see `tests.pages.made_team.make_team`."""
    return lambda **team: open_home(all_homes.with_team(**team))


@pytest.fixture
def method(monkeypatch: pytest.MonkeyPatch) -> CloudMethod:
    """One more method, as another line of the table would add it."""
    made = CloudMethod()
    monkeypatch.setitem(all_methods(), made.name, made)
    return made


@pytest.fixture
def home(open_home: Callable[[str], Home], method: CloudMethod) -> Home:
    """The sample after the loop has been gone round once, and one more method."""
    return open_home("sample, gone round")
