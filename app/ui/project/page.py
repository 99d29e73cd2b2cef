"""The project page's parts: progress, settings, a new project."""

import streamlit as st

from app.ui.actions import ask, attempt_beside, show_beside, write
from app.ui.project.fields import Fields
from app.ui.project.forms import labelling_group, preset_choice, queue_group
from app.ui.project.honesty import gold_warning, honesty_group
from app.ui.project.texts import texts_group
from app.ui.state import open_from_address, open_project
from core.labelling import ProjectSettings, ProjectView, Texts, get_project
from core.labelling.progress import ProjectProgress, project_progress
from core.labelling.projects import Preset, change_project, count_gold, create_project
from core.labelling.protocol import skip_reasons_for

LONGEST_NAME = 100
NEW = "new"
GUIDELINES_HELP = "Annotators open them with G and read them before a qualification; Markdown if texts are."
PROJECT_TAB = "project_tab"
"""Which tab of the settings is open, in the session and in links."""
TABS = ("Basics", "Texts", "Labelling", "Queue", "Honesty")


def this_project(project: ProjectView) -> None:
    """How far the project is, and its settings."""
    progress = ask(project_progress, project)
    gold = ask(count_gold, project)
    _progress(project, progress)
    _settings(Fields(project), has_pairs=bool(progress.pairs or gold), gold=gold)


def new_project(*, first: bool) -> None:
    """The form that starts a project; the rest is set on the page of the project itself."""
    with (
        st.expander("New project", expanded=first, icon=":material/add:"),
        st.form("new_project", border=False),
    ):
        _name_and_instruction(NEW)
        st.radio(
            "Start from",
            list(Preset),
            key=f"{NEW}_preset",
            format_func=lambda preset: preset.title,
            captions=[preset.description for preset in Preset],
        )
        st.radio(
            "Texts",
            list(Texts),
            key=f"{NEW}_texts",
            format_func=lambda texts: texts.value,
            horizontal=True,
            help="What they are written in and called; all of it can be changed.",
        )
        st.form_submit_button("Create", type="primary", icon=":material/add:", on_click=_create)
        show_beside(NEW)


def _progress(project: ProjectView, progress: ProjectProgress) -> None:
    """How far the project is; the home page has the picture."""
    if not progress.pairs:
        st.info("This project has no pairs yet; import some on the data sets page.", icon=":material/upload:")
        return
    needed = project.judgments_per_pair
    st.markdown(
        f"**{progress.complete:,} of {progress.pairs:,} pairs** "
        f"have their {needed} judgment{'' if needed == 1 else 's'}."
    )


def _settings(fields: Fields, *, has_pairs: bool, gold: int) -> None:
    """The current project's settings; not a form, so that each field can answer to the others."""
    fields.begin()
    st.subheader("Settings", anchor=False)
    preset_choice(fields)
    open_from_address(PROJECT_TAB, TABS)
    basics, texts, labelling, queue, honesty = st.tabs(TABS, key=PROJECT_TAB, on_change="rerun")
    with basics:
        _basics(fields)
    with texts:
        texts_group(fields)
    with labelling:
        labelling_group(fields, has_pairs=has_pairs)
    with queue:
        queue_group(fields)
    with honesty:
        honesty_group(fields)
    _save_row(fields)
    drafted = fields.drafted()
    warning = drafted and gold_warning(drafted.protocol, gold)
    if warning:
        st.warning(warning, icon=":material/warning:")


def _basics(fields: Fields) -> None:
    _name_and_instruction(fields.prefix)
    st.text_area("Guidelines", key=fields.key("guidelines"), height=180, help=GUIDELINES_HELP)


def _name_and_instruction(prefix: str) -> None:
    st.text_input("Name", key=f"{prefix}_name", max_chars=LONGEST_NAME)
    st.text_input(
        "Instruction",
        key=f"{prefix}_instruction",
        help="One line above every pair, and the offered instruction of a run.",
    )


def _save_row(fields: Fields) -> None:
    place = fields.key("save")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Save", key=place, type="primary", icon=":material/save:", on_click=_save, args=(fields, place)
        )
        if fields.changed:
            st.caption("There are changes that are not saved yet.")
    show_beside(place)


def _save(fields: Fields, place: str) -> None:
    def save() -> ProjectView:
        now = Fields(ask(get_project, fields.project.id))
        now.begin()  # what others have saved since the page was drawn stays
        return write(change_project, now.project.id, now.settings())

    if attempt_beside(place, save, done="Saved.") is not None:
        fields.forget()


def _create() -> None:
    keys = [f"{NEW}_{field}" for field in ("name", "instruction", "preset", "texts")]
    name, instruction, preset, texts = (st.session_state[key] for key in keys)
    presentation = texts.presentation
    reasons = {"skip_reasons": skip_reasons_for(presentation.prompt)}
    settings = ProjectSettings(
        name,
        instruction,
        judgments_per_pair=preset.judgments_per_pair,
        protocol=preset.protocol.model_copy(update=reasons),
        presentation=presentation,
    )
    made = attempt_beside(NEW, lambda: write(create_project, settings), done="Created.")
    if made is not None:
        open_project(made.id)
        for key in keys:
            del st.session_state[key]
