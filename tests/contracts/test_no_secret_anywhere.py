"""No secret is found anywhere after runs that went well and runs that met every trouble.

The key has a planted mark, and so has every token; Google's refusals and the jobs' errors quote them here, as
a careless service would.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from app.ui.resources import studio
from app.ui.runs import CHOSEN_RUN
from core.errors import StudioError
from core.logs import FORMAT
from core.rewards import SCORE_EXPRESSION, AutoraterPart, RewardRequest, make_reward
from core.training.following import follow_once, mirror_files
from core.training.method import LaunchRequest
from core.training.methods import all_methods, get_method
from core.training.models import Run
from core.training.runs import cancel_run, launch, list_leftovers
from tests.core.builders import everything, rows_of
from tests.core.rewards.made_rewards import kept
from tests.doubles.google.identity import MARKER
from tests.doubles.google_cloud import GoogleCloud, running_cloud
from tests.loop_helpers import Scene, set_scene
from tests.pages.visit import ROOT, Visit

STEPS = {"reward_model_train_steps": 100, "reinforcement_learning_train_steps": 50}
PARAMETERS = {
    "vertex-rlhf": {"large_model_reference": "llama-2-7b", **STEPS},
    "gemini-preference": {"base_model": "gemini-3.5-flash"},
    "gemini-supervised": {},
    "gemini-rlhf": {"reward": 1, "accept_preview_terms": True},
}
TUNING = {"vertex-rlhf": "pipelineJobs"}
CHECKED = ("services.batchGet", "*.testIamPermissions", "storage.*")
NUMBERS = count(1)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleCloud]:
    """A cloud with planted secrets."""
    with running_cloud() as made:
        made.serve(monkeypatch)
        monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "20")
        for method in all_methods().values():
            if method.paid:
                monkeypatch.setattr(method, "poll_seconds", 0.0)
        yield made


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A studio of the test's own, with a reward."""
    with set_scene(tmp_path) as made:
        kept(made.studio, made.sets["preference_dataset"])
        yield made


@pytest.fixture
def log_file(scene: Scene) -> Iterator[Path]:
    """What every library says, of the least importance too, and what the studio's own log would hold."""
    file = scene.studio.settings.home / "everything.log"
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield file
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


@pytest.fixture
def visit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Visit]]:
    """The studio's pages on the scene's home, for whoever opens them first."""
    monkeypatch.chdir(ROOT)  # where .streamlit/config.toml is
    monkeypatch.setenv("PREFSTUDIO_HOME", str(scene.studio.settings.home))
    studio.clear()
    yield lambda: Visit(scene.engineer)
    studio().close()
    studio.clear()


@pytest.mark.parametrize("method", sorted(PARAMETERS))
def test_no_secret_is_left_anywhere(cloud, scene, log_file, caplog, visit, method):
    """In no row, no log, no traceback, no file and on no page, whatever went wrong."""
    raised = list(_troubles(cloud, scene, method))
    assert raised
    _finish_all(cloud, scene)
    places = {
        "database": repr(everything(scene.studio)),
        "log": caplog.text,
        "tracebacks": "\n".join(raised),
        **dict(_pages(cloud, scene, visit(), method)),
        **{str(path): _content(path) for path in scene.studio.settings.home.rglob("*") if path.is_file()},
    }
    assert any("studio.db" in name for name in places)
    assert all("It was refused for" in places[f"a check without {service}"] for service in CHECKED)
    assert "It was refused for" in places["a run"]
    assert "launched" in log_file.read_text(encoding="utf-8")
    secrets = cloud.secrets()
    assert sum(secret.startswith("ya29.") for secret in secrets)  # somebody has signed in
    found = [(place, secret[:20]) for place, text in places.items() for secret in secrets if secret in text]
    assert found == []


