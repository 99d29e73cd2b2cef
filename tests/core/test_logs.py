"""The log is one file, one line an event, with the event's name first."""

import logging
import re
from contextlib import suppress
from pathlib import Path

import pytest

from core.logs import get_logger, set_up_logs


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
