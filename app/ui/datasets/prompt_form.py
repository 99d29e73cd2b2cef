"""The widgets that make the recipes of prompt and evaluation sets."""

import streamlit as st

from core.datasets import DatasetKind
from core.datasets.freezing import DEFAULT_EVALUATION_SHARE, PromptPool, PromptRecipe, Recipe

POOLS = {
    PromptPool.PROMPTS: "Imported prompts",
    PromptPool.EVALUATION: "Imported evaluation prompts",
    PromptPool.PAIRS: "Posts of the pairs",
}
SPLIT, ALL_PROMPT, ALL_EVALUATION = "split", "prompt", "evaluation"
PARTS = {
    ALL_PROMPT: "One prompt set",
    ALL_EVALUATION: "One evaluation set",
    SPLIT: "A prompt and an evaluation set, split",
}
KINDS = {
    ALL_PROMPT: (DatasetKind.PROMPT,),
    ALL_EVALUATION: (DatasetKind.EVALUATION,),
    SPLIT: (DatasetKind.PROMPT, DatasetKind.EVALUATION),
}


def prompt_recipes() -> list[Recipe]:
    """Ask what to take and what to make of it; one recipe for each set."""
    pool = st.selectbox("Take", list(POOLS), key="freeze_pool", format_func=POOLS.__getitem__)
    part = st.selectbox("Make", list(PARTS), key="freeze_part", format_func=PARTS.__getitem__)
    share, seed, group_by = _split() if part == SPLIT else (None, 0, "")
    unseen = st.toggle(
        "Leave out posts of the pairs",
        key="freeze_unseen",
        disabled=pool == PromptPool.PAIRS,
        help="A model may have learned them from the preference set.",
    )
    return [
        PromptRecipe(
            kind=kind,
            pool=pool,
            evaluation_share=share,
            seed=seed,
            group_by=group_by,
            unseen=unseen and pool != PromptPool.PAIRS,
        )
        for kind in KINDS[part]
    ]


def _split() -> tuple[float, int, str]:
    with st.container(horizontal=True):
        share = st.number_input(
            "Evaluation share (%)", 1, 99, round(100 * DEFAULT_EVALUATION_SHARE), key="split_share"
        )
        seed = st.number_input("Seed of the split", 0, 2**31 - 1, 0, key="split_seed")
    return share / 100, seed, group_field("split_group")


def group_field(key: str) -> str:
    """Which field keeps prompts together in a split."""
    name: str = st.text_input(
        "Keep together by",
        key=key,
        placeholder="The prompt’s own text",
        help="A field of the imported rows, such as id or info.id: prompts in which it is the same never "
        "stand on both sides of a split.",
    )
    return name.strip()
