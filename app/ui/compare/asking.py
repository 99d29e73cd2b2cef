"""The fields of a review's plan: which prompts, what is asked, how often, and when it ends."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.compare.words import HELD_OUT, STOPS, STOPS_MEAN
from core.review import Design, HeldOut, StopRule
from core.review.design import MOST_PER_ITEM

Key = Callable[[str], str]

USUAL_SAMPLE = 300
BAR = "For instance: every statement is supported by the post, nothing important is missing, it reads well."


def keys(prefix: str) -> Key:
    """The names of the widgets of one form."""
    return lambda name: f"{prefix}_{name}"


def ask_prompts(key: Key, strata: Iterable[str]) -> dict[str, Any]:
    """All prompts that can be compared, or some that a seed draws."""
    if not st.toggle("Only a sample", key=key("sampled")):
        return {"size": None}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    size = left.number_input("How many", 1, value=USUAL_SAMPLE, key=key("size"))
    seed = middle.number_input(
        "Seed",
        0,
        2**31 - 1,
        0,
        key=key("seed"),
        help="The same seed draws the same prompts again; another seed draws others.",
    )
    names = [name or "without one" for name in strata]
    per_stratum = right.toggle(
        "Of each stratum",
        key=key("per_stratum"),
        disabled=len(names) < 2,  # noqa: PLR2004 - one part is the whole
        help=f"That many of each: {', '.join(map(plain, names))}."
        if len(names) > 1
        else "All prompts belong to one stratum.",
    )
    return {"size": size, "seed": seed, "per_stratum": per_stratum}


def ask_what(key: Key, start: Design, *, locked: bool = False) -> dict[str, Any]:
    """The question, and what a verdict says."""
    asked = start.asked
    question = st.text_input("Question", start.question, key=key("question"), disabled=locked)
    with st.container(horizontal=True):
        preference = st.toggle("Which is better", asked.preference, key=key("preference"), disabled=locked)
        off = locked or not preference
        tie = st.toggle("Tie", asked.tie, key=key("tie"), disabled=off)
        both_bad = st.toggle(
            "Both bad", asked.both_bad, key=key("both_bad"), disabled=off, help="It counts as a tie."
        )
        strength = st.toggle(
            "How much better",
            asked.strength,
            key=key("strength"),
            disabled=off,
            help="A scale of nine points.",
        )
        comment = st.toggle(
            "Comment",
            asked.comment,
            key=key("comment"),
            disabled=locked,
            help="Optional; it is asked after each choice, and Ctrl Enter goes on.",
        )
    bar = st.text_area(
        "Quality bar: when does an answer pass?",
        asked.quality_bar,
        key=key("bar"),
        placeholder=BAR,
        height=90,
        disabled=locked,
        help="With it each answer is passed or failed, beside the choice or instead of it. Empty: not asked.",
    )
    left, right = st.columns(2)
    axes = left.text_area(
        "Axes compared one by one, one per line",
        "\n".join(asked.axes),
        key=key("axes"),
        height=80,
        disabled=off,
    )
    flags = right.text_area(
        "Reasons for a flag, one per line",
        "\n".join(asked.flags),
        key=key("flags"),
        height=80,
        disabled=locked,
    )
    said = {"preference": preference, "comment": comment, "quality_bar": bar, "flags": _lines(flags)}
    about_choice = {"tie": tie, "both_bad": both_bad, "strength": strength, "axes": _lines(axes)}
    return {"question": question, "asked": said | (about_choice if preference else {"tie": False})}


def ask_how_many(key: Key, start: Design, *, models: int) -> dict[str, Any]:
    """How many verdicts an item is to have, when the review ends, and who is held out."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        everybody = st.toggle(
            "Every reviewer judges every item", start.per_item is None, key=key("everybody")
        )
        per_item = st.number_input(
            "Verdicts per item", 1, MOST_PER_ITEM, start.per_item or 1,
            key=key("per_item"),
            disabled=everybody,
            help="By different people. More items tell more than more verdicts on the same ones; two or more "
            "show how far people agree.",
        )  # fmt: skip
        held_out = st.radio(
            "People whose judgments a model learned from",
            list(HELD_OUT),
            list(HELD_OUT).index(start.held_out),
            format_func=HELD_OUT.__getitem__,
            key=key("held_out"),
        )
    stops = [one for one in STOPS if one == StopRule.BY_LEAD or not everybody]
    if models > 2:  # noqa: PLR2004 - the sequential test is of two
        stops = [one for one in stops if one != StopRule.SEQUENTIAL]
    stop = right.radio(
        "The review ends",
        stops,
        stops.index(start.stop) if start.stop in stops else 0,
        format_func=STOPS.__getitem__,
        captions=[STOPS_MEAN[one] for one in stops],
        key=key(f"stop_{len(stops)}"),
    )
    return {"per_item": None if everybody else per_item, "stop": stop, "held_out": held_out or HeldOut.MARK}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
