"""Colours with a meaning, and text that Plotly shows as it is.

They are Okabe and Ito's, which people with colour blindness tell apart. What has no meaning of its own is
left to the theme, which has a shade for light and one for dark.
"""

import html

# Plotly takes what is loaded of pandas, also by a thread that is not done: so it comes before any chart.
import pandas as pd  # noqa: F401

BASE = "#0072B2"
TUNED = "#D55E00"
"""The same two colours stand for the base and the tuned model everywhere."""

TIE = "#999999"
GREEN = "#009E73"
PEOPLE = ("#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#999999")


def chart_text(text: str) -> str:
    """Text for Plotly, which knows some HTML and takes ``%{`` for a placeholder, that is shown as it is."""
    # Of the named entities Plotly knows &lt; &gt; and &amp;, but not &quot;
    return html.escape(text, quote=False).replace("{", "&#123;")
