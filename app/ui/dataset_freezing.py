"""The two freezing forms of the data sets page."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, attempt_now
from app.ui.dataset_preview import preview_recipe
from app.ui.dataset_recipe import recipe_form
from app.ui.resources import studio
from core.datasets import (
    DEFAULT_EVALUATION_SHARE,
    DatasetKind,
    DatasetView,
    Pool,
    PromptRecipe,
    Recipe,
    freeze,
)
from core.labelling import ProjectView

POOLS = {
    Pool.PROMPTS: "Imported prompts",
    Pool.EVALUATION: "Imported evaluation prompts",
    Pool.PAIRS: "Posts of the pairs",
}
SPLIT, ALL_PROMPT, ALL_EVALUATION = "split", "prompt", "evaluation"
PARTS = {
    ALL_PROMPT: "One prompt set",
    ALL_EVALUATION: "One evaluation set",
    SPLIT: "Split 80/20 into a prompt and an evaluation set",
}


def freeze_preferences(project: ProjectView) -> None:
    """Ask how judgments become a preference set, show what that comes to when asked, and freeze it."""
    with st.container(border=True):
        st.subheader("Preference set")
        st.caption("What the reward model learns from: pairs and the candidate people preferred.")
        recipe = recipe_form(project)
        with st.container(horizontal=True):
            go = st.button(
                "Freeze the preference set", type="primary", icon=":material/ac_unit:", key="freeze_go"
            )
            look = st.button("Preview", icon=":material/visibility:", key="freeze_preview")
        # Not in a callback: its arguments would be the recipe of the run before.
        if go:
            with st.spinner("Freezing …"):
                attempt_now(lambda: _freeze(project, recipe))
        elif look:
            preview_recipe(project, recipe)


def freeze_prompts(project: ProjectView) -> None:
    """The form that freezes prompt and evaluation sets."""
    with st.form("freeze_prompts"):
        st.subheader("Prompt and evaluation sets")
        st.caption("What the policy practises on, and what both models answer at the end.")
        st.selectbox("Take", list(POOLS), key="freeze_pool", format_func=POOLS.__getitem__)
        st.selectbox("Make", list(PARTS), key="freeze_part", format_func=PARTS.__getitem__)
        st.number_input("Seed of the split", 0, 2**31 - 1, 0, key="split_seed")
        st.form_submit_button(
            "Freeze the prompts",
            type="primary",
            icon=":material/ac_unit:",
            on_click=_freeze_prompts,
            args=(project,),
        )


def _freeze_prompts(project: ProjectView) -> None:
    state = st.session_state
    share = DEFAULT_EVALUATION_SHARE if state.freeze_part == SPLIT else None
    kinds = {
        ALL_PROMPT: [DatasetKind.PROMPT],
        ALL_EVALUATION: [DatasetKind.EVALUATION],
        SPLIT: [DatasetKind.PROMPT, DatasetKind.EVALUATION],
    }[state.freeze_part]
    recipes = [
        PromptRecipe(kind=kind, pool=state.freeze_pool, evaluation_share=share, seed=state.split_seed)
        for kind in kinds
    ]
    attempt(lambda: [_freeze(project, recipe) for recipe in recipes])


def _freeze(project: ProjectView, recipe: Recipe) -> DatasetView:
    made = freeze(studio().db, studio().store, person(), project, recipe)
    st.toast(f"Frozen: {made.name}, {made.rows:,} rows.", icon=":material/ac_unit:")
    return made
