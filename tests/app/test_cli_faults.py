"""What the machine refuses a command is one sentence, not a traceback; nothing is invited that loses data."""

import json
import logging
import re
import socket
import sqlite3
from contextlib import closing

from tests.full_disk import largest_file


def test_numbers_of_rows_beyond_64_bits(prefstudio, pairs_file):
    """No row has them, and that is what is said."""
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    for number in (2**63, 10**25):
        for command in ("card", "export", "verify"):
            more = ["out"] if command == "export" else []
            assert prefstudio(command, number, *more).refusal == f"There is no data set with id {number}."
        for command in (["cancel"], ["compare", "--run"]):
            assert prefstudio(*command, number).refusal == f"There is no run number {number}."
        refusal = prefstudio("launch", "--preference", number).refusal
        assert f"There is no data set with id {number} in this project." in refusal


def test_a_disk_that_fills_up_during_an_import(prefstudio, home, tmp_path):
    """Under a real limit: a sentence, nothing half taken, and afterwards it works."""
    rows = tmp_path / "many.jsonl"
    line = '{"input_text": "%s", "candidate_0": "%s", "candidate_1": "b", "choice": 0}\n'
    rows.write_text("".join(line % (f"{number} {'x' * 200}", "y" * 200) for number in range(1500)))
    import_rows = ["import", rows, "--project", "Posts", "--create"]
    assert prefstudio("doctor").status == 0
    with largest_file(900_000):
        said = prefstudio(*import_rows).refusal
    assert said == (
        f"The database {home}/studio.db cannot be read or written (disk I/O error), "
        "so this may not have been saved; see whether the disk is full, over a limit or failing, "
        "then try again."
    )
    assert "1,500 rows taken" in prefstudio(*import_rows).out


def test_a_file_where_a_folder_belongs(prefstudio, home, pairs_file):
    """Met in the middle of the work."""
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    (home / "runs").touch()
    prefstudio("freeze", "preference")
    prefstudio("freeze", "prompt", "--pool", "posts of the pairs")
    prefstudio("freeze", "evaluation", "--pool", "posts of the pairs", "--evaluation-share", "0.2")
    said = prefstudio("launch", "--preference", 1, "--prompts", 2, "--evaluation", 3).refusal
    assert said == (
        f"The system does not let the studio read or write {home}/runs (File exists); "
        "see what stands there, who may use it, and that its disk has room."
    )


def test_what_nobody_foresaw(prefstudio, pairs_file, home, caplog):
    """As on a page: a sentence with a reference, and the rest under it in the log."""
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    with closing(sqlite3.connect(home / "studio.db")) as other, other:
        other.execute("UPDATE project SET protocol = '{what is this'")
    said = prefstudio("runs").refusal
    (reference,) = re.findall(
        r"did not expect \(reference ([0-9a-f]{8})\)\. What the command did last may", said
    )
    (record,) = [
        one for one in caplog.records if one.getMessage() == f"unexpected_error reference={reference}"
    ]
    assert "what is this" not in said
    assert record.exc_info[0] is json.JSONDecodeError


def test_a_log_in_whose_place_is_a_folder(prefstudio, home, monkeypatch):
    """The log is named, and the reason."""
    monkeypatch.setattr(
        logging.getLogger("prefstudio"), "handlers", []
    )  # another test's studio has opened one
    (home / "logs" / "studio.log").mkdir(parents=True)
    (home / "studio.db").touch()
    assert prefstudio("runs").refusal == (
        f"The studio cannot write its log {home}/logs/studio.log (Is a directory); let its user write there, "
        "or set PREFSTUDIO_HOME to a folder of yours."
    )


def test_a_disk_that_is_full_when_the_sample_comes(prefstudio, home):
    """Before the server starts, which would say it in a traceback."""
    prefstudio("doctor")
    with largest_file(100_000):
        said = prefstudio("serve", "--port", free_port()).refusal
    assert said.startswith(f"The database {home}/studio.db cannot be read or written (disk I/O error), so ")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_port_that_is_taken(prefstudio):
    """Before a server is started on it and an address printed that is not ours."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert prefstudio("serve", "--port", port).refusal == (
            f"The studio cannot listen on port {port} of 127.0.0.1 (Address already in use); "
            "choose another with --port or PREFSTUDIO_PORT."
        )
