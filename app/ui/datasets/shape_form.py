"""Step 2 of an import: how the rows are written, as it was recognised and as a person corrects it."""

from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from app.ui.datasets.label_studio_form import label_studio_form
from app.ui.datasets.mapping import mapping_form
from core.datasets.formats import Format, Recognised, Wanted
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.importing import Shape

TITLES = {
    Format.VERTEX: "Vertex RLHF (input_text, candidate_0, candidate_1, choice)",
    Format.OPENAI: "OpenAI comparisons (info, summaries, choice)",
    Format.TRL: "TRL / Hugging Face (prompt, chosen, rejected)",
    Format.SCORED: "Scored or ranked answers (a prompt with a list of answers)",
    Format.LABEL_STUDIO: "Label Studio export",
    Format.COLUMNS: "Columns with names of their own",
}
OF_SETS = (Format.VERTEX, Format.SCORED)


def shape_form(found: Recognised, rows: list[dict[str, Any]], wanted: Wanted) -> Shape | None:
    """Show what was recognised, let a person choose otherwise; None while a column is still to be named."""
    formats = list(OF_SETS if wanted == Wanted.ANSWER_SETS else TITLES)
    chosen = st.selectbox(
        "Read as",
        formats,
        index=formats.index(found.format) if found.format in formats else 0,
        key=f"{MAPPED}format",
        format_func=TITLES.__getitem__,
    )
    why = found.why.removesuffix(found.question).rstrip()  # the form asks
    st.caption(plain(f"Recognised as {found.format.value}: {why}"))
    if chosen == Format.LABEL_STUDIO:
        named = label_studio_form(rows, wanted)
        return Shape(chosen, named) if named else None
    if chosen != Format.COLUMNS:
        return Shape.of(found) if chosen == found.format else Shape(chosen)
    columns = mapping_form(guess_columns(rows, wanted), found.fields, rows, wanted)
    return Shape(Format.COLUMNS, columns) if columns else None
