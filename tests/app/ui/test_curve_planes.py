"""A path through a plane: its points, its marks, and how they were joined."""

import numpy as np

from app.ui.curves import Path, Plane, Style, View, course_series, draw_plane, plane_panel
from core.curves import Along, Joined, known_tag
from tests.app.ui.test_ui_charts import HOSTILE, drawn

OVER_KL = Plane("reward over √KL", "√KL, √nats", "reward", better=1)
BARE = View(smoothing=0)


def path(*y: float, label: str = "run") -> Path:
    """X is 0, 1, 2 …, steps ten times that."""
    x = np.arange(len(y), dtype=np.float64)
    return Path(label, Style(), Joined((10 * x).astype(np.int64), x, np.array(y, np.float64), 0, 0))


def test_a_path_has_its_best_and_its_end():
    """It rises to 5 at step 20 and falls again."""
    points, line, best, end = draw_plane([path(1, 2, 5, 0)], OVER_KL, BARE).figure.data
    assert (list(points.x), list(points.y)) == ([0, 1, 2, 3], [1, 2, 5, 0])
    assert list(points.marker.color) == [0, 10, 20, 30]
    assert list(line.y) == [1, 2, 5, 0]
    assert (best.text[0], best.x[0], best.y[0], best.customdata[0]) == ("best", 2, 5, 20)
    assert (end.text[0], end.x[0], end.y[0], end.customdata[0]) == ("end", 3, 0, 30)


def test_the_best_is_no_lucky_batch():
    """Smoothed, 9 for one step counts less than 5 throughout the end."""
    best = draw_plane([path(0, 9, 0, *[5] * 12)], OVER_KL, View(smoothing=0.9)).figure.data[2]
    assert best.x[0] > 3
    assert draw_plane([path(0, 9, 0, *[5] * 12)], OVER_KL, BARE).figure.data[2].customdata[0] == 10


def test_the_words_of_one_point_do_not_cover_each_other():
    """The best is the end; one word stands above it, the other below."""
    best, end = draw_plane([path(1, 2)], OVER_KL, BARE).figure.data[2:]
    assert (best.x[0], best.textposition) == (1, "top center")
    assert (end.x[0], end.textposition) == (1, "bottom center")


def test_where_no_direction_is_better_there_is_no_best():
    plane = Plane("a over b", "b", "a")
    assert [one.text for one in draw_plane([path(1, 2)], plane, BARE).figure.data[2:]] == [("end",)]


def test_several_runs_have_a_colour_each_and_a_name():
    """How each was joined is said with its name."""
    drawing = draw_plane([path(1, 2, label=HOSTILE), path(3, label="b"), path(label="none")], OVER_KL, BARE)
    named = [one.name for one in drawing.figure.data if one.showlegend]
    assert [drawn(one) for one in named] == [HOSTILE, "b"]
    assert drawing.figure.layout.showlegend
    assert drawing.notes[0][1:] == (
        "b: 1 point joined on equal steps",
        "none: 0 points joined on equal steps",
    )


def test_what_a_logarithmic_axis_has_no_place_for_is_said():
    """X is 0 at the first point, y at the last."""
    drawing = draw_plane([path(1, 2, 0)], OVER_KL, View(log_x=True, log_y=True))
    assert drawing.notes[0][0].endswith("; 2 at or below 0, for which a logarithmic axis has no place")


def test_a_picture_has_the_smoothed_path():
    """(0.25 · 1 + 0.5 · 3) / 0.75 = 7/3."""
    panel = plane_panel([path(1, 3)], OVER_KL, View(smoothing=0.5, log_y=True))
    np.testing.assert_allclose(panel.lines[0].y, [1, 7 / 3])
    assert (panel.x_name, panel.log_y, panel.log_x) == ("√KL, √nats", True, False)


def test_the_public_course_is_compared_with_along_steps_from_the_start():
    """Its curve of the same meaning, whatever the tag is called; grey, dashed and never smoothed."""
    loss = course_series(known_tag("rank_loss"), x=Along.RELATIVE_STEP)
    assert (loss.curve.tag, loss.style.dash, loss.as_written) == ("rank_loss", "dash", True)
    assert course_series(known_tag("rank_loss"), x=Along.STEP) is None
    assert course_series(known_tag("eval_rank_loss"), x=Along.RELATIVE_STEP) is None
    assert course_series(known_tag("reward"), x=Along.RELATIVE_STEP) is None
    assert course_series(known_tag("learning_rate"), x=Along.RELATIVE_STEP) is None
