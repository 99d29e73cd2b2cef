"""The rarer parts of a preference recipe: which judgments count, and which pairs go in."""

from typing import Any

import streamlit as st

from app.ui.actions import ask
from app.ui.datasets.prompt_form import group_field
from core.datasets.checks import CHARACTERS_PER_TOKEN
from core.datasets.freezing import DEFAULT_EVALUATION_SHARE, Part, list_judges
from core.datasets.importing import list_origins
from core.labelling import ProjectView

NO_MINIMUM = 0.5  # nothing is less sure than a coin
ALL_POSTS = "all"
HELD_OUT = {
    ALL_POSTS: "Pairs of all posts",
    Part.TUNING.value: "Pairs of posts that are not held out",
    Part.HELD_OUT.value: "Pairs of held-out posts only",
}


def ask_votes(project: ProjectView) -> dict[str, Any]:
    """Fields of the recipe that say which judgments count and how sure they must make a choice."""
    minimum = st.number_input(
        "Judgments a pair must have",
        1,
        50,
        1,
        key="freeze_minimum",
        help="Pairs with fewer are left out; settled pairs and gold pairs need none.",
    )
    sure: float = st.slider(
        "Minimum confidence",
        NO_MINIMUM,
        1.0,
        NO_MINIMUM,
        0.01,
        key="freeze_confidence",
        help="Pairs whose choice is less likely to be right than this are left out; 0.50 keeps all.",
    )
    return {
        "minimum_judgments": minimum,
        "minimum_confidence": sure if sure > NO_MINIMUM else 0.0,
        "people": _people(project),
        "weights": st.toggle(
            "Write beside each choice how sure it is",
            key="freeze_weights",
            help="Each row gets a weight, for trainers that read one; it leaves no pair out by itself.",
        ),
        "gold": st.toggle(
            "Gold pairs go in",
            value=True,
            key="freeze_gold",
            help="With their right answer, whatever people said; otherwise they are left out.",
        ),
    }


def ask_which(project: ProjectView) -> dict[str, Any]:
    """Fields of the recipe that say which pairs go in, and the seed of all that is drawn."""
    origins = st.multiselect(
        "Files",
        ask(list_origins, project),
        key=f"freeze_origins_{project.id}",
        placeholder="All",
        help="Only pairs that came with these files; without a name, all do.",
    )
    with st.container(horizontal=True):
        longest_prompt = _longest("Longest prompt", "freeze_longest_prompt", 8192)
        longest_candidate = _longest("Longest candidate", "freeze_longest_candidate", 1024)
    return {
        "origins": tuple(origins),
        "longest_prompt": longest_prompt,
        "longest_candidate": longest_candidate,
        **_held_out(),
        "seed": st.number_input(
            "Seed",
            0,
            2**31 - 1,
            0,
            key="freeze_seed",
            help="Of the coin, the order and the split: the same seed decides the same way.",
        ),
    }


def _people(project: ProjectView) -> tuple[int, ...]:
    names = {one.id: one.name for one in ask(list_judges, project) if one.id is not None}
    chosen = st.multiselect(
        "Judgments of",
        list(names),
        key=f"freeze_people_{project.id}",
        format_func=names.__getitem__,
        placeholder="Everybody",
        help="Only these people's judgments count; without a name, everybody's do.",
    )
    return tuple(chosen)


def _longest(label: str, key: str, usual: int) -> int | None:
    return st.number_input(
        f"{label} (tokens)",
        min_value=1,
        value=None,
        step=1,
        key=key,
        placeholder=f"No limit; {usual:,} is usual",
        help=f"Pairs with a longer one are left out. Estimated at {CHARACTERS_PER_TOKEN} characters a token; "
        f"Google's RLHF pipeline takes at most {usual:,}.",
    )


def _held_out() -> dict[str, Any]:
    chosen = st.selectbox(
        "Held-out posts",
        list(HELD_OUT),
        key="freeze_held_out",
        format_func=HELD_OUT.__getitem__,
        help="The split is that of prompts made of the posts of the pairs, at the same share, seed and "
        "grouping: no post stands on both sides.",
    )
    if chosen == ALL_POSTS:
        return {}
    share = st.number_input(
        "Held-out share (%)", 1, 99, round(100 * DEFAULT_EVALUATION_SHARE), key="freeze_share"
    )
    return {
        "part": Part(chosen),
        "evaluation_share": share / 100,
        "group_by": group_field("freeze_group"),
    }
