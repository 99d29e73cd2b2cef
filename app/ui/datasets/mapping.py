"""Step 2 of an import: rows are read as recognised, as a mapping that was kept, or as a person says."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from app.ui.actions import ask, attempt, plain, write
from app.ui.datasets.choice_form import PATHS, choice_form, pick
from app.ui.datasets.files import MAPPED
from app.ui.datasets.first_rows import show_raw_rows
from app.ui.datasets.label_studio_form import SAME_WORDS, label_studio_form
from app.ui.datasets.prompt_fields import all_parts, prompt_answers, prompt_parts
from core.datasets.formats import (
    Columns,
    Format,
    Guess,
    Parts,
    Recognised,
    Row,
    Wanted,
    known_formats,
    opened_rows,
    paths_in,
)
from core.datasets.importing import (
    ImportPlan,
    MappingView,
    NewMapping,
    Shape,
    delete_mapping,
    list_mappings,
    save_mapping,
)
from core.datasets.problems import printable
from core.labelling import ProjectView

AS_SEEN, OTHERWISE = "seen", "otherwise"
KEPT = "kept:"
BY_COLUMNS = "columns"
TWO_OF_MANY = "Import the file into a project for rankings, or name two of the answers here."
NO_CHOICE = ""
HOW = f"{MAPPED}how"
MORE = {
    "strength": "Strength of the choice, 1 to 4",
    "source_0": "Source of candidate 0",
    "source_1": "Source of candidate 1",
    "annotator": "Annotator",
}
NOTE = {"note": "Why the answer is right"}
PROMPT = {"input_text": "Prompt"}
CANDIDATES = {"candidate_0": "Candidate 0", "candidate_1": "Candidate 1"}
FORMS = {"label-studio": label_studio_form}
"""Forms of their own, by the name of the format; other formats are mapped field by field."""


class Reading(NamedTuple):
    """How rows are read, and which fields belong to their prompts."""

    shape: Shape
    parts: Parts


def reading_form(plan: ImportPlan, found: Recognised, rows: list[Row]) -> Reading | None:
    """Say what was recognised, and let a person say otherwise; None while something must be said."""
    wanted = plan.wanted
    kept = {one.name: one for one in ask(list_mappings, plan.project) if one.fits(rows, wanted)}
    st.caption(plain(f"Recognised as {found.format.title}: {found.why}"))
    how = _how(found, kept, wanted)
    if how == OTHERWISE:
        read = _otherwise(found, rows, wanted)
    elif how == AS_SEEN:
        shape = _as_seen(found, rows, wanted)
        read = Reading(shape, Parts()) if shape else None
    else:
        read = _as_kept(plan.project, kept[how.removeprefix(KEPT)])
    answers = prompt_answers()
    return read._replace(parts=all_parts(read.parts, answers)) if read else None


def _how(found: Recognised, kept: Mapping[str, MappingView], wanted: Wanted) -> str:
    """Which way was chosen; where nobody need say anything, the first is what was recognised."""
    seen = [] if _must_be_said(found, wanted) else [AS_SEEN]
    labels = {AS_SEEN: f"As recognised: {plain(found.format.title)}", OTHERWISE: "Read otherwise"}
    labels |= {f"{KEPT}{name}": f"Read as last time: {plain(name)}" for name in kept}
    options = [*seen, *(one for one in labels if one.startswith(KEPT)), OTHERWISE]
    if len(options) == 1:
        return OTHERWISE
    chosen: str = st.radio(
        "How the rows are read",
        options,
        index=0 if seen else len(options) - 1,
        key=HOW,
        format_func=labels.__getitem__,
        horizontal=True,
    )
    return chosen


def _must_be_said(found: Recognised, wanted: Wanted) -> bool:
    """Whether the rows leave something open that no single question settles."""
    columns = found.columns
    if columns is None or not found.format.is_mapped:
        return bool(found.question)
    if found.question:
        return not found.format.opinions
    there = set(found.fields)
    needed = [] if columns.fixed_prompt else [columns.input_text]
    needed += [] if wanted == Wanted.PROMPTS else [columns.candidate_0, columns.candidate_1]
    stands_inside = found.format.apart or found.format.name in FORMS
    return not stands_inside and any(name.partition(".")[0] not in there for name in needed)


def _as_seen(found: Recognised, rows: list[Row], wanted: Wanted) -> Shape | None:
    """What was recognised; of a known data set with several opinions the one that counts is asked for."""
    if not found.question or not found.format.guess:
        return Shape.of(found)
    opinions = {one.field: f"{printable(one.field)}: {one.says}" for one in found.format.opinions}
    chosen = st.radio(
        "The rows hold several opinions, which may disagree. Which is the choice?",
        [*opinions, NO_CHOICE],
        index=None,
        key=f"{MAPPED}opinion",
        format_func=lambda field: plain(opinions.get(field, "None of them: the rows come without a choice")),
    )
    if chosen is None:
        st.info("Say which opinion is the choice.", icon=":material/edit:")
        return None
    return Shape(found.format, found.format.guess(rows, wanted, {"choice": chosen}).columns)


def _as_kept(project: ProjectView, kept: MappingView) -> Reading:
    st.button(
        "Forget this mapping",
        key=f"{MAPPED}forget",
        icon=":material/delete:",
        type="tertiary",
        on_click=_forget,
        args=(project, kept.name),
    )
    return Reading(kept.shape, kept.parts)


def _forget(project: ProjectView, name: str) -> None:
    st.session_state.pop(HOW, None)
    attempt(lambda: write(delete_mapping, project, name), done=f"The mapping {name} is gone.")


def _otherwise(found: Recognised, rows: list[Row], wanted: Wanted) -> Reading | None:
    """One form: the format, its fields, what says which is better, and what else the prompt is made of."""
    formats = {one.title: one for one in known_formats(wanted)}
    titles = list(formats)
    proposed = found.format.title
    if found.question and not found.format.is_mapped:
        st.warning(f"{plain(found.question)} {TWO_OF_MANY}", icon=":material/help:")
        proposed = BY_COLUMNS
    chosen = formats[
        st.selectbox(
            "Format",
            titles,
            index=titles.index(proposed) if proposed in formats else 0,
            key=f"{MAPPED}format",
            format_func=lambda title: formats[title].label,
        )
    ]
    if not chosen.is_mapped:
        shape = Shape.of(found) if chosen is found.format else Shape(chosen)
        return Reading(shape, _more_of_prompt(list(paths_in(rows))))
    form = FORMS.get(chosen.name)
    columns = form(rows, wanted) if form else _columns_form(chosen, rows, wanted)
    parts = _more_of_prompt(list(paths_in(opened_rows(chosen, rows))))
    return Reading(Shape(chosen, columns), parts) if columns else None


def _more_of_prompt(fields: Sequence[str]) -> Parts:
    with st.expander(
        "More of the prompt: system, context, earlier turns",
        icon=":material/segment:",
        key=f"{MAPPED}more_of_prompt",
    ):
        st.caption(f"Usual names are found by themselves. {PATHS}")
        return prompt_parts(fields)


def _columns_form(read_as: Format, rows: list[Row], wanted: Wanted) -> Columns | None:
    """Ask for the field of each part; None while one that is needed, or what choices mean, is not said."""
    guess = read_as.guess(rows, wanted, {}) if read_as.guess else Guess(Columns(""))
    asked = st.empty()
    opened = opened_rows(read_as, rows)
    fields = list(paths_in(opened))
    needed = PROMPT if wanted == Wanted.PROMPTS else PROMPT | CANDIDATES
    said = _texts(needed, fields, guess.columns)
    lacks = any(not said[part] for part in needed if part != "input_text" or not said.get("fixed_prompt"))
    missing = "Choose the columns that are still missing." if lacks else ""
    if wanted != Wanted.PROMPTS:
        more = MORE | (NOTE if wanted == Wanted.GOLD else {})
        texts = Columns(**{part: name or "" for part, name in said.items()})
        chosen, open_choice = choice_form(guess, texts, fields, opened)
        missing = missing or open_choice
        with st.expander(
            "More: strength, sources, annotator", icon=":material/more_horiz:", key=f"{MAPPED}more"
        ):
            said |= pick(more, fields, guess.columns)
        said |= chosen
    if missing:
        if guess.question:
            asked.warning(plain(guess.question), icon=":material/help:")
        st.info(missing, icon=":material/edit:")
        show_raw_rows(opened)
        return None
    return Columns(**{part: value for part, value in said.items() if value is not None})


def _texts(needed: Mapping[str, str], fields: Sequence[str], guess: Columns) -> dict[str, str | None]:
    """The prompt, or words that are the same for all rows, and the candidates."""
    said = pick(needed, [*fields, SAME_WORDS], guess, optional=False)
    if said["input_text"] != SAME_WORDS:
        return said
    words = st.text_input("Prompt of all rows", key=f"{MAPPED}fixed_prompt")
    return said | {"input_text": "", "fixed_prompt": words.strip()}


def keep_form(plan: ImportPlan, reading: Reading, rows: list[Row]) -> None:
    """Keep how the rows are read under a name, for the next file with the same fields."""
    with st.popover("Keep as a mapping", icon=":material/bookmark:", key=f"{MAPPED}keep"):
        st.text_input(
            "Name", key=f"{MAPPED}keep_name", help="One of the same name in this project is replaced."
        )
        st.button("Keep", key=f"{MAPPED}keep_go", type="primary", on_click=_keep, args=(plan, reading, rows))


def _keep(plan: ImportPlan, reading: Reading, rows: list[Row]) -> None:
    name = st.session_state[f"{MAPPED}keep_name"]
    new = NewMapping(name, plan.wanted, reading.shape, reading.parts, rows)
    attempt(lambda: write(save_mapping, plan.project, new), done=f"Kept as {name}.")
