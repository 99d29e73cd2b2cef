"""What the addresses give: lists to their end, a run's curves, and verdicts for whoever may see them."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.api.shapes import MOST_ROWS
from core.labelling.reports import list_judgments, list_pairs
from core.rewards import RewardReport, RewardSpec, reward_findings
from core.training.models import Run
from tests.app.api.api_scene import pair_of
from tests.core.builders import take
from tests.core.curves.event_files import write_tensors, write_values
from tests.core.review.big_review import close
from tests.core.review.review_scene import judge, prepared

PAIRS, JUDGMENTS = "/projects/1/pairs", "/projects/1/judgments"


def pages(call, path, limit=2):
    """All of a list, page by page."""
    found, cursor = [], ""
    while True:
        page = call(f"{path}?limit={limit}{cursor}", "reviewer").json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


def test_lists_by_cursor_are_those_of_core(scene, call):
    """Every field, in core's order."""
    studio, project = scene.studio, scene.own.project
    found = pages(call, PAIRS)
    assert [one["id"] for one in found] == [
        one.id for one in studio.db.ask(list_pairs, project, limit=MOST_ROWS)
    ]
    assert {one["gold"] for one in found} == {None, "candidate_1"}
    found = pages(call, JUDGMENTS)
    listed = studio.db.ask(list_judgments, project, limit=MOST_ROWS)
    assert [one["id"] for one in found] == [one.id for one in listed]
    assert all(one["stands"] is True for one in found)


def test_what_is_added_meanwhile_moves_nothing(scene, call):
    """A cursor is a place."""
    first = call(f"{PAIRS}?limit=3", "lead").json()
    take(scene.studio, scene.own.project, pair_of("meanwhile", 1))
    second = call(f"{PAIRS}?limit=3&cursor={first['next']}", "lead").json()
    assert second["items"][0]["id"] == first["items"][-1]["id"] + 1


def test_a_cursor_is_of_one_list_of_one_project(scene, call):
    """And of nobody's making."""
    cursor = call(f"{PAIRS}?limit=1", "admin").json()["next"]
    other = f"/projects/{scene.other.project.id}/pairs"
    changed = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for path, wrong in ((JUDGMENTS, cursor), (other, cursor), (PAIRS, changed), (PAIRS, cursor[:-2])):
        answer = call(f"{path}?limit=1&cursor={wrong}", "admin")
        assert answer.status == 400
        assert "begin the list again" in answer.json()["detail"]


def test_judgments_since(scene, call):
    """``complete_until`` is a moment to ask with that misses nothing that is being saved."""
    answer = call(f"{JUDGMENTS}?limit=1000", "lead").json()
    until = datetime.fromisoformat(answer["complete_until"])
    deadlines = scene.studio.settings.deadlines
    waited = timedelta(seconds=deadlines.lock + deadlines.statement)
    assert timedelta(0) < datetime.now(UTC) - until - waited < timedelta(seconds=20)
    last = answer["items"][-1]["received_at"].replace("+", "%2B")
    assert call(f"{JUDGMENTS}?since={last}", "lead").json()["items"]
    assert call(f"{JUDGMENTS}?since=2200-01-01T00:00:00Z", "lead").json()["items"] == []
    assert call(f"{JUDGMENTS}?since=2026-01-01T00:00:00-12:00", "lead").json()["items"]


def test_a_reward_comes_with_its_figures_and_its_program_if_asked_for(scene, call):
    """Lists and the plain address carry no program, which may be long."""
    one = scene.own.reward
    assert [found["id"] for found in pages(call, "/projects/1/rewards", limit=1)] == [one.id]
    plain = call(f"/rewards/{one.id}", "reviewer").json()
    assert RewardReport.model_validate(plain["report"]) == one.report
    assert plain["findings"][0]["text"] == reward_findings(one)[0].text
    assert plain["specification"] is None
    whole = call(f"/rewards/{one.id}?specification=true", "reviewer").json()
    assert RewardSpec.model_validate(whole["specification"]).sha256 == plain["sha256"]


@pytest.fixture
def curves(scene, tmp_path):
    """A run that has written two curves, one with a value that is no number."""
    falling = [("rank_loss", n * 10, 0.7 - n / 100, 1.0) for n in range(20)]
    write_tensors(tmp_path / "reward-model-trainer", falling)
    write_values(tmp_path / "reinforcer", [("reward", 1, 0.5, 1.0), ("reward", 2, float("nan"), 1.0)])
    with scene.studio.db.write() as session:
        session.exec(select(Run).where(Run.id == scene.own.run)).one().root = tmp_path.as_uri()


