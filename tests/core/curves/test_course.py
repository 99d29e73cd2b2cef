"""The public course's run is a few of its numbers, and they are the published ones."""

import pytest

from core.curves import course_run, course_source, read_curves


def test_it_is_a_small_table():
    """The loss falls from 0.63 to next to nothing."""
    run = course_run()
    assert [one.tag for one in run] == ["kl_loss", "rank_loss", "reward"]
    assert all(len(one) <= 30 and (one.steps[1:] > one.steps[:-1]).all() for one in run)
    loss = run.get("public course", "rank_loss")
    assert (loss.steps[0], loss.values[0], loss.steps[-1]) == (0, 0.632, 1397)
    assert course_source("rank_loss").endswith("27 of 141 points.")


@pytest.mark.real
def test_its_numbers_are_those_of_the_published_logs(real_data, tmp_path):
    """To the digits that are kept."""
    logs = {one.tag: one for one in read_curves(str(real_data), cache=tmp_path)}
    for curve in course_run():
        log = logs[curve.tag]
        expected = log.values[(log.steps - log.start).searchsorted(curve.steps)]
        assert curve.values.tolist() == pytest.approx(expected.tolist(), rel=5e-3)
