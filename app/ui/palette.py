"""Colours with a meaning, and text that Plotly shows as it is.

They are Okabe and Ito's, which people with colour blindness tell apart; of people the last one is not, for
theirs is the grey of ties. What has no meaning of its own is left to the theme, which has a shade for light
and one for dark.
"""

import html

# Plotly takes what is loaded of pandas, also by a thread that is not done: so it comes before any chart.
import pandas as pd  # noqa: F401

BASE = "#0072B2"
TUNED = "#D55E00"
"""The same two colours stand for the base and the tuned model everywhere."""

TIE = "#999999"
GREEN = "#009E73"
PEOPLE = ("#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#8C6BB1")
EDGE = "#6b7280"
"""The thin line around what is drawn in somebody's colour: yellow would be lost on white, blue on black."""
HATCHES = ("", "/", ".", "x")
SYMBOLS = ("circle", "square", "triangle-up", "star")
LEGEND_ABOVE = {"orientation": "h", "x": 0, "y": 1.04, "yanchor": "bottom"}
"""A legend that grows away from the data, however many rows it takes."""


def person_colour(person_id: int) -> str:
    """The colour of a person, for ever: on every page, in every project, whoever else is on the chart."""
    return PEOPLE[(person_id - 1) % len(PEOPLE)]


def person_hatch(person_id: int) -> str:
    """What tells the bars of people apart who have one colour: there are more people than colours."""
    return HATCHES[(person_id - 1) // len(PEOPLE) % len(HATCHES)]


def person_symbol(person_id: int) -> str:
    """As `person_hatch`, of points."""
    return SYMBOLS[(person_id - 1) // len(PEOPLE) % len(SYMBOLS)]


def chart_text(text: str) -> str:
    """Text for Plotly, which knows some HTML and takes ``%{`` for a placeholder, that is shown as it is."""
    # Of the named entities Plotly knows &lt; &gt; and &amp;, but not &quot;
    return html.escape(text, quote=False).replace("{", "&#123;")
