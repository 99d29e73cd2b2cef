"""Along what curves are drawn: known answers, and sentences where a log does not tell."""

import numpy as np
import pytest

from core.curves import Along, Curve, Curves, Rows, along, paces, why_not


def curve(tag: str, steps, values=None, times=None, *, task: str = "log", start: int | None = None) -> Curve:
    steps = np.asarray(steps, np.int64)
    values = np.zeros(len(steps)) if values is None else np.asarray(values, np.float64)
    times = np.full(len(steps), np.nan) if times is None else np.asarray(times, np.float64)
    return Curve(task, tag, steps, values, times, int(steps[0]) if start is None else start)


def test_steps_as_written_and_from_the_start_of_the_log():
    """The first step of the log counts, not that of the curve; Google's logs go on from a base model's."""
    late = curve("reward", [217_820, 217_830], start=217_810)
    assert along(late, Along.STEP).tolist() == [217_820, 217_830]
    assert along(late, Along.RELATIVE_STEP).tolist() == [10, 20]


def test_epochs_are_read_from_the_log_between_its_points_and_beyond_them():
    """25 steps are an epoch: step 10 lies before the first epoch logged, step 45 between, step 60 after."""
    found = Curves((curve("train/epoch", [25, 50], [1.0, 2.0]), curve("eval/loss", [10, 45, 60], start=25)))
    pace = paces(found)["log"]
    assert along(found.found[1], Along.EPOCH, pace) == pytest.approx([0.4, 1.8, 2.4])
    assert why_not(Along.EPOCH, pace) == ""


def test_epochs_that_are_whole_numbers_count_from_where_each_first_stands():
    """As verl writes them: 0, 0, 1, 1, 2: two steps an epoch."""
    found = Curves(
        (curve("training/epoch", [1, 2, 3, 4, 5], [0, 0, 1, 1, 2]), curve("actor/lr", [1, 2, 3, 4, 5, 6]))
    )
    assert along(found.found[1], Along.EPOCH, paces(found)["log"]) == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([0, 1, 0], "train/epoch goes back at step 30, so nothing can be drawn along it."),
        ([1, 1, 1], "train/epoch stays at 1, so nothing can be drawn along it."),
        ([np.nan] * 3, "train/epoch has no finite value, so nothing can be drawn along it."),
    ],
)
def test_epochs_that_tell_nothing_are_named(values, sentence):
    """Its trainer began to count anew, never counted, or wrote no number."""
    found = Curves((curve("train/epoch", [10, 20, 30], values),))
    pace = paces(found)["log"]
    assert np.isnan(along(found.found[0], Along.EPOCH, pace)).all()
    assert why_not(Along.EPOCH, pace) == sentence


def test_what_is_known_of_a_run_counts_rows_and_epochs():
    """Batches of 64 of 640 rows: ten steps an epoch."""
    found = Curves((curve("rank_loss", [10, 20, 30]),))
    pace = paces(found, {"log": Rows(64, 10)})["log"]
    assert along(found.found[0], Along.SAMPLES, pace).tolist() == [640, 1_280, 1_920]
    assert along(found.found[0], Along.EPOCH, pace).tolist() == [1, 2, 3]


def test_a_log_that_continues_counts_its_own_rows():
    """From step 217,810 on, where Google's reward model begins."""
    found = Curves((curve("rank_loss", [217_810, 217_820, 217_830]),))
    pace = paces(found, {"log": Rows(64)})["log"]
    assert along(found.found[0], Along.SAMPLES, pace).tolist() == [0, 640, 1_280]
    assert "no curve of epochs" in why_not(Along.EPOCH, pace)


def test_samples_are_read_from_the_log():
    """TRL's PPO counted answers as ``episode``."""
    found = Curves((curve("train/episode", [1, 3], [512, 1_536]), curve("train/lr", [1, 2, 3])))
    assert along(found.found[1], Along.SAMPLES, paces(found)["log"]).tolist() == [512, 1_024, 1_536]


def test_all_curves_of_a_log_share_one_clock_and_pauses_stay():
    """The held-out curve begins 60 s after the log; an hour's pause before a restart is left in."""
    found = Curves((curve("train/loss", [1, 2], times=[100, 3_760]), curve("eval/loss", [2], times=[160])))
    pace = paces(found)["log"]
    assert along(found.found[0], Along.RELATIVE_TIME, pace).tolist() == [0, 3_660]
    assert along(found.found[1], Along.RELATIVE_TIME, pace).tolist() == [60]
    assert along(found.found[1], Along.WALL_TIME, pace).tolist() == [160]


def test_a_log_without_times_or_counts_says_so():
    """Each sentence says what to choose instead."""
    found = Curves((curve("train/loss", [1, 2]),))
    pace = paces(found)["log"]
    for x in (Along.WALL_TIME, Along.RELATIVE_TIME, Along.EPOCH, Along.SAMPLES):
        assert np.isnan(along(found.found[0], x, pace)).all()
        assert why_not(x, pace).endswith(("choose steps.", "choose steps or time."))
    assert why_not(Along.STEP, pace) == why_not(Along.RELATIVE_STEP, None) == ""


def test_each_log_has_its_own_pace():
    """What one log counts says nothing of another."""
    found = Curves((curve("epoch", [1, 2], [1, 2], task="a"), curve("loss", [1, 2], task="b")))
    known = paces(found)
    assert known["a"].epochs is not None
    assert known["b"].epochs is None


def test_steps_of_64_bits_do_not_overflow():
    """The furthest two steps apart."""
    far = curve("loss", [-(2**63), 2**63 - 1])
    assert along(far, Along.RELATIVE_STEP).tolist() == [0.0, 2.0**64]
