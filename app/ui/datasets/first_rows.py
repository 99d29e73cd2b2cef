"""The first rows of a file as they would be taken."""

from typing import Any

import pandas as pd
import streamlit as st

from core.datasets.checks.findings import plain as cut
from core.datasets.formats import Parts, Prompts, Wanted
from core.datasets.importing import Shape
from core.datasets.problems import Problem
from core.datasets.records import AnswerSetRecord, Understood

SHOWN = 5
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


def show_first_rows(rows: list[dict[str, Any]], shape: Shape, wanted: Wanted, parts: Parts) -> None:
    """A table of the first rows; parts that none of them has are left out."""
    read = shape.format.adapter(wanted, shape.columns, Prompts(parts))
    made = [one for number, row in enumerate(rows[:SHOWN], start=1) for one in read(number, row)]
    frame = pd.DataFrame([_cells(one) for one in made], columns=list(NAMES)).dropna(axis=1, how="all")
    st.caption("The first rows as they would be taken")
    st.dataframe(
        frame.rename(columns=NAMES),
        hide_index=True,
        alt="The first rows of the file as they would be taken",
        column_config={NAMES[name]: st.column_config.TextColumn(width=wide) for name, wide in WIDTHS.items()},
    )


def show_raw_rows(rows: list[dict[str, Any]]) -> None:
    """The same rows as they stand in the file, for somebody who is to say which column is which."""
    st.caption("The first rows of the file")
    cells = [{cut(name): cut(str(value)) for name, value in row.items()} for row in rows[:SHOWN]]
    st.dataframe(pd.DataFrame(cells), hide_index=True, alt="The first rows of the file")


def _cells(one: Understood) -> dict[str, Any]:
    if isinstance(one, Problem):
        return {"refused": cut(f"{one.field} {one.reason}")}
    if isinstance(one, AnswerSetRecord):
        return {"input_text": cut(one.input_text), "answers": cut(" | ".join(one.candidates))}
    parts = {name: getattr(one, name, None) for name in NAMES}
    return {name: cut(str(value)) for name, value in parts.items() if value is not None}
