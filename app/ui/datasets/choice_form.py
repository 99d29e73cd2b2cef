"""What says which candidate is better: a column and what each of its values means, numbers, or columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from core.datasets.formats import NOT_CHOSEN, Columns, Guess, Row, Rule, rule_of, values_of, ways_of
from core.datasets.problems import printable

NOT_THERE = "not in the file"
PATHS = (
    "A field, or a path to what is inside one, such as question.full_text, answers.0.text, or messages.-1 "
    "for the last turn. Paths can be typed."
)
MEANINGS = {
    "choice_0": "Candidate 0 is better",
    "choice_1": "Candidate 1 is better",
    "choice_tie": "Tie",
    "choice_bad": "Both are bad",
    NOT_CHOSEN: "Nobody chose",
}
ZERO = {"choice_tie": "Tie", NOT_CHOSEN: "Nobody chose", "choice_bad": "Both are bad"}
SCORES = {"score_0": "Score of candidate 0", "score_1": "Score of candidate 1"}
RANKS = {"rank_0": "Rank of candidate 0, 1 is best", "rank_1": "Rank of candidate 1, 1 is best"}
ONE_HOT = {
    "won_0": "True where candidate 0 is better",
    "won_1": "True where candidate 1 is better",
    "tied": "True where they tie",
    "both_bad": "True where both are bad",
}
OPTIONAL = ("tied", "both_bad")
MOST_VALUES = 20
VALUE = f"{MAPPED}value_"

Said = dict[str, Any]


def pick(
    parts: Mapping[str, str], fields: Sequence[str], guess: Columns, *, optional: bool = True
) -> dict[str, str | None]:
    """A select box for each part, side by side, over fields and paths; others can be typed."""
    options = ["", *fields] if optional else list(fields)
    return {
        part: place.selectbox(
            title,
            options,
            index=_index(options, getattr(guess, part, None), optional=optional),
            key=f"{MAPPED}{part}",
            format_func=lambda name: printable(name) or NOT_THERE,
            accept_new_options=True,
            placeholder="Choose or type",
            help=PATHS,
            on_change=forget_values if part == "choice" else None,
        )
        or None
        for place, (part, title) in zip(st.columns(max(len(parts), 2)), parts.items(), strict=False)
    }


def _index(options: Sequence[str], name: str | None, *, optional: bool) -> int | None:
    if name is not None and name in options:
        return options.index(name)
    return 0 if optional else None


def forget_values() -> None:
    """Drop what was said of the values of another column."""
    for key in [key for key in st.session_state if str(key).startswith(VALUE)]:
        del st.session_state[key]


def choice_form(guess: Guess, texts: Columns, fields: Sequence[str], rows: list[Row]) -> tuple[Said, str]:
    """Ask for the rule and what belongs to it.

    Args:
        guess: What the rows tell.
        texts: The candidates, and where each came from.
        fields: Fields and paths that may be named.
        rows: The rows in which they are named.

    Returns:
        Parts of `Columns`, and what is missing, as a sentence; empty if nothing.
    """
    rules, known = list(Rule), rule_of(guess)
    is_open = known == Rule.NONE and guess.columns.choice is None
    rule = st.selectbox(
        "Which one is better is said by",
        rules,
        index=None if is_open else rules.index(known),
        key=f"{MAPPED}rule",
        format_func=lambda one: one.value,
        on_change=forget_values,
        placeholder="Choose what says so, or that nothing does",
    )
    if rule is None:
        return {}, "Say what tells which one is better, or that there is no choice."
    if rule in FIXED:
        return dict(FIXED[rule]), ""
    if rule in SEVERAL:
        parts = SEVERAL[rule]
        said: Said = pick(parts, fields, guess.columns)
        lacks = any(not said[part] for part in parts if part not in OPTIONAL)
        return said, "Choose the fields that say which one is better." if lacks else ""
    guessed = replace(guess.columns, choice=guess.columns.choice or guess.asked)
    name = pick({"choice": "Field of the choice"}, fields, guessed)["choice"]
    if not name:
        return {}, "Choose the field that says which one is better."
    if rule == Rule.SIGNED:
        return _signed(name, guess.columns)
    return _column(name, replace(guess.columns, **_both(texts)), rows)


FIXED: Mapping[Rule, Said] = {
    Rule.FIRST: {"better": "0"},
    Rule.SECOND: {"better": "1"},
    Rule.NAMES: {},
    Rule.NONE: {"choice": ""},
}
SEVERAL = {Rule.SCORES: SCORES, Rule.RANKS: RANKS, Rule.ONE_HOT: ONE_HOT}


def _both(texts: Columns) -> dict[str, Any]:
    return {part: getattr(texts, part) for part in ("candidate_0", "candidate_1", "source_0", "source_1")}


def _signed(name: str, guess: Columns) -> tuple[Said, str]:
    """Which candidate a positive number stands for, and what 0 says."""
    left, right = st.columns(2)
    better = {"choice_0": "Candidate 0 is better", "choice_1": "Candidate 1 is better"}
    known = next((place for place, part in enumerate(better) if getattr(guess, part) == "positive"), None)
    of_positive = left.radio(
        "A number above 0 means",
        list(better),
        index=known,
        key=f"{VALUE}positive",
        format_func=better.__getitem__,
        horizontal=True,
    )
    of_zero = right.radio(
        "0 means", list(ZERO), key=f"{VALUE}zero", format_func=ZERO.__getitem__, horizontal=True
    )
    if of_positive is None:
        return {}, "Say which candidate a number above 0 stands for."
    signs = ("positive", "negative") if of_positive == "choice_0" else ("negative", "positive")
    said = {"choice": name, "choice_0": signs[0], "choice_1": signs[1]}
    return said | ({of_zero: "0"} if of_zero != "choice_tie" else {}), ""


def _column(name: str, columns: Columns, rows: list[Row]) -> tuple[Said, str]:
    """What each value means, with how many of the first rows have it."""
    values, own = values_of(rows, columns, name)
    if own:
        st.caption(
            "Each row names its own model or answer there, so that nothing needs to be said of values."
        )
        return {"choice": name, "choice_0": own[0], "choice_1": own[1]}, ""
    means = {one.said: _meaning(one.said, _seen(one.rows), one.means) for one in values[:MOST_VALUES]}
    more = st.text_input(
        "Other values, which may come later", key=f"{VALUE}more", placeholder="With commas between several"
    )
    means |= {one: _meaning(one, "typed", None) for one in _typed(more) if one not in means}
    ways = ways_of(means)
    lacks = not ways.keys() >= {"choice_0", "choice_1"}
    missing = "Say which value stands for each of the two candidates." if lacks else ""
    return {"choice": name, **ways}, missing


def _seen(rows: int) -> str:
    return f"{rows:,} of the first rows" if rows else "not in the first rows"


def _typed(more: str) -> list[str]:
    return [value for one in more.split(",") if (value := one.strip())]


def _meaning(said: str, seen: str, known: str | None) -> str | None:
    """What one value means; all on one line, since there may be many."""
    left, right = st.columns([1, 3], vertical_alignment="center")
    label = plain(f"“{printable(said)}”, {seen}")
    left.markdown(label)
    chosen: str | None = right.radio(
        label,
        list(MEANINGS),
        index=list(MEANINGS).index(known) if known else None,
        key=f"{VALUE}{said}",
        format_func=MEANINGS.__getitem__,
        horizontal=True,
        label_visibility="collapsed",
    )
    return chosen
