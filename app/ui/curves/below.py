"""What stands below the charts: their lines with what they were given, and files to take along."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from app.ui.curves.controls import Look
from app.ui.curves.lines import Log, look_of
from app.ui.curves.series import Series, styles
from app.ui.show import download
from core.curves import Panel, differing, draw_panels, points_csv

LINES = {"solid": "━━━", "dash": "━ ━", "dot": "• • •", "dashdot": "━ •"}
Differing = Mapping[str, Mapping[str, object]]
"""By parameter, what each log was given."""


def differing_of(logs: Sequence[Log]) -> Differing:
    """The parameters in which runs, or others' logs, differ; a log of which none is known differs in none."""
    return differing({look_of(one): one.parameters for one in logs if one.parameters})


def show_legend(logs: Sequence[Log], parameters: Differing) -> None:
    """A line for each run or log; nothing where there is one alone."""
    looks = styles(look_of(one) for one in logs)
    if len(looks) < 2:  # noqa: PLR2004 - one line needs no legend
        return
    rows = {
        "Line": [LINES[one.dash] for one in looks.values()],
        "Run or log": list(looks),
        **{name: [_cell(given.get(look)) for look in looks] for name, given in parameters.items()},
    }
    colours = [f"color: {one.colour}" for one in looks.values()]
    table = pd.DataFrame(rows).style.apply(lambda _: colours, subset=["Line"])
    alt = "The lines of the charts, with the parameters in which they differ"
    st.dataframe(table, hide_index=True, alt=alt, height="content" if len(looks) <= 10 else 380)  # noqa: PLR2004
    if not parameters and any(one.parameters for one in logs):
        st.caption("All of them were given the same parameters, as far as is known.")


def _cell(value: object) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def offer(panels: Callable[[], Sequence[Panel]], series: Sequence[Series], look: Look) -> None:
    """A row of buttons; each file is made when it is asked for.

    Args:
        panels: Makes what pictures show.
        series: What the table has the points of; none for no table.
        look: How they are smoothed.
    """
    with st.container(horizontal=True):
        if series:
            download("CSV", partial(_csv, series, look), "curves.csv", mime="text/csv", key="curves_csv")
        for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
            make = partial(_picture, panels, kind)
            download(kind.upper(), make, f"curves.{kind}", mime=mime, key=f"curves_{kind}")


def _picture(panels: Callable[[], Sequence[Panel]], kind: str) -> bytes:
    return draw_panels(panels(), kind=kind)  # type: ignore[arg-type]


def _csv(series: Sequence[Series], look: Look) -> str:
    shown = [(one.label, one.curve) for one in series]
    return "".join(points_csv(shown, smoothing=look.view.smoothing))
