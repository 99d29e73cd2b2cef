"""The widgets that make a preference recipe, each with a line that says what it does."""

import streamlit as st

from app.ui.actions import ask
from core.datasets import PreferenceRecipe, list_judges
from core.labelling import ConsensusRule, ProjectView, TiePolicy
from core.labelling.quality import ConsensusMethod

METHODS = {
    ConsensusMethod.MAJORITY: "Majority: every vote counts alike",
    ConsensusMethod.WEIGHTED: "Weighted: votes count by how people do on gold pairs",
    ConsensusMethod.DAWID_SKENE: "Dawid and Skene: votes count by how people agree with each other",
}
RULES = {
    ConsensusRule.MAJORITY: "Not asked for: more than half is enough, ties counted",
    ConsensusRule.UNANIMOUS: "Unanimous: pairs whose judgments differ have no choice",
}
TIES = {
    TiePolicy.DROP: "Leave the pair out",
    TiePolicy.COIN: "Let a seeded coin decide (adds noise, keeps the pair)",
}
NO_MINIMUM = 0.5  # nothing is less sure than a coin


def recipe_form(project: ProjectView) -> PreferenceRecipe:
    """Ask for a recipe, the rarer parts folded away, and give it."""
    method = st.selectbox(
        "Votes are counted by",
        list(METHODS),
        key="freeze_method",
        format_func=METHODS.__getitem__,
        help="Weighted needs answers on gold pairs; Dawid and Skene need several people on most pairs.",
    )
    rule = st.selectbox(
        "Agreement",
        list(RULES),
        key="freeze_rule",
        format_func=RULES.__getitem__,
        help="Unanimous pairs make a smaller and cleaner set.",
    )
    ties = st.selectbox(
        "Without a choice",
        list(TIES),
        key="freeze_ties",
        format_func=TIES.__getitem__,
        help="What becomes of a pair whose judgments name neither candidate.",
    )
    minimum = st.number_input(
        "Judgments a pair must have",
        1,
        50,
        1,
        key="freeze_minimum",
        help="Pairs with fewer are left out; settled pairs and gold pairs need none.",
    )
    with st.expander("Confidence, people, gold pairs, seed", icon=":material/tune:"):
        return PreferenceRecipe(
            consensus=method,
            rule=rule,
            ties=ties,
            minimum_judgments=minimum,
            minimum_confidence=_minimum_confidence(),
            weights=_weights(),
            people=_people(project),
            gold=_gold(),
            seed=_seed(),
        )


def _minimum_confidence() -> float:
    chosen: float = st.slider(
        "Minimum confidence",
        NO_MINIMUM,
        1.0,
        NO_MINIMUM,
        0.01,
        key="freeze_confidence",
        help="Pairs whose choice is less likely to be right than this are left out; 0.50 keeps all.",
    )
    return chosen if chosen > NO_MINIMUM else 0.0


def _weights() -> bool:
    return st.toggle(
        "Write the confidence beside each choice",
        key="freeze_weights",
        help="Each row gets a weight, for trainers that read one; it leaves no pair out by itself.",
    )


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


def _gold() -> bool:
    return st.toggle(
        "Gold pairs go in",
        value=True,
        key="freeze_gold",
        help="With their right answer, whatever people said; otherwise they are left out.",
    )


def _seed() -> int:
    return st.number_input(
        "Seed of the coin",
        0,
        2**31 - 1,
        0,
        key="freeze_seed",
        help="The same seed decides the same ties alike.",
    )
