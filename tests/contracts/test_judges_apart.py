"""Judges stay beside people on either database, whatever kills them; nothing else reads what they said."""

import os
import re
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

from core.access import SYSTEM, Role
from core.db import now
from core.review import get_review, review_progress, review_work, verdict_count
from core.review.judges import JudgeVerdict, ReviewJudge, judge_result, run_judge
from core.review.results import results
from core.review.reviewing import Reviewing
from core.services import open_studio
from core.settings import load_settings
from tests.app.cli_runner import SCRIPT
from tests.core.builders import everything, new_person, new_project, rows_of
from tests.core.review.judges.judged_reviews import added, at, closed, fancy
from tests.core.review.review_scene import judge, prepared, read
from tests.doubles.openai_server import MODEL, running_endpoint

ROOT = Path(__file__).parents[2]
MAY_READ = re.compile(
    r"core/(review/judges/\w+|review/report/(files|figures|page)|removing/project|db/migrations/versions/\w+)\.py"
    r"|app/(ui/compare/(judge\w+|review)|cli/(review_commands|side_by_side_command))\.py"
)
"""Its room, where its rows are removed, the page and command that show it, and a section of the report."""
NAMED = re.compile(r"JudgeVerdict|ReviewJudge\b|judge_verdict|review_judge|review\.judges")


@pytest.fixture
def endpoint():
    with running_endpoint() as running:
        running.picks = fancy
        yield running


def test_nothing_but_its_own_room_names_a_judge():
    """No set, queue, export or figure of people's can hold what it cannot name."""
    sources = [*(ROOT / "core").rglob("*.py"), *(ROOT / "app").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if NAMED.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in naming if not MAY_READ.fullmatch(name)} == set()


def test_a_judge_changes_no_row_and_no_figure_of_peoples(any_studio, endpoint):
    """Every other table, the results, the progress and the counts are what they were."""
    rhea = new_person(any_studio, Role.REVIEWER, "Rhea")
    project = new_project(any_studio)
    review = prepared(any_studio, project, 8)
    judge(any_studio, review, rhea, "second", "first", "tie", "second")
    review = closed(any_studio, review)

    def seen():
        rows = everything(any_studio)
        mine = {"review_judge", "judge_verdict", "audit_entry", "audit_head"}
        figures = (
            read(any_studio, verdict_count, project.id),
            read(any_studio, review_progress, Reviewing(review, rhea.id)),
            read(any_studio, review_work, project.id, rhea.id),
            repr(read(any_studio, results, review)),
        )
        return {name: rows[name] for name in rows if name not in mine}, figures

    before = seen()
    judged = run_judge(any_studio.db, SYSTEM, added(any_studio, review, at(endpoint)).id)
    assert seen() == before
    found = read(any_studio, judge_result, review, judged.id)
    assert (found.won, found.agreement.accuracy) == ((0, 0, 8), 0.5)


def test_a_killed_command_loses_nothing_and_asks_nothing_twice(tmp_path, endpoint):
    """SIGKILL in the middle: what was answered is kept; the next start asks for the rest."""
    home = tmp_path / "home"
    studio = open_studio(load_settings(home=home, store="", database=""))
    prepared(studio, new_project(studio), 30)
    endpoint.seconds = 0.05
    asked = ["review", "judge", "1", "--kind", "openai", "--model", MODEL, "--base-url", endpoint.address]
    environment = os.environ | {"PREFSTUDIO_HOME": str(home)}
    command = [str(SCRIPT), *asked, "--at-once", "2", "--confirm"]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 30
        while len(endpoint.asked) < 12 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    kept, sent = len(rows_of(studio, JudgeVerdict)), len(endpoint.asked)
    assert sent - 4 <= kept < 60
    with studio.db.write() as session:  # as if the claim's fifteen seconds had passed
        row = session.get(ReviewJudge, 1)
        row.claimed_until = now() - timedelta(seconds=1)
    endpoint.seconds = 0
    assert run_judge(studio.db, SYSTEM, 1).left == 0
    assert len(endpoint.asked) == sent + 60 - kept
    assert len(set(endpoint.prompts)) == 60
    assert read(studio, get_review, 1).is_open
    studio.close()
