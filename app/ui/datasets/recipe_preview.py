"""What a recipe would come to, shown before anything is frozen."""

from typing import Any

import pandas as pd
import streamlit as st

from app.ui.actions import ask, attempt_now, plain
from core.datasets.freezing import Recipe, RecipePreview, preview
from core.labelling import ProjectView

COLUMNS = {
    "choice": "Choice",
    "weight": "Weight",
    "candidate_0": "Candidate 0",
    "candidate_1": "Candidate 1",
    "input_text": "Post",
}
"""The choice first: it is what people look for, and a post fills the width."""


def preview_recipe(project: ProjectView, recipe: Recipe) -> None:
    """Work out what the recipe comes to now, and show it."""
    with st.spinner("Reading the judgments …"):
        found = attempt_now(lambda: ask(preview, project, recipe))
    if found is not None:
        _show(found)


def _show(found: RecipePreview) -> None:
    if not found.counts:
        st.info("Nothing has been judged or imported for this set yet.", icon=":material/info:")
        return
    kept = {reason: number for reason, number in found.counts.items() if reason not in found.left_out}
    st.markdown(f"**{found.rows:,} rows.** {_listed(kept)}")
    st.markdown(f"Left out: {_listed(found.left_out) or 'none.'}")
    if found.examples:
        st.caption("The first rows")
        st.dataframe(_table(found.examples), hide_index=True, alt="The first rows the set would have")


def _listed(counts: dict[str, int]) -> str:
    parts = [f"{number:,} {plain(reason)}" for reason, number in sorted(counts.items())]
    return ", ".join(parts) + "." * bool(parts)


def _table(rows: tuple[dict[str, Any], ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    return frame[[name for name in COLUMNS if name in frame]].rename(columns=COLUMNS)
