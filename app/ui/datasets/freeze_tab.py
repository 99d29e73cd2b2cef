"""Freezing: the two forms, and what became of them."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import plain
from app.ui.datasets.prompt_form import prompt_recipes
from app.ui.datasets.recipe_form import recipe_form
from app.ui.datasets.recipe_preview import preview_recipe
from app.ui.datasets.tabs import FROZEN, open_tab
from app.ui.resources import studio
from app.ui.work import Tell, result_of, run_work, tell_cancelled
from core.datasets import DatasetView
from core.datasets.card_weaknesses import shared_sentences
from core.datasets.freezing import Recipe, freeze
from core.labelling import ProjectView
from core.progress import Progress

PREFERENCES, PROMPTS = "freeze_preferences", "freeze_prompts"


def freeze_tab(project: ProjectView) -> None:
    """Side by side: the preference set, and the prompt and evaluation sets."""
    left, right = st.columns(2)
    with left, st.container(border=True):
        _preferences(project)
    with right, st.container(border=True):
        _prompts(project)


def _preferences(project: ProjectView) -> None:
    st.subheader("Preference set")
    st.caption("What the reward model learns from: pairs and the candidate people preferred.")
    title = _title(PREFERENCES)
    recipe = recipe_form(project)
    with st.container(horizontal=True):
        go = st.button(
            "Freeze the preference set", type="primary", icon=":material/ac_unit:", key="freeze_go"
        )
        look = st.button("Preview", icon=":material/visibility:", key="freeze_preview")
    # Not in a callback: its arguments would be the recipe of the run before.
    if go:
        _freeze(project, [recipe], title, PREFERENCES)
    elif look:
        preview_recipe(project, recipe)
    _tell(project, PREFERENCES)


def _prompts(project: ProjectView) -> None:
    st.subheader("Prompt and evaluation sets")
    st.caption("What the policy practises on, and what both models answer at the end.")
    title = _title(PROMPTS)
    recipes = prompt_recipes()
    if st.button("Freeze the prompts", type="primary", icon=":material/ac_unit:", key="freeze_prompts_go"):
        _freeze(project, recipes, title, PROMPTS)
    _tell(project, PROMPTS)


def _title(name: str) -> str:
    return st.text_input(
        "Title",
        key=f"{name}_title",
        max_chars=120,
        placeholder="Such as “first round”; the number comes by itself",
    )


def _freeze(project: ProjectView, recipes: list[Recipe], title: str, name: str) -> None:
    run_work(
        name,
        project.id,
        lambda tell: [_frozen(project, recipe, title, tell) for recipe in recipes],
        beginning="Freezing …",
        undone="Freezing was cancelled; what is not among the frozen sets was not made.",
    )


def _frozen(project: ProjectView, recipe: Recipe, title: str, tell: Tell) -> DatasetView:
    def written(at: Progress) -> None:
        tell(at.share, f"Freezing the {recipe.kind.value} set … {at.done:,} rows written")

    return freeze(studio().db, studio().store, person(), project, recipe, title=title, progress=written)


def _tell(project: ProjectView, name: str) -> None:
    """What was made, once, with the way to its card."""
    tell_cancelled(name)
    made: list[DatasetView] | None = result_of(name, project.id)
    if not made:
        return
    del st.session_state[name]
    for one in made:
        st.success(f"Frozen: {one.name}, {one.rows:,} rows.", icon=":material/ac_unit:")
        for sentence in shared_sentences(one.card):
            st.warning(plain(sentence), icon=":material/content_copy:")
    st.button(
        "See the card",
        icon=":material/description:",
        key=f"{name}_card",
        on_click=_open_card,
        args=(made[0].id,),
    )


def _open_card(dataset_id: int) -> None:
    st.session_state.dataset = dataset_id
    open_tab(FROZEN)
