"""The widgets that make a preference recipe, each with a line that says what it does."""

import streamlit as st

from app.ui.datasets.recipe_parts import ask_votes, ask_which
from core.datasets.freezing import PreferenceRecipe
from core.labelling import ProjectView
from core.labelling.consensus import ConsensusRule, TiePolicy
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
    method = st.selectbox(
        "Votes are counted by",
        list(METHODS),
        key="freeze_method",
        format_func=METHODS.__getitem__,
        help="Weighted needs answers on gold pairs; Dawid and Skene need several people on most pairs.",
    )
    rules = RULES if method == ConsensusMethod.MAJORITY else RULES_OF_MODELS
    rule = st.selectbox(
        "Agreement",
        list(rules),
        key="freeze_rule",
        format_func=rules.__getitem__,
        help="Unanimous pairs make a smaller and cleaner set.",
    )
    ties = st.selectbox(
        "Without a choice",
        list(TIES),
        key="freeze_ties",
        format_func=TIES.__getitem__,
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