def _troubles(cloud: GoogleCloud, scene: Scene, method: str) -> Iterator[str]:
    """Launch into one trouble after the other; the tracebacks of what was raised."""
    where = f"{TUNING.get(method, 'tuningJobs')}.create"
    yield from _launched(scene, method)
    quoting = _quoting(cloud)
    cloud.fault("models.generateContent", "status", status=403, message=quoting)
    yield from _judged(scene)
    for kind, status in (("status", 403), ("throttle", 429), ("status", 400), ("status", 500)):
        cloud.fault(where, kind, status=status, message=quoting)
        yield from _launched(scene, method)
    for kind in ("lose_response", "disconnect"):
        cloud.fault(where, kind)
        yield from _launched(scene, method)
    cloud.fault("storage.*", "status", status=403, message=quoting)
    yield from _launched(scene, method)
    cloud.faults.clear()
    cloud.expire_credentials()
    yield from _launched(scene, method)
    follow_once(scene.studio.db)
    cloud.renew_credentials()


def _judged(scene: Scene) -> Iterator[str]:
    """Have a judge asked that Google lets nobody ask."""
    judge = AutoraterPart(
        name="judge", model="gemini-3.5-flash", prompt="{{response}}", expression=SCORE_EXPRESSION
    )
    request = RewardRequest(scene.sets["preference_dataset"].id, (judge,))
    try:
        make_reward(scene.studio.db, scene.engineer, scene.project.id, request)
    except StudioError as error:
        yield "".join(traceback.format_exception(error))


def _quoting(cloud: GoogleCloud) -> str:
    """What a careless service says; the bare mark alone is nothing that anybody could know for a secret."""
    return "; ".join(["It was refused for", *(one for one in cloud.secrets() if one != MARKER)])


def _launched(scene: Scene, method: str) -> Iterator[str]:
    roles = [role.name for role in get_method(method).inputs if role.name in scene.sets]
    sets = {role: scene.sets[role].id for role in roles}
    name = f"Run {next(NUMBERS)}"
    request = LaunchRequest(method, sets, PARAMETERS[method], name, name)
    studio = scene.studio
    try:
        launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request)
    except StudioError as error:
        yield "".join(traceback.format_exception(error))


def _finish_all(cloud: GoogleCloud, scene: Scene) -> None:
    """Some jobs fail and quote secrets, one is cancelled, the others succeed; all is followed."""
    studio = scene.studio
    mirror = mirror_files(studio.settings.home / "cache", 10**8)
    with studio.db.write() as session:
        for run in rows_of(studio, Run):
            run.next_poll_at = None
            session.merge(run)
    follow_once(studio.db, mirror=mirror)
    active = [run for run in rows_of(studio, Run) if run.state.active]
    assert len(active) > 1
    cancel_run(studio.db, scene.engineer, active[-1].id)
    cloud.fail(next(iter(cloud.jobs)), message=_quoting(cloud))
    for _ in range(2):
        for job in list(cloud.jobs.values()):
            cloud.finish(job)
        follow_once(studio.db, mirror=mirror)
    for run in rows_of(studio, Run):
        with suppress(StudioError):
            list_leftovers(studio.db, scene.engineer, run.id)


def _pages(cloud: GoogleCloud, scene: Scene, visit: Visit, method: str) -> Iterator[tuple[str, str]]:
    """What the pages send: of every run, and of checks that Google refuses to answer."""
    for page in ("home", "curves", "compare"):
        yield page, _sent(visit.go(page))
    visit.go("runs")
    seen = []
    for run in rows_of(scene.studio, Run):
        visit.at.selectbox(key=CHOSEN_RUN).set_value(run.id)
        seen.append(_sent(visit.run()))
    yield "a run", "\n".join(seen)
    for name, value in PARAMETERS[method].items():
        visit.at.session_state[f"parameter_{scene.project.id}_{method}_{name}"] = value
    visit.go("launch").at.selectbox(key="method").set_value(method)
    visit.run()
    for service in CHECKED:
        cloud.fault(service, "status", status=403, message=_quoting(cloud), times=20)
        yield f"a check without {service}", _sent(visit.click("launch_check"))
        cloud.faults.clear()
    cloud.expire_credentials()
    yield "a check with an expired key", _sent(visit.click("launch_check"))
    cloud.renew_credentials()


def _sent(visit: Visit) -> str:
    return "\n".join(text for _, text in visit.sent())


def _content(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")
