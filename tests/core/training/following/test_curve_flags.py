"""A run whose curves go wrong while it goes on is flagged by whoever polls it, and no poll fails for that."""

import math
from pathlib import Path

import numpy as np
import pytest

from core.curves import Finding, Kind, Tone
from core.event_files.writer import Point, event_file
from core.training.following import curve_watch, follow_once
from core.training.following.curve_watch import CurveWatch, flag_of
from core.training.method import RunReport
from core.training.models import RunState
from core.training.runs import launch
from tests.loop_helpers import run_detail

FALLS = list(np.linspace(0.69, 0.3, 60) + np.random.default_rng(3).normal(0, 0.01, 60))
LOST = [*FALLS[:30], *[math.nan] * 30]


@pytest.fixture
def watched(scene, made, tmp_path):
    """A run that goes on; gives what polls it, after these losses were written, and says what is flagged."""
    studio = scene.studio
    request = scene.request("made")
    run_id = launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run.id
    watch = CurveWatch(tmp_path / "cache", every_s=0)

    def poll(values=None, *, state=RunState.RUNNING, look=watch):
        if values is not None:
            write(Path(studio.settings.runs_folder) / run_detail(studio, run_id).run.job_id, values)
        made.report = RunReport(state)
        follow_once(studio.db, look=look)
        run = run_detail(studio, run_id).run
        assert run.state == state
        assert run.poll_error is None
        return run.curve_flag, run.curve_flag_step

    return poll


def write(folder, values):
    """One event file with the losses of step 1, step 2 and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    points = [Point(step, float(step), "rank_loss", value) for step, value in enumerate(values, start=1)]
    (folder / "events.out.tfevents.1.a").write_bytes(event_file(points))


def test_a_flag_is_raised_while_it_holds_and_cleared_after(watched):
    """A run that was sent anew may heal: its later file retires the points that were no numbers."""
    assert watched() == (None, None)
    assert watched(FALLS[:30]) == (None, None)
    text, step = watched(LOST)
    assert "rank_loss" in text
    assert step == 31
    assert watched() == (text, step)
    assert watched(FALLS) == (None, None)


def test_a_run_that_has_ended_keeps_its_last_flag(watched):
    """It was looked at once more at its end, with what had come since."""
    watched(FALLS)
    text, step = watched(LOST, state=RunState.FAILED)
    assert step == 31
    assert watched(FALLS, state=RunState.FAILED) == (text, step)


def test_nobody_looks_twice_at_what_has_not_changed(watched, monkeypatch):
    """Neither where nothing was written nor sooner than is sensible."""
    found = []
    monkeypatch.setattr(curve_watch, "find", lambda _, context: found.append(context.ended) or [])
    watched(FALLS[:20])
    watched()
    assert found == [False]
    watched(FALLS[:21])
    assert found == [False, False]
    patient = CurveWatch(Path("cache"), every_s=3600)
    watched(FALLS[:22], look=patient)
    watched(FALLS[:23], look=patient)
    assert len(found) == 3
    watched(state=RunState.SUCCEEDED, look=patient)
    assert found[3:] == [True]


def test_curves_that_cannot_be_looked_at_fail_no_poll(watched, monkeypatch):
    """What was known stands, and the next poll looks again."""
    flag = watched(LOST)
    with monkeypatch.context() as patch:
        patch.setattr(curve_watch, "find", lambda *_: 1 / 0)
        assert watched(FALLS) == flag
    assert watched() == (None, None)


def finding(kind, tone):
    return Finding(kind, tone, f"{kind.value}.", step=7)


def test_a_flag_is_for_what_more_steps_do_not_mend():
    """A loss that has not moved yet may still move; at the end it has not."""
    still = [finding(Kind.LEARNED_NOTHING, Tone.BAD), finding(Kind.SPIKED, Tone.NOTE)]
    assert flag_of(still, ended=False).text is None
    assert flag_of(still, ended=True).text == "learned nothing."
    over = [finding(Kind.REWARD_FLAT, Tone.WARNING), finding(Kind.OVER_OPTIMISED, Tone.WARNING)]
    assert (flag_of(over, ended=False).text, flag_of(over, ended=False).step) == ("over-optimised.", 7)


def test_a_flag_is_text_that_every_database_keeps():
    """Names of tags are others': PostgreSQL refuses NUL, and would refuse what else the round found."""
    odd = [Finding(Kind.DIVERGED, Tone.BAD, "loss\0 diverged.")]
    assert flag_of(odd, ended=False).text == "loss\ufffd diverged."
