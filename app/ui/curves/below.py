"""What stands below the charts: their lines with what they were given, and files to take along."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from app.ui.curves.controls import Look
from app.ui.curves.lines import Log, group_of, look_of, looks_of
from app.ui.curves.reading import Source
from app.ui.curves.series import Series
from app.ui.show import download, room_for_tools
from core.curves import Panel, differing, draw_panels, points_csv

LINES = {"solid": "━━━", "dash": "━ ━", "dot": "• • •", "dashdot": "━ •"}
Differing = Mapping[str, Mapping[str, object]]
"""By parameter, what each log was given."""


def differing_of(logs: Sequence[Log]) -> Differing:
    """The parameters in which runs, or others' logs, differ; a log of which none is known differs in none."""
    return differing({look_of(one): one.parameters for one in logs if one.parameters})


def show_legend(logs: Sequence[Log], parameters: Differing, group: str = "") -> None:
    """The line of each run or log, or of its group; nothing where there is one alone."""
    lines = looks_of(logs, group)
    looks = {look_of(one): lines[group_of(one, group) or look_of(one)] for one in logs}
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
    room_for_tools()
    st.dataframe(table, hide_index=True, alt=alt, height="content" if len(looks) <= 10 else 380)  # noqa: PLR2004
    if not parameters and any(one.parameters for one in logs):
        st.caption("All of them were given the same parameters, as far as is known.")


def _cell(value: object) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def offer(panels: Callable[[], Sequence[Panel]], table: Callable[[], str], sources: Sequence[Source]) -> None:
    """A row of buttons; each file is made when it is asked for.

    Args:
        panels: Makes what pictures show.
        table: Makes the CSV.
        sources: What they are of: a picture has the names as its title, and in words what was found.
    """
    with st.container(horizontal=True):
        download("CSV", table, "curves.csv", mime="text/csv", key="curves_csv")
        for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
            make = partial(_picture, panels, kind, sources)
            download(kind.upper(), make, f"curves.{kind}", mime=mime, key=f"curves_{kind}")


def _picture(panels: Callable[[], Sequence[Panel]], kind: str, sources: Sequence[Source]) -> bytes:
    title = ", ".join(one.name for one in sources)
    says = " ".join(said.sentence for one in sources for said in one.findings)
    return draw_panels(panels(), kind=kind, title=title, says=says)  # type: ignore[arg-type]


def csv_of(series: Sequence[Series], look: Look) -> str:
    """Every point of what is drawn."""
    shown = [(one.label, one.curve) for one in series]
    return "".join(points_csv(shown, smoothing=look.view.smoothing))
