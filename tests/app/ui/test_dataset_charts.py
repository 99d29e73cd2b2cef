"""The charts of what was imported hold the figures they are made from, and show names as they are."""

import pytest

from app.ui.datasets.charts import languages_chart, lengths_chart
from app.ui.palette import TIE
from core.datasets.checks import Lengths
from tests.app.ui.test_ui_charts import HOSTILE, drawn


def lengths_of(*numbers: int) -> Lengths:
    lengths = Lengths()
    for number in numbers:
        lengths.add(number)
    return lengths


def test_lengths_are_a_bar_a_bin():
    """Each as wide as the others, from its beginning to its end; empty bins between keep their place."""
    (bars,) = lengths_chart(lengths_of(100, 110, 170), texts="prompts").data
    assert (list(bars.x), list(bars.y)) == ([0.5, 1.5, 2.5], [2, 0, 1])
    assert bars.hovertemplate == (
        "%{y:,} prompts of 100–124 characters<extra></extra>",
        "%{y:,} prompts of 125–159 characters<extra></extra>",
        "%{y:,} prompts of 160–199 characters<extra></extra>",
    )


def test_lengths_are_written_at_round_numbers():
    """Where a bin begins; there are ten to each factor of ten, so the third from 1,000 on is 2,000's."""
    axis = lengths_chart(lengths_of(1000, 9000), texts="prompts").layout.xaxis
    assert (axis.tickvals, axis.ticktext) == ((0, 3, 7), ("1,000", "2,000", "5,000"))
    assert tuple(axis.range) == (0, 10)


def test_a_short_axis_has_labels_too():
    """From 63 to 100 characters no bin begins at a round number."""
    axis = lengths_chart(lengths_of(64, 90), texts="prompts").layout.xaxis
    assert axis.ticktext == ("63", "80")


def test_a_limit_stands_where_its_length_is():
    """4,096 of the bin from 4,000 to 5,000, the second: 1 + ln(4096/4000) / ln(5000/4000) = 1.106."""
    figure = lengths_chart(lengths_of(3200, 4100), texts="candidates", limit=4096, label=HOSTILE)
    (line,), (label,) = figure.layout.shapes, figure.layout.annotations
    assert line.x0 == line.x1 == pytest.approx(1.1063, abs=1e-4)
    assert (line.line.color, line.line.dash, drawn(label.text)) == (TIE, "dash", HOSTILE)


@pytest.mark.parametrize("limit", [None, 32_768, 5])
def test_a_limit_far_from_every_text_is_left_out(limit):
    """It would press the bars together."""
    assert not lengths_chart(lengths_of(100, 170), texts="prompts", limit=limit).layout.shapes


def test_a_limit_within_the_first_bin():
    """Which begins at 0, of which there is no logarithm: ln 5 / ln 10 = 0.699."""
    (line,) = lengths_chart(lengths_of(3), texts="prompts", limit=5).layout.shapes
    assert line.x0 == pytest.approx(0.699, abs=1e-3)


def test_nothing_has_no_bars():
    """The axes are there."""
    figure = lengths_chart(Lengths(), texts="prompts", limit=4096)
    assert list(figure.data[0].x) == []
    assert list(languages_chart({}).data[0].x) == []


def test_languages_are_bars_with_their_names_and_shares():
    """The most frequent on top; 480 of 500 are 96 %."""
    figure = languages_chart({"und": 20, "en": 480})
    (bars,) = figure.data
    assert (list(bars.x), list(bars.text)) == ([480, 20], ["480 (96 %)", "20 (4 %)"])
    assert figure.layout.yaxis.ticktext == ("English", "unclear")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert figure.layout.xaxis.title.text == "prompts of a sample of 500"


def test_a_share_below_one_per_cent_is_not_nothing():
    """1 of 500 is 0.2 %."""
    (bars,) = languages_chart({"en": 499, "de": 1}).data
    assert bars.text[1] == "1 (under 1 %)"


def test_rare_languages_are_one_bar():
    """Eight have one of their own: of 10 languages the last two, 2 + 1 = 3 texts."""
    figure = languages_chart({code: 10 - number for number, code in enumerate("abcdefghij")})
    (bars,) = figure.data
    assert (len(bars.x), bars.x[-1], figure.layout.yaxis.ticktext[-1]) == (9, 3, "others")


def test_a_language_is_named_as_it_is():
    """A code that nobody knows comes from a stored report."""
    figure = languages_chart({HOSTILE: 1})
    assert drawn(figure.layout.yaxis.ticktext[0]) == HOSTILE
