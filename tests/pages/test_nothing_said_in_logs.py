"""Whoever reads the logs learns no text of a pair, no name of a person and no secret, whatever goes wrong."""

import json
import logging

import pytest
from sqlalchemy import text

from app.ui.resources import studio
from app.ui.routes import ROUTES
from core.access import SYSTEM, NewPerson, Role, add_person
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.logs import note_person
from tests.core.builders import answer, assign_to, save, take
from tests.core.builders import row as pair_row
from tests.pages.visit import Visit

TEXT = "Planted-Text-of-a-Pair"
NAME = "Planted Name"
SECRET = "planted-metrics-token-0123456789"  # noqa: S105 - planted
PROJECT = "Planted project"


@pytest.fixture
def log_file(tmp_path, monkeypatch):
    """The studio's own log, of everything but its finest grain, in a home of the test's own."""
    monkeypatch.setenv("PREFSTUDIO_HOME", str(tmp_path))
    monkeypatch.setenv("PREFSTUDIO_LOG_FORMAT", "json")
    monkeypatch.setenv("PREFSTUDIO_SAMPLE", "no")
    monkeypatch.setenv("PREFSTUDIO_METRICS_TOKEN", SECRET)
    logger = logging.getLogger("prefstudio")
    handlers, level = list(logger.handlers), logger.level
    logger.handlers.clear()
    studio.clear()
    studio()
    yield tmp_path / "logs" / "studio.log"
    studio().close()
    studio.clear()
    for one in logger.handlers:
        one.close()
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.fixture
def lead(log_file):
    """Somebody with a planted name, in a project with planted texts, who has answered one."""
    with studio().db.write() as session:
        person = add_person(session, SYSTEM, NewPerson(NAME, Role.LEAD))
        project = create_project(session, person, ProjectSettings(PROJECT, instruction=TEXT, guidelines=TEXT))
    rows = [pair_row(number) | {"input_text": f"{TEXT} {number}", "candidate_0": TEXT} for number in range(6)]
    take(studio(), project, *rows)
    shown = assign_to(studio(), project, person).pairs
    save(studio(), person, project, answer(shown[0].id, rationale=TEXT))
    return person


def test_the_log_tells_nothing_of_anybody(log_file, lead):
    """All pages, an error with texts in its words, and a statement that fails with texts in it."""
    visit = Visit(lead)
    for route in (one for one in ROUTES if not one.only):
        visit.go(route.name)

    log = logging.getLogger("prefstudio.app")
    note_person(lead.id)

    def fail() -> None:
        with studio().db.write() as session:
            session.execute(text("INSERT INTO nothing VALUES (:a)"), {"a": f"{TEXT} {SECRET}"})

    def fail_otherwise() -> None:
        raise ValueError(f"{TEXT} {NAME} {SECRET}")

    for broken in (fail, fail_otherwise):
        try:
            broken()
        except Exception as error:
            log.error("unexpected_error reference=%s", "ab12cd34", exc_info=error)  # noqa: TRY400 - likewise
    lines = [json.loads(line) for line in log_file.read_text(encoding="utf-8").splitlines()]
    failed = [one for one in lines if one["event"] == "unexpected_error"]
    assert [one["reference"] for one in failed] == ["ab12cd34"] * 2
    assert {one["error"][0] for one in failed} == {"sqlalchemy.exc.OperationalError", "builtins.ValueError"}
    assert {one["person"] for one in failed} == {lead.id}
    written = log_file.read_text(encoding="utf-8")
    assert [one for one in (TEXT, NAME, SECRET, PROJECT) if one in written] == []
