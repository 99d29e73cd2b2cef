"""Charts of how answers are spread: colours by role, steps to the last edge, names as plain text."""

from types import SimpleNamespace

from app.ui.compare.explore_charts import colours_of, spread_chart
from app.ui.palette import BASE, TUNED
from core.review.explore import Spread

SPREAD = Spread(edges=[0.0, 0.5, 1.0], shares={0: [0.25, 0.75], 2: [1.0, 0.0]}, medians={0: 0.6, 2: 0.2})


def model(number: int, role: str) -> SimpleNamespace:
    return SimpleNamespace(number=number, role=role)


def test_base_and_tuned_have_their_colours_and_others_one_each():
    """The same two as on every other page."""
    review = SimpleNamespace(models=[model(0, "base"), model(1, "tuned"), model(2, ""), model(3, "")])
    colours = colours_of(review)
    assert (colours[0], colours[1]) == (BASE, TUNED)
    assert len(set(colours.values())) == 4


def test_a_chart_has_each_models_steps_and_median():
    """Percent of the answers over what is measured, in its own unit; a name is no markup."""
    figure = spread_chart(SPREAD, {0: "<b>x</b>", 2: "y"}, {0: BASE, 2: TUNED}, scale=100, unit=" %")
    first, second = figure.data
    assert list(first.x) == [0, 50, 100]
    assert (list(first.y), list(second.y)) == ([25, 75, 75], [100, 0, 0])
    assert first.name == "&lt;b&gt;x&lt;/b&gt;"
    assert [(one.x0, one.line.color) for one in figure.layout.shapes] == [(60, BASE), (20, TUNED)]
