"""The log is one file, one line an event, with the event's name first."""

import json
import logging
import re
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from core import logs
from core.logs import begin_request, get_logger, note_person, set_up_logs


@pytest.fixture
def root():
    """The studio's logger without the handlers that other tests' studios gave it."""
    logger = logging.getLogger("prefstudio")
    handlers, level = list(logger.handlers), logger.level
    logger.handlers.clear()
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_a_line_has_time_level_area_and_event(root, tmp_path):
    """So that a person can read it and a tool can cut it."""
    file = tmp_path / "logs" / "studio.log"
    set_up_logs(file, "INFO")
    get_logger("training").info("run_started run=%s", 7)
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO prefstudio.training run_started run=7", line
    )


def test_setting_it_up_again_changes_only_the_level(root, tmp_path):
    """Two studios in one process do not write every line twice."""
    set_up_logs(tmp_path / "studio.log", "INFO")
    set_up_logs(tmp_path / "other.log", "ERROR")
    get_logger("db").warning("not_told")
    get_logger("db").error("told")
    assert (tmp_path / "studio.log").read_text(encoding="utf-8").count("told") == 1
    assert not (tmp_path / "other.log").exists()


def test_a_log_that_cannot_be_written(root, capsys):
    """A device that is always full: one line, once, and whoever logs goes on."""
    set_up_logs(Path("/dev/full"), "INFO")
    for number in range(3):
        get_logger("training").info("run_started run=%s", number)
    assert capsys.readouterr().err == "prefstudio: /dev/full cannot be written (No space left on device)\n"
    (full,) = root.handlers
    with suppress(OSError):  # what it still holds cannot be written either
        full.close()


@pytest.fixture(autouse=True)
def nobody_asked():
    """No request is being answered when a test begins."""
    before = logs.ASKED.set(None)
    yield
    logs.ASKED.reset(before)


def stumble() -> None:
    """Fail twice, with a text in what is said."""
    texts: dict[str, str] = {}
    try:
        texts["a text of a pair"]
    except KeyError as error:
        raise ValueError(f"{error} with more of it") from error


def one_line(root, file: Path, form: str = "json", level: str = "INFO") -> str:
    """What is in the log after an event and an error with a text in it."""
    set_up_logs(file, level, form=form)
    try:
        stumble()
    except ValueError as error:
        said = ("j 1", "ab12", 3)
        get_logger("training").error("poll_failed job_id=%s reference=%s runs=%d", *said, exc_info=error)
    return file.read_text(encoding="utf-8")


def test_a_line_for_programs(root, tmp_path):
    """One object: the event and its fields, who asked, and where an error came from without what it says."""
    number = begin_request()
    note_person(7)
    said = json.loads(one_line(root, tmp_path / "studio.log"))
    assert {name: said[name] for name in ("level", "area", "event", "job_id", "reference", "runs")} == {
        "level": "ERROR",
        "area": "prefstudio.training",
        "event": "poll_failed",
        "job_id": "j 1",
        "reference": "ab12",
        "runs": 3,
    }
    assert (said["request"], said["person"]) == (number, 7)
    assert datetime.fromisoformat(said["at"]).tzinfo is not None
    kinds = [line for line in said["error"] if not line.startswith(" ")]
    assert kinds == ["builtins.ValueError", "builtins.KeyError"]
    assert f"  {__file__}:" in said["error"][1]
    assert "pair" not in json.dumps(said)


def test_a_line_for_people(root, tmp_path):
    """The same as text."""
    begin_request("from-the-proxy-1")
    note_person(7)
    first, *below = one_line(root, tmp_path / "studio.log", form="text").splitlines()
    assert first.endswith("poll_failed job_id=j 1 reference=ab12 runs=3 request=from-the-proxy-1 person=7")
    assert below[0] == "builtins.ValueError"
    assert "pair" not in "".join(below)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_words_of_errors_are_for_those_who_ask(root, tmp_path, form):
    """At DEBUG whoever looks for a fault sees them."""
    assert "a text of a pair" in one_line(root, tmp_path / "studio.log", form=form, level="DEBUG")


def test_who_asks_in_a_thread(root, tmp_path):
    """A person who acts where no request has begun begins one; a thread of its own knows of neither."""
    set_up_logs(tmp_path / "studio.log", "INFO", form="json")
    note_person(3)
    get_logger("app").info("here")
    thread = threading.Thread(target=get_logger("app").info, args=("there",))
    thread.start()
    thread.join()
    lines = map(json.loads, (tmp_path / "studio.log").read_text(encoding="utf-8").splitlines())
    here, there = lines
    assert (here["person"], len(here["request"])) == (3, 16)
    assert {"person", "request"}.isdisjoint(there)


def test_a_foreign_line(root, tmp_path):
    """What has no event's name is a message."""
    set_up_logs(tmp_path / "studio.log", "INFO", form="json")
    get_logger("app").info("Started server process [%d]", 5)
    said = json.loads((tmp_path / "studio.log").read_text(encoding="utf-8"))
    assert said["message"] == "Started server process [5]"
    assert "event" not in said
