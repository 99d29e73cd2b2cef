"""The charts of the page, drawn anew by themselves when only the way of looking at them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.curves.below import csv_of, differing_of, offer, show_legend
from app.ui.curves.charts import stack
from app.ui.curves.controls import Look, Section, choose_look
from app.ui.curves.lines import Drawn, Log, looks_of
from app.ui.curves.pairs import show_any_two, show_over_kl
from app.ui.curves.panels import Chart, make_panels
from app.ui.curves.reading import Source
from app.ui.curves.said import finding_of
from app.ui.curves.series import Style, course_series
from app.ui.state import project
from core.access import Action, ensure_may
from core.curves import Along, Meaning, course_source, why_not
from core.labelling.quality import NoiseFloor
from core.training.methods import all_methods

RANKING = frozenset({Meaning.RANK_LOSS, Meaning.ACCURACY})
"""What is learned of choices; beside it stands what the policy does, whose steps are others."""
PAGE = 12
"""So many more curves at a time."""
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """What charts are drawn from.

    Attributes:
        drawn: The lines.
        look: How they are looked at.
        looks: The lines of groups.
        sources: Where they come from, with their findings.
        floor: The noise floor, where it is to be drawn.
    """

    drawn: Drawn
    look: Look
    looks: Mapping[str, Style]
    sources: Sequence[Source]
    floor: NoiseFloor | None

    def chart(self, tag: str) -> Chart:
        """One tag's chart."""
        meaning = self.drawn.known.get(tag)
        lines = [one.grouped(self.look.group, self.looks) for one in self.drawn.tags[tag]]
        if self.look.reference and meaning is not None:
            course = course_series(meaning, x=self.look.view.x)
            lines += [course] if course else []
        return Chart(tag, lines, self.floor if self.drawn.of_ranks(tag) else None)


def draw(logs: Sequence[Log], drawn: Drawn, sources: Sequence[Source], floor: NoiseFloor | None) -> None:
    """Controls, charts, and what can be taken along."""
    ask(ensure_may, Action.SEE_RUNS, project().id)  # drawn by itself, it keeps what was read before
    parameters = differing_of(logs)
    look = choose_look(list(parameters), floor=floor is not None)
    if look.section == Section.CURVES:
        place = Place(drawn, look, looks_of(logs, look.group), sources, floor if look.floor else None)
        _say_why_not(place)
        _first(place)
        show_legend(logs, parameters, look.group)
        charts = [place.chart(tag) for tag in [*drawn.first, *_others(place)]]
        if charts:
            series = [one for chart in charts for one in chart.series]
            offer(partial(make_panels, charts, look.view), partial(csv_of, series, look), sources)
    else:
        show = show_over_kl if look.section == Section.OVER_KL else show_any_two
        shown = show(drawn, look)
        show_legend(logs, parameters)
        if shown:
            panels, table = shown
            offer(lambda: panels, table, sources)


def _say_why_not(place: Place) -> None:
    """Why nothing, or not all, can be drawn along what was chosen."""
    whys = {
        one.log.name: why
        for lines in place.drawn.tags.values()
        for one in lines
        if (why := why_not(place.look.view.x, one.series.pace))
    }
    if whys:
        names = ", ".join(list(whys)[:3]) + (" …" if len(whys) > 3 else "")  # noqa: PLR2004 - enough to see
        st.info(f"**{plain(names)}**: {plain(next(iter(whys.values())))}", icon=":material/straighten:")
    if place.look.reference:
        st.caption(plain(_course(place)))


def _course(place: Place) -> str:
    if place.look.view.x != Along.RELATIVE_STEP:
        return "The public course’s run is drawn along steps from the start only."
    return course_source("rank_loss").partition(":")[0] + "."


