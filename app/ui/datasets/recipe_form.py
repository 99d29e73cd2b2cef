"""The widgets that make a preference recipe, each with a line that says what it does."""

from typing import Any

import streamlit as st

from app.ui.actions import ask
from app.ui.show import choose
from core.datasets.checks import CHARACTERS_PER_TOKEN
from core.datasets.freezing import DEFAULT_EVALUATION_SHARE, Part, PreferenceRecipe, list_judges
from core.datasets.importing import list_origins
from core.labelling import ProjectView
from core.labelling.consensus import ConsensusRule, TiePolicy
from core.labelling.model_labels import list_model_labellers
from core.labelling.quality import ConsensusMethod

METHODS = {
    ConsensusMethod.MAJORITY: "Majority: every vote counts alike",
    ConsensusMethod.WEIGHTED: "Weighted: votes count by how people do on gold pairs",
    ConsensusMethod.DAWID_SKENE: "Dawid and Skene: votes count by how people agree with each other",
}
UNANIMOUS = "Unanimous: pairs whose judgments differ have no choice"
RULES = {
    ConsensusRule.MAJORITY: "Not asked for: more than half is enough, ties counted",
    ConsensusRule.UNANIMOUS: UNANIMOUS,
}
RULES_OF_MODELS = {
    ConsensusRule.MAJORITY: "Not asked for: the likelier candidate is chosen",
    ConsensusRule.UNANIMOUS: UNANIMOUS,
}
"""Where votes have weights, more than half of them need not be enough, nor less too little."""
TIES = {
    TiePolicy.DROP: "Leave the pair out",
    TiePolicy.COIN: "Let a seeded coin decide (adds noise, keeps the pair)",
}


def recipe_form(project: ProjectView) -> PreferenceRecipe:
    """Ask for a recipe, the rarer parts folded away, and give it."""
    method = choose(
        "Votes are counted by",
        METHODS,
        key="freeze_method",
        help="Weighted needs answers on gold pairs; Dawid and Skene need several people on most pairs.",
    )
    rules = RULES if method == ConsensusMethod.MAJORITY else RULES_OF_MODELS
    rule = choose(
        "Agreement", rules, key="freeze_rule", help="Unanimous pairs make a smaller and cleaner set."
    )
    ties = choose(
        "Without a choice",
        TIES,
        key="freeze_ties",
        help="What becomes of a pair whose judgments name neither candidate.",
    )
    balance = st.toggle(
        "Balance the order of the candidates",
        key="freeze_balance",
        help="A seeded coin puts the preferred candidate first in half of the rows, so that no model can "
        "learn the order; without it candidates stand as they came in.",
    )
    with st.expander("Judgments: how many, how sure, whose", icon=":material/how_to_vote:"):
        votes = ask_votes(project)
    with st.expander("Pairs: which files, how long, held-out part, seed", icon=":material/filter_alt:"):
        which = ask_which(project)
    return PreferenceRecipe(consensus=method, rule=rule, ties=ties, balance=balance, **votes, **which)


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
        "model_labels": _models(project),
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


def _models(project: ProjectView) -> tuple[str, ...]:
    """Names of models' labels; nothing is asked where no model has labelled."""
    names = [one.name for one in ask(list_model_labellers, project.id)]
    if not names:
        return ()
    chosen = st.multiselect(
        "Pairs that nobody has judged, with labels of",
        names,
        key=f"freeze_models_{project.id}",
        placeholder="No model",
        help="A model’s labels stand in where no person has judged; row and card say so. Without a name, "
        "only people’s judgments go in.",
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
    chosen = choose(
        "Held-out posts",
        HELD_OUT,
        key="freeze_held_out",
        help="The split is that of prompts made of the posts of the pairs, at the same share, seed and "
        "grouping: no post stands on both sides.",
    )
    if chosen == ALL_POSTS:
        return {}
    share = st.number_input(
        "Held-out share (%)", 1, 99, round(100 * DEFAULT_EVALUATION_SHARE), key="freeze_share"
    )
    return {"part": Part(chosen), "evaluation_share": share / 100, "group_by": group_field("freeze_group")}


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
