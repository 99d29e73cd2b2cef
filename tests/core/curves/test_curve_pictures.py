"""Pictures of curves: the same bytes each time, texts as they are, nothing that anybody's log could break."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from core.curves import Panel, PanelLevel, PanelLine, draw_panels
from core.errors import InvalidInput

TEXT = "{http://www.w3.org/2000/svg}text"
HOSTILE = "_x $\\frac{$ <script>alert(1)</script> &amp; \x00\x1b 日本\nline"


def panel(*lines, **more):
    """A panel along steps."""
    return Panel(more.pop("title", "rank_loss"), "step", "nats", lines, **more)


def line(y, label="run 1", **more):
    """A line of these values."""
    return PanelLine(label, np.arange(len(y), dtype=float), np.asarray(y, float), **more)


def texts_of(picture):
    return [one.text for one in ET.fromstring(picture).iter(TEXT)]  # noqa: S314 - our own


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_same_lines_give_the_same_bytes(kind, begins):
    """No date, no random ids, no version: a picture in a report changes only with what it shows."""
    lines = [
        line([3, 2, 1], raw=np.array([3.5, 2, 0.5])),
        line([1, 2, 3], "run 2", colour="#009E73", dash="dot"),
    ]
    shown = [panel(*lines, levels=[PanelLevel(1.2, 1.6, "noise floor")])]
    first = draw_panels(shown, kind=kind, title="Run 1", says="rank_loss falls.")
    assert first.startswith(begins)
    assert first == draw_panels(shown, kind=kind, title="Run 1", says="rank_loss falls.")


def test_an_svg_says_what_it_shows():
    """Axes with units, legend and title are texts in it, for who searches or listens."""
    shown = panel(line([3, 2, 1]), levels=[PanelLevel(1, 1, "ln 2")])
    picture = draw_panels([shown], kind="svg", title="Run 1", says="It falls.")
    assert {"step", "nats", "run 1", "ln 2", "rank_loss", "Run 1"} <= set(texts_of(picture))
    assert b"<title>Run 1</title>" in picture
    assert b"It falls." in picture


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_texts_of_others_are_drawn_as_they_are(kind):
    """No formula, no markup, no character that XML forbids; a name is not left out for its underscore."""
    shown = panel(line([1, 2], HOSTILE), title=HOSTILE, levels=[PanelLevel(0, 1, HOSTILE)])
    picture = draw_panels([shown], kind=kind, title=HOSTILE, says=HOSTILE)
    if kind == "svg":
        plain = "_x $\\frac{$ <script>alert(1)</script> &amp; \ufffd\ufffd 日本 line"
        assert texts_of(picture).count(plain) == 4


def test_whatever_values_there_are_they_are_drawn():
    """NaN and infinite ones are gaps, one point is a dot; logarithms leave out what is not above 0."""
    odd = [
        line([np.nan, 1, np.inf, 2, -np.inf]),
        line([5]),
        line([]),
        line([np.nan]),
        line([-1e308, 1e308, 5e-324]),
        line([-1e38, 3e38]),
        line([1, 2], spread=(np.array([0.5, np.nan]), np.array([2.0, 3.0]))),
    ]
    for logs in ({}, {"log_x": True, "log_y": True}, {"times": True}):
        panels = [panel(*odd, **logs), panel(line([-1, 0]), **logs), panel(line([np.nan] * 2), **logs)]
        assert draw_panels(panels, kind="svg")


def test_ticks_are_numbers():
    """Thousands apart, small ones short; within a power of ten a logarithmic axis has small ones."""
    steps = PanelLine("a", np.array([0.0, 20_000.0]), np.array([2.0, 3.5]))
    texts = texts_of(draw_panels([panel(steps, log_y=True)], kind="svg"))
    assert {"5,000", "20,000", "2", "3"} <= set(texts)
    moments = PanelLine("a", np.array([1.7e9, 1.7e9 + 7200]), np.array([1e-6, 2e-6]))
    texts = texts_of(draw_panels([panel(moments, times=True)], kind="svg"))
    assert "22:30" in texts
    assert "1.2e-06" in texts


@pytest.mark.parametrize("number", [0, 49])
def test_nobody_is_given_nothing_or_too_much(number):
    with pytest.raises(InvalidInput, match="choose 1 to 48 tags"):
        draw_panels([panel(line([1, 2]))] * number, kind="png")


def test_a_long_line_makes_no_large_file():
    """What is drawn of 100,000 points is what can be seen of them; the highest is there."""
    noise = np.random.default_rng(0).normal(size=100_000)
    noise[70_003] = 50
    picture = draw_panels([panel(line(noise))], kind="svg")
    assert len(picture) < 200_000
    assert "50" in texts_of(picture)
