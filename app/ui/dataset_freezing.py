"""The two freezing forms of the data sets page."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt
from app.ui.resources import studio
from core.datasets import (
    DEFAULT_EVALUATION_SHARE,
    DatasetKind,
    DatasetView,
    Pool,
    PreferenceRecipe,
    PromptRecipe,
    Recipe,
    freeze,
)
from core.labelling import ConsensusRule, ProjectView, TiePolicy

RULES = {
    ConsensusRule.MAJORITY: "Majority: more than half of the judgments, ties counted",
    ConsensusRule.UNANIMOUS: "Unanimous: every judgment",
}
TIES = {
    TiePolicy.DROP: "Leave the pair out",
    TiePolicy.COIN: "Let a seeded coin decide (adds noise, keeps the pair)",
}
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
    """The form that freezes a preference set."""
    with st.form("freeze_preference"):
        st.subheader("Preference set")
        st.caption("What the reward model learns from: pairs and the candidate people preferred.")
        st.selectbox("A pair's choice is", list(RULES), key="freeze_rule", format_func=RULES.__getitem__)
        st.selectbox("Without a choice", list(TIES), key="freeze_ties", format_func=TIES.__getitem__)
        st.number_input("Judgments a pair must have", 1, 50, 1, key="freeze_minimum")
        st.number_input("Seed of the coin", 0, 2**31 - 1, 0, key="freeze_seed")
        st.form_submit_button(
            "Freeze the preference set",
            type="primary",
            icon=":material/ac_unit:",
            on_click=_freeze_preferences,
            args=(project,),
        )


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


def _freeze_preferences(project: ProjectView) -> None:
    state = st.session_state
    recipe = PreferenceRecipe(
        minimum_judgments=state.freeze_minimum,
        rule=state.freeze_rule,
        ties=state.freeze_ties,
        seed=state.freeze_seed,
    )
    _freeze(project, recipe)


def _freeze_prompts(project: ProjectView) -> None:
    state = st.session_state
    share = DEFAULT_EVALUATION_SHARE if state.freeze_part == SPLIT else None
    kinds = {
        ALL_PROMPT: [DatasetKind.PROMPT],
        ALL_EVALUATION: [DatasetKind.EVALUATION],
        SPLIT: [DatasetKind.PROMPT, DatasetKind.EVALUATION],
    }[state.freeze_part]
    for kind in kinds:
        recipe = PromptRecipe(
            kind=kind, pool=state.freeze_pool, evaluation_share=share, seed=state.split_seed
        )
        if _freeze(project, recipe) is None:
            return


def _freeze(project: ProjectView, recipe: Recipe) -> DatasetView | None:
    made = attempt(lambda: freeze(studio().db, studio().store, person(), project, recipe))
    if made is not None:
        st.toast(f"Frozen: {made.name}, {made.rows:,} rows.", icon=":material/ac_unit:")
    return made
