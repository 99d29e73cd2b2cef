"""Who has tried the qualification, how it went, and what each answered."""

import streamlit as st

from app.ui.actions import ask
from app.ui.quality.words import OUTCOMES
from app.ui.show import choose_by_id, show_table
from app.ui.words import ago
from core.labelling import MemberState, ProjectView
from core.labelling.reports import Qualified, qualification_answers, qualification_results

STATES = {
    MemberState.WAITING: "waits to be let in",
    MemberState.QUALIFYING: "qualifying",
    MemberState.ACTIVE: "labels",
    MemberState.FAILED: "did not qualify",
    MemberState.PAUSED: "paused",
}
NOBODY = "Nobody has begun the qualification yet; how each did shows here."


def qualified(now: ProjectView) -> None:
    """A line a person, and the answers of one; nothing where there is no qualification and was none."""
    found = ask(qualification_results, now)
    if not found and not now.protocol.qualification_pairs:
        return
    st.subheader("Qualification", anchor=False)
    if not found:
        st.caption(NOBODY)
        return
    columns = ("Annotator", "Right", "Answered", "Asked", "Tries", "State")
    show_table(
        [_line(one, now) for one in found],
        columns,
        alt="Everybody who has begun the qualification, with their score",
        key="quality_qualified",
    )
    by_id = {one.person_id: one for one in found}
    one = choose_by_id("Answers of", by_id, lambda it: it.name, key="quality_qualified_one", width=320)
    _answers(now, one)


def _line(one: Qualified, now: ProjectView) -> tuple[object, ...]:
    of = now.protocol.qualification_pairs
    return (one.name, one.right, one.answered, of, one.tries, STATES[one.state])


def _answers(now: ProjectView, one: Qualified) -> None:
    """The latest first; those of earlier tries are said to be so."""
    rows = [
        (
            given.pair_id,
            given.beginning,
            OUTCOMES[given.outcome],
            OUTCOMES[given.gold] if given.gold else "",
            "yes" if given.right else "no",
            given.reason,
            "last" if given.stands else "earlier",
            ago(given.at),
        )
        for given in ask(qualification_answers, now, one.person_id)
    ]
    columns = ("Pair", "Prompt", "Said", "Right answer", "Right", "Reason", "Try", "When")
    show_table(
        rows, columns, alt=f"{one.name}: the answers of the qualification", key="quality_qualified_answers"
    )
