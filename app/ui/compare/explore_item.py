"""One item of a review in full: its texts with what differs marked, their figures, and the verdicts on it."""

from collections.abc import Callable, Mapping
from string import ascii_uppercase

import streamlit as st

from app.ui.actions import ask, attempt_now, plain
from app.ui.components.text_diff import ShownAnswer, ShownPrompt, text_diff
from app.ui.show import show_table
from app.ui.words import ago
from core.review import Reviewing, ReviewView, VerdictOutcome
from core.review.explore import AnswerDetail, GivenVerdict, ItemDetail, Measures, read_item

SHOWN = "explore_choice"
"""The items of the page of the table that this one was chosen from, in the session."""
WORDS = {
    VerdictOutcome.TIE: "equally good",
    VerdictOutcome.BOTH_BAD: "neither will do",
    VerdictOutcome.RATED: "passed or failed",
    VerdictOutcome.SKIP: "skipped",
}
STRENGTHS = ("", "slightly", "somewhat", "clearly", "much")


def names_of(review: ReviewView) -> dict[int, str]:
    """What the models are called, by number."""
    return {one.number: one.name for one in review.models}


def show_item(
    reviewing: Reviewing,
    item_id: int,
    actions: Callable[[ReviewView, ItemDetail], None] | None,
    *,
    leave: Callable[[], None],
    go: Callable[[int], None],
) -> None:
    """Draw an item.

    Args:
        reviewing: Who looks at which review.
        item_id: Its number.
        actions: Draws what can be made of the item, below its texts.
        leave: Goes back to the table.
        go: Goes to the item of a number.
    """
    _steps(item_id, leave=leave, go=go)
    item = attempt_now(lambda: ask(read_item, reviewing, item_id))
    if item is None:
        return
    names = names_of(reviewing.review)
    part = f" · {item.stratum}" if item.stratum else ""
    st.markdown(f"**Item {item.id}**{plain(part)}")
    text_diff(_prompt(item), _answers(item, names), key="explore_texts")
    if item.verdicts is None:
        st.caption("Verdicts are shown when the review closes.")
    else:
        _verdicts(item.verdicts, names)
    if actions is not None:
        actions(reviewing.review, item)


def _steps(item_id: int, *, leave: Callable[[], None], go: Callable[[int], None]) -> None:
    shown = st.session_state.get(SHOWN, [])
    place = shown.index(item_id) if item_id in shown else None
    with st.container(horizontal=True):
        st.button(
            "All items", icon=":material/arrow_back:", key="explore_leave", type="tertiary", on_click=leave
        )
        if place is None:
            return
        before = shown[place - 1] if place else None
        after = shown[place + 1] if place + 1 < len(shown) else None
        for label, number in (("Previous item", before), ("Next item", after)):
            st.button(label, key=label, disabled=number is None, on_click=go, args=(number,))


def _prompt(item: ItemDetail) -> ShownPrompt:
    return ShownPrompt(
        title="Prompt", before=item.parts.instruction, after=item.parts.ending, copied=item.body
    )


def _answers(item: ItemDetail, names: Mapping[int, str]) -> list[ShownAnswer]:
    shown = [
        _shown(one, f"Answer {ascii_uppercase[place]}" if one.model is None else names[one.model])
        for place, one in enumerate(item.answers)
    ]
    if item.reference:
        texts = [item.reference]
        shown.append(ShownAnswer(title="Reference", facts="", note="", apart=texts, copied=texts))
    return shown


def _shown(one: AnswerDetail, title: str) -> ShownAnswer:
    facts = _facts(one.measures)
    return ShownAnswer(title=title, facts=facts, note=one.note, apart=one.apart, copied=one.copied)


def _facts(found: Measures) -> str:
    parts = [f"{found.words:,} word{'' if found.words == 1 else 's'}"]
    if found.compression is not None:
        parts.append(f"{100 * found.compression:.0f} % of the prompt")
    if found.copied is not None:
        longest = f", at most {found.longest:,} words in a row" if found.longest else ""
        parts.append(f"{100 * found.copied:.0f} % copied{longest}")
    return " · ".join(parts)


def _verdicts(verdicts: list[GivenVerdict], names: Mapping[int, str]) -> None:
    if not verdicts:
        st.info("Nobody has judged this item.", icon=":material/balance:")
        return
    rows = [
        [one.reviewer, _said(one, names), _passes(one, names), *_remarks(one), ago(one.at)]
        for one in verdicts
    ]
    columns = ["Reviewer", "Verdict", "Passes", "Comment", "Flag", "When"]
    kept = [place for place, _ in enumerate(columns) if any(row[place] for row in rows)]
    show_table(
        [[row[place] for place in kept] for row in rows],
        [columns[place] for place in kept],
        alt="Verdicts on this item",
        key="explore_verdicts",
    )


def _said(one: GivenVerdict, names: Mapping[int, str]) -> str:
    others = [] if len(names) == len(one.models) else [f"of {' and '.join(names[it] for it in one.models)}"]
    if one.chosen is None:
        words = " ".join([WORDS.get(one.outcome, one.outcome.value), *others])
        return f"{words}: {one.reason}" if one.reason else words
    strength = [STRENGTHS[one.strength]] if one.strength else []
    axes = [f"{axis}: {'equal' if model is None else names[model]}" for axis, model in one.axes.items()]
    better = " ".join([names[one.chosen], "is", *strength, "better", *others])
    return "; ".join([better, *axes])


def _passes(one: GivenVerdict, names: Mapping[int, str]) -> str:
    told = {True: "passes", False: "fails"}
    return ", ".join(f"{names[model]} {told[it]}" for model, it in one.passes.items() if it is not None)


def _remarks(one: GivenVerdict) -> list[str]:
    return [one.comment or "", one.flag or ""]