def test_curves_in_words_and_points(scene, call, curves):
    """What is no number is null, for JSON knows none."""
    answer = call(f"/runs/{scene.own.run}/curves", "reviewer").json()
    found = {one["tag"]: one for one in answer["items"]}
    assert found["rank_loss"]["sentence"].startswith("rank_loss fell from 0.70 to 0.51 over 190 steps")
    assert found["reward"]["not_finite"] == 1
    worst = answer["findings"][0]
    assert (worst["kind"], worst["tone"], worst["step"]) == ("not finite", "warning", 2)
    assert worst["curves"] == [{"task": found["reward"]["task"], "tag": "reward"}]
    assert all(one["source"] for one in answer["findings"] if one["advice"])
    where = f"/runs/{scene.own.run}/points?task={found['rank_loss']['task']}&tag=rank_loss&limit=15"
    first = call(where, "reviewer").json()
    rest = call(f"{where}&after={first['next']}", "reviewer").json()
    assert [one["step"] for one in first["items"] + rest["items"]] == list(range(0, 200, 10))
    assert rest["next"] is None
    where = f"/runs/{scene.own.run}/points?task={found['reward']['task']}&tag=reward"
    assert [one["value"] for one in call(where, "reviewer").json()["items"]] == [0.5, None]


def test_an_unchanged_log_is_read_once(scene, call, curves, tmp_path):
    """A file of the same size and time is not opened again, whoever asks and for what."""
    where = f"/runs/{scene.own.run}/points?task={{}}&tag=rank_loss"
    task = call(f"/runs/{scene.own.run}/curves", "reviewer").json()["items"][0]["task"]
    before = call(where.format(task), "reviewer").json()
    for file in (path for path in tmp_path.rglob("*tfevents*") if path.is_file()):
        there = file.stat()
        file.write_bytes(bytes(there.st_size))
        os.utime(file, ns=(there.st_atime_ns, there.st_mtime_ns))
    assert call(where.format(task), "reviewer").json() == before


def test_an_open_review_tells_no_model(scene, call):
    """How far it is, and nothing that a reviewer must not know."""
    reviewer, chosen = scene.people["reviewer"], scene.own.review
    judge(scene.studio, chosen, reviewer, "first", "second")
    shown = call(f"/reviews/{chosen.id}", "reviewer")
    assert (shown.json()["given"], shown.json()["models"], shown.json()["state"]) == (2, [], "open")
    for hidden in ("fancy", chosen.blinding_key):
        assert hidden not in shown.text + call("/projects/1/reviews", "lead").text
    judge(scene.studio, chosen, reviewer, "tie")
    closed = call(f"/reviews/{chosen.id}", "reviewer").json()
    assert (closed["state"], [one["name"] for one in closed["models"]]) == ("closed", ["a", "b"])


def test_results_are_told_when_a_review_is_closed(scene, call):
    """And to everybody at once."""
    reviewer = scene.people["reviewer"]
    chosen = prepared(scene.studio, scene.own.project, 3, title="Results")
    refused = call(f"/reviews/{chosen.id}/results", "lead")
    assert refused.status == 409, refused.text
    assert "is open" in refused.json()["detail"]
    judge(scene.studio, chosen, reviewer, "first", "second", "tie")
    close(scene.studio, chosen)
    found = call(f"/reviews/{chosen.id}/results", "lead").json()
    (duel,) = found["duels"]
    assert (duel["first_won"], duel["second_won"], duel["ties"], duel["rate"]["value"]) == (1, 1, 1, 0.5)
    assert "one person's" in found["claim"]


def test_a_closed_review_gives_its_files(scene, call):
    """The page to whoever may compare, tables to whoever may export."""
    chosen = close(scene.studio, prepared(scene.studio, scene.own.project, 2, title="Closed"))
    path = f"/reviews/{chosen.id}/file"
    page, table = call(path, "reviewer"), call(f"{path}?kind=items.csv", "engineer")
    assert page.text.startswith("<!doctype html>")
    assert table.text.startswith("item,prompt_hash,")
    assert call(f"{path}?kind=items.csv", "reviewer").status == 403
    assert call(f"{path}?kind=items.csv", "engineer").text == table.text
