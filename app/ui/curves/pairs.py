"""One scalar against another: the reward over the root of the KL, and any two that somebody chooses."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from app.ui.actions import plain
from app.ui.curves.controls import Look
from app.ui.curves.lines import Drawn, Line
from app.ui.curves.planes import Path, Plane, draw_plane, plane_panel
from app.ui.show import choose
from core.curves import Joined, Known, Meaning, Panel, against_kl, join, joined_csv

GAO = (
    "Along √KL a proxy's reward goes on rising where what people would say turns down; keep the model before "
    "that, or raise kl_coeff (Gao, Schulman and Hilton 2023, Scaling laws for reward model overoptimization)."
)

Offered = tuple[list[Panel], Callable[[], str]]
"""What a picture shows, and what makes the table."""


def show_over_kl(drawn: Drawn, look: Look) -> Offered | None:
    """The reward of each run over the root of its KL; gives what can be taken along."""
    paths = [
        _path(kl, reward, against_kl(kl.series.curve, reward.series.curve))
        for kl, reward in _pairs(drawn, Meaning.KL, Meaning.REWARD)
    ]
    if not any(len(one.joined) for one in paths):
        st.info(
            "The logs shown do not have both a reward and a KL, or no point of one meets one of the other.",
            icon=":material/search_off:",
        )
        return None
    plane = Plane("Reward against √KL", "√KL, √nats", "reward", better=1)
    _show(paths, plane, look, key="curves_over_kl")
    st.caption(GAO)
    return _offered(paths, plane, look, ("root_kl", "reward"))


def show_any_two(drawn: Drawn, look: Look) -> Offered | None:
    """Any scalar against any other of the same log; gives what can be taken along."""
    names = {tag: tag for tag in drawn.tags}
    if len(names) < 2:  # noqa: PLR2004 - two
        st.info("The logs shown have one curve only; there is nothing to hold it against.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = choose("Across", names, key="across", bind="query-params", width=320)
        up = choose("Up", names, key="up", index=1, bind="query-params", width=320)
    ups = {(one.log.name, one.log.source.name): one for one in drawn.tags[up]}
    paths = [
        _path(one, other, join(one.series.curve, other.series.curve))
        for one in drawn.tags[across]
        if (other := ups.get((one.log.name, one.log.source.name)))
    ]
    if not any(len(one.joined) for one in paths):
        st.info("No log shown has both of these, or their points do not meet.", icon=":material/search_off:")
        return None
    known = drawn.known.get(up)
    plane = Plane(
        f"{up} against {across}", _axis(drawn, across), _axis(drawn, up), known.better if known else 0
    )
    _show(paths, plane, look, key="curves_any_two")
    return _offered(paths, plane, look, (across, up))


def _pairs(drawn: Drawn, *sought: Meaning) -> Iterator[tuple[Line, Line]]:
    """Two curves of one log with these meanings, of what is trained on."""
    by_log: dict[tuple[str, str], dict[Meaning, Line]] = {}
    for lines in drawn.tags.values():
        for one in lines:
            known = one.series.known
            if known is not None and known.meaning in sought and not known.held_out:
                found = by_log.setdefault((one.log.source.name, one.log.name), {})
                found.setdefault(known.meaning, one)
    for found in by_log.values():
        if len(found) == len(sought):
            first, other = (found[one] for one in sought)
            yield first, other


def _path(one: Line, other: Line, joined: Joined) -> Path:
    return Path(other.series.label, one.series.style, joined)


def _axis(drawn: Drawn, tag: str) -> str:
    known: Known | None = drawn.known.get(tag)
    return f"{tag}, {known.unit}" if known and known.unit else tag


def _offered(paths: Sequence[Path], plane: Plane, look: Look, names: tuple[str, str]) -> Offered:
    shown = [(one.label, one.joined) for one in paths]
    table = partial(joined_csv, shown, names=names, smoothing=look.view.smoothing)
    return [plane_panel(paths, plane, look.view)], table


def _show(paths: Sequence[Path], plane: Plane, look: Look, *, key: str) -> None:
    drawing = draw_plane(paths, plane, look.view)
    notes = "; ".join(drawing.notes[0])
    st.plotly_chart(
        drawing.figure, key=key, config={"displaylogo": False}, alt=f"{plane.title}, step by step: {notes}"
    )
    st.caption(f"{plain(notes)}.")
