"""Freezing: the two forms, what a recipe would come to, and what became of it."""

from typing import Any

import pandas as pd
import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.datasets.recipe_form import group_field, recipe_form
from app.ui.datasets.tabs import FROZEN, open_tab
from app.ui.resources import studio
from app.ui.show import choose, room_for_tools
from app.ui.work import Tell, result_of, run_work, tell_cancelled
from core.datasets import DatasetKind, DatasetView
from core.datasets.card_weaknesses import shared_sentences
from core.datasets.freezing import (
    DEFAULT_EVALUATION_SHARE,
    PromptPool,
    PromptRecipe,
    Recipe,
    RecipePreview,
    freeze,
    preview,
)
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


POOLS = {
    PromptPool.PROMPTS: "Prompts imported for a prompt set",
    PromptPool.EVALUATION: "Prompts imported for an evaluation set",
    PromptPool.PAIRS: "Posts of the pairs",
}
PARTS = {"prompt": "One prompt set", "evaluation": "One evaluation set"}
SPLIT = {"split": "A prompt and an evaluation set, split"}


def prompt_recipes() -> list[Recipe]:
    """Ask what to take and what to make of it; one recipe for each set."""
    pool = choose("Take", POOLS, key="freeze_pool")
    part = choose("Make", PARTS | SPLIT, key="freeze_part")
    share, seed, group_by = _split() if part in SPLIT else (None, 0, "")
    unseen = st.toggle(
        "Leave out posts of the pairs",
        key="freeze_unseen",
        disabled=pool == PromptPool.PAIRS,
        help="A model may have learned them from the preference set.",
    )
    return [
        PromptRecipe(
            kind=DatasetKind(kind),
            pool=pool,
            evaluation_share=share,
            seed=seed,
            group_by=group_by,
            unseen=unseen and pool != PromptPool.PAIRS,
        )
        for kind in ([part] if part in PARTS else PARTS)
    ]


def _split() -> tuple[float, int, str]:
    with st.container(horizontal=True):
        share = st.number_input(
            "Evaluation share (%)", 1, 99, round(100 * DEFAULT_EVALUATION_SHARE), key="split_share"
        )
        seed = st.number_input("Seed of the split", 0, 2**31 - 1, 0, key="split_seed")
    return share / 100, seed, group_field("split_group")


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
        _show(found, project.presentation.prompt)


def _show(found: RecipePreview, prompt: str) -> None:
    if not found.counts:
        st.info("Nothing has been judged or imported for this set yet.", icon=":material/info:")
        return
    kept = {reason: number for reason, number in found.counts.items() if reason not in found.left_out}
    st.markdown(f"**{found.rows:,} rows.** {_listed(kept)}")
    st.markdown(f"Left out: {_listed(found.left_out) or 'none.'}")
    if found.examples:
        st.caption("The first rows")
        room_for_tools()
        st.dataframe(_table(found.examples, prompt), hide_index=True, alt="The first rows the set would have")


def _listed(counts: dict[str, int]) -> str:
    parts = [f"{number:,} {plain(reason)}" for reason, number in sorted(counts.items())]
    return ", ".join(parts) + "." * bool(parts)


def _table(rows: tuple[dict[str, Any], ...], prompt: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    columns = COLUMNS | {"input_text": prompt}
    return frame[[name for name in columns if name in frame]].rename(columns=columns)