def _first(place: Place) -> None:
    """What says whether it learned: choices on the left, the policy on the right, each with one cursor."""
    drawn, absent = place.drawn, _absent(place)
    ranking = [tag for tag in drawn.first if _of(drawn, tag) in RANKING]
    policy = [tag for tag in drawn.first if tag not in ranking]
    columns = [one for one in (ranking, policy) if one] or [[]]
    if absent and not policy:
        columns.append([])
    places = st.columns(len(columns))
    for number, (tags, column) in enumerate(zip(columns, places, strict=True)):
        with column:
            _stack(place, tags, key=f"curves_first_{number}", beside=len(columns))
    with places[-1]:
        for tag, why in absent.items():
            st.markdown(f"**{plain(tag)}**")
            st.info(why, icon=":material/visibility_off:")


def _of(drawn: Drawn, tag: str) -> Meaning | None:
    known = drawn.known.get(tag)
    return known.meaning if known else None


def _absent(place: Place) -> Mapping[str, str]:
    """Why curves that people look for are not there, by their tags."""
    methods = [all_methods().get(one.detail.run.method) for one in place.sources if one.detail]
    said = {tag: why for one in methods if one for tag, why in one.absent_curves.items()}
    return {tag: why for tag, why in said.items() if tag not in place.drawn.tags}


def _others(place: Place) -> list[str]:
    """All other curves, found by a part of their name; gives those that are drawn."""
    tags = place.drawn.others
    if not tags:
        return []
    title = "1 more curve" if len(tags) == 1 else f"{len(tags):,} more curves"
    if not place.drawn.first:
        st.info(
            "The studio knows none of these curves by name; look for yours among all of them.",
            icon=":material/search:",
        )
    more = st.expander(
        title, not place.drawn.first, key="more_curves", on_change="rerun", icon=":material/add_chart:"
    )
    if not more.open:
        return []
    with more:
        found = _found(tags) if len(tags) > PAGE else tags
        columns = st.columns(min(3, max(len(found), 1)))
        for number, column in enumerate(columns):
            with column:
                _stack(place, found[number :: len(columns)], key=f"curves_more_{number}", beside=len(columns))
    return found


def _found(tags: Sequence[str]) -> list[str]:
    """Those with these letters in their name, a page of them at a time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            "Find by name", key="more_named", icon=":material/search:", width=300, bind="query-params"
        )
        found = [one for one in tags if (sought or "").strip().lower() in one.lower()]
        pages = -(-len(found) // PAGE)
        page = 1
        if pages > 1:
            page = st.number_input(f"Page, of {pages:,}", 1, pages, key=f"more_page_{pages}", width=140)
    if not found:
        st.info("No curve has this in its name; try a shorter part of it.", icon=":material/search_off:")
    return found[(page - 1) * PAGE : page * PAGE]


def _stack(place: Place, tags: Sequence[str], *, key: str, beside: int) -> None:
    """Charts below each other, and in words what they show."""
    if not tags:
        return
    charts = [place.chart(tag) for tag in tags]
    drawing = stack(make_panels(charts, place.look.view), outliers=place.look.view.outliers, beside=beside)
    said = [finding_of(place.sources, tag) for tag in tags]
    alt = [words or f"{tag}: {notes[0]}" for tag, words, notes in zip(tags, said, drawing.notes, strict=True)]
    name = "curves-" + "-".join(tags)
    config = CONFIG | {"toImageButtonOptions": {"format": "png", "filename": file_name(name), "scale": 2}}
    st.plotly_chart(drawing.figure, key=key, config=config, alt=" ".join(alt))
    told = [f"{tag}: {'; '.join(notes)}" for tag, notes in zip(tags, drawing.notes, strict=True)]
    st.caption(plain(" · ".join(told)))
    floor = next((one.floor for one in charts if one.floor), None)
    if floor is not None:
        st.caption(f"{plain(floor.sentence)} {plain(floor.caveat)}")


def file_name(name: str) -> str:
    """A name that every file system takes."""
    return "".join(one if one.isalnum() or one in "-_" else "-" for one in name)[:100]
