"""The first rows of a file: as they stand there, and as they would be taken, seen as annotators will."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from app.ui.show import room_for_tools, show_table
from core.datasets.checks import excerpt
from core.datasets.formats import Parts, Row, Wanted
from core.datasets.importing import Preview, Shape, preview
from core.datasets.problems import Problem
from core.datasets.records import SAYS, AnswerSetRecord, PairRecord, Understood
from core.errors import StudioError

SHOWN = 5
LONG, PANE = 1200, 260
"""Characters from which on a text scrolls, and the height of its pane in pixels."""
NAMES = {
    "refused": "Why it is refused",
    "choice": "Choice",
    "input_text": "Prompt",
    "candidate_0": "Candidate 0",
    "candidate_1": "Candidate 1",
    "answers": "Answers",
    "source_0": "Source 0",
    "source_1": "Source 1",
    "annotator": "Annotator",
}
"""What makes a row useless first, and then what is most often read wrongly."""
WIDTHS = {"refused": 330, "input_text": 290, "candidate_0": 230, "candidate_1": 230, "answers": 500}
"""Pixels, so that prompt and candidates are on a small screen together."""


def show_first_rows(rows: list[Row], shape: Shape, wanted: Wanted, parts: Parts) -> bool:
    """Which way round they are read, one of them as annotators will see it, and all in a table.

    Returns:
        Whether they could be read at all; why not is said.
    """
    try:
        seen = preview(rows, shape, wanted, parts)
    except StudioError as refusal:
        st.error(plain(str(refusal)), icon=":material/block:")
        return False
    with st.container(border=True, gap="xsmall"):
        _direction(seen, shape)
        _one_row(seen)
    table, fields = st.columns(2)
    with table.expander("The first rows as a table", icon=":material/table_rows:"):
        _table(seen)
    with fields.expander("What becomes of each field", icon=":material/account_tree:"):
        show_fates(dict(seen.fates))
    return True


def show_fates(fates: dict[str, str]) -> None:
    """Each field with what becomes of it."""
    show_table(list(fates.items()), ["Field", "What becomes of it"], alt="Fields and what becomes of each")


def show_raw_rows(rows: list[Row]) -> None:
    """The same rows as they stand in the file, for somebody who is to say which column is which."""
    st.caption("The first rows of the file")
    cells = [{excerpt(name): excerpt(str(value)) for name, value in row.items()} for row in rows[:SHOWN]]
    room_for_tools()
    st.dataframe(pd.DataFrame(cells), hide_index=True, alt="The first rows of the file")


def _direction(seen: Preview, shape: Shape) -> None:
    for sentence in seen.directions:
        st.markdown(plain(sentence))
    st.caption(plain(seen.counted()))
    if shape.format.check_first:
        st.caption(f"To look at first: {plain(shape.format.check_first)}")


def _one_row(seen: Preview) -> None:
    """One row as annotators will see it; with the keyboard one goes from one to the next."""
    shown = seen.made[:SHOWN]
    if not shown:
        return
    number = st.radio(
        "Row",
        range(len(shown)),
        key=f"{MAPPED}row",
        format_func=lambda place: f"{shown[place].line} · {_said(shown[place])}",
        horizontal=True,
    )
    one = shown[number]
    if isinstance(one, Problem):
        st.markdown(f":red[:material/block:] {plain(excerpt(f'{one.field} {one.reason}'))}")
        return
    with st.container(border=True, height=PANE if len(one.input_text) > LONG else "content"):
        st.text(one.input_text)
    if isinstance(one, PairRecord):
        texts: Sequence[str] = (one.candidate_0, one.candidate_1)
        titles = [_title(place, seen, better=one.choice == place) for place in (0, 1)]
    else:
        texts = one.candidates if isinstance(one, AnswerSetRecord) else ()
        titles = [_answer(one, place) for place in range(len(texts))]
    for first in range(0, len(texts), 2):
        for column, place in zip(st.columns(2), range(first, len(texts)), strict=False):
            _text(column, titles[place], texts[place])


def _text(place: Any, title: str, text: str) -> None:
    with place, st.container(border=True, height=PANE if len(text) > LONG else "stretch", gap="xsmall"):
        st.markdown(title)
        st.text(text)


def _title(place: int, seen: Preview, *, better: bool) -> str:
    mark = " :green-badge[:material/check: better]" if better else ""
    return f"**Candidate {place}** :gray[{plain(seen.sides[place])}]{mark}"


def _answer(one: Understood, place: int) -> str:
    scores = one.scores if isinstance(one, AnswerSetRecord) else None
    told = f" :gray[score {scores[place]:g}, higher is better]" if scores else ""
    return f"**Answer {place + 1}**{told}"


def _said(one: Understood) -> str:
    if isinstance(one, Problem):
        return "refused"
    if isinstance(one, PairRecord):
        return SAYS[one.choice]
    return "answers" if isinstance(one, AnswerSetRecord) else "prompt"


def _table(seen: Preview) -> None:
    """Parts that none of the rows has are left out."""
    cells = [_cells(one) for one in seen.made[:SHOWN]]
    frame = pd.DataFrame(cells, columns=list(NAMES)).dropna(axis=1, how="all")
    room_for_tools()
    st.dataframe(
        frame.rename(columns=NAMES),
        hide_index=True,
        alt="The first rows of the file as they would be taken",
        column_config={NAMES[name]: st.column_config.TextColumn(width=wide) for name, wide in WIDTHS.items()},
    )


def _cells(one: Understood) -> dict[str, Any]:
    if isinstance(one, Problem):
        return {"refused": excerpt(f"{one.field} {one.reason}")}
    if isinstance(one, AnswerSetRecord):
        return {"input_text": excerpt(one.input_text), "answers": excerpt(" | ".join(one.candidates))}
    parts = {name: getattr(one, name, None) for name in NAMES}
    return {name: excerpt(str(value)) for name, value in parts.items() if value is not None}
