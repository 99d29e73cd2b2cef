"""Step 2 of an import: how the rows are written, as it was recognised and as a person corrects it."""

from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from app.ui.datasets.label_studio_form import label_studio_form
from app.ui.datasets.mapping import mapping_form
from core.datasets.formats import Recognised, Wanted, known_formats
from core.datasets.importing import Shape

FORMS = {"label-studio": label_studio_form}
"""Forms of their own, by the name of the format; other formats are mapped column by column."""


def shape_form(found: Recognised, rows: list[dict[str, Any]], wanted: Wanted) -> Shape | None:
    """Show what was recognised, let a person choose otherwise; None while a column is still to be named."""
    formats = {one.title: one for one in known_formats(wanted)}
    titles = list(formats)
    chosen = formats[
        st.selectbox(
            "Read as",
            titles,
            index=titles.index(found.format.title) if found.format.title in formats else 0,
            key=f"{MAPPED}format",
            format_func=lambda title: formats[title].label,
        )
    ]
    st.caption(plain(f"Recognised as {found.format.title}: {found.why}"))
    if not chosen.is_mapped:
        return Shape.of(found) if chosen is found.format else Shape(chosen)
    form = FORMS.get(chosen.name)
    columns = form(rows, wanted) if form else mapping_form(chosen, found.fields, rows, wanted)
    return Shape(chosen, columns) if columns else None
