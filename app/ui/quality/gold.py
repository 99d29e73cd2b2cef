"""Gold pairs on the quality page: the list with their reasons, one to be changed, a new one."""

from collections.abc import Sequence

import streamlit as st

from app.ui.actions import ask, attempt, attempt_beside, plain, show_beside, show_refusals, write
from app.ui.quality.qualified import qualified
from app.ui.quality.words import OUTCOMES, PLACES, percent
from app.ui.show import choose_by_id, show_table
from app.ui.state import may_here, project
from core.access import Action
from core.labelling import Mode, Outcome, ProjectView, get_project
from core.labelling.acts import bring_back, leave_out
from core.labelling.adjudication import LONGEST_NOTE, GoldPair, list_gold, set_gold_reason

AFTER = "quality_gold_after"
PAGE = 50
NEW = "quality_gold_new"
TEXTS = ("input_text", "candidate_0", "candidate_1", "reason")
COLUMNS = ("Pair", "Prompt", "Right answer", "Answered", "Right", "Reason", "State")
RETIRED = "Retired: everybody knows it by now, or it is not clear enough."
EMPTY = (
    "There are no gold pairs yet. Their right answer is known: they are mixed in unannounced, and new "
    "annotators can qualify on them. Write one below, import a file of them, or make one of a dispute."
)


@st.fragment
def gold() -> None:
    """The list, the one that is chosen, the form, and who has qualified; a fragment with what it changes."""
    show_refusals()
    now = ask(get_project, project().id)
    if now.protocol.mode == Mode.RANKINGS:
        st.info("Gold pairs are for pairs; this project ranks.", icon=":material/inbox:")
        return
    may_write = may_here(Action.ADJUDICATE)
    found = ask(list_gold, now, after=st.session_state.get(AFTER, -1), most=PAGE)
    if found:
        _list(found)
        _one(now, found, may_write=may_write)
    elif AFTER in st.session_state:
        st.button("Back to the first", key="quality_gold_first", on_click=_turn_to, args=(None,))
    else:
        st.info(EMPTY, icon=":material/inbox:")
    if may_write:
        _form(now)
    qualified(now)


def _list(found: Sequence[GoldPair]) -> None:
    show_table(
        [_row(one) for one in found],
        COLUMNS,
        alt="Gold pairs with their reasons and how often they were answered right",
        key="quality_gold_list",
        column_config={"Prompt": st.column_config.TextColumn(width="medium")},
    )
    more, first = len(found) == PAGE, AFTER in st.session_state
    if more or first:
        with st.container(horizontal=True):
            if first:
                st.button("From the first", key="quality_gold_first", on_click=_turn_to, args=(None,))
            if more:
                place = found[-1].place
                st.button(f"Next {PAGE}", key="quality_gold_next", on_click=_turn_to, args=(place,))


def _row(one: GoldPair) -> tuple[object, ...]:
    state = "retired" if one.retired is not None else "given out"
    right = percent(one.share)
    return (one.id, one.beginning, OUTCOMES[one.right], one.answered, right, one.reason, state)


def _turn_to(place: int | None) -> None:
    if place is None:
        st.session_state.pop(AFTER, None)
    else:
        st.session_state[AFTER] = place


def _one(now: ProjectView, found: Sequence[GoldPair], *, may_write: bool) -> None:
    """One of them: its reason, to be rewritten, and whether it is given out."""
    by_id = {one.id: one for one in found}
    one = choose_by_id("Gold pair", by_id, _called, key="quality_gold_one")
    if not may_write:
        st.text(one.reason or "No reason was written.")
        return
    key = f"quality_gold_reason_{one.id}"
    st.session_state.setdefault(key, one.reason)
    st.text_area(
        "Why this answer is right",
        key=key,
        max_chars=LONGEST_NOTE,
        height=80,
        help="Who qualifies reads it beside a pair that they missed.",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Save the reason", key=f"{key}_save", on_click=_save_reason, args=(now, one.id, key))
        title, icon = ("Use it again", "undo") if one.retired is not None else ("Retire", "inventory_2")
        st.button(
            title,
            key=f"quality_gold_retire_{one.id}",
            icon=f":material/{icon}:",
            help="A retired gold pair is given to nobody; its answers stay.",
            on_click=_retire,
            args=(now, one),
        )


def _called(one: GoldPair) -> str:
    return f"{one.id} · {one.beginning[:60]}"


def _form(now: ProjectView) -> None:
    """A new gold pair; what is typed stays until it is taken."""
    offered = [Outcome.CANDIDATE_0, Outcome.CANDIDATE_1]
    offered += [Outcome.TIE] * now.protocol.tie + [Outcome.BOTH_BAD] * now.protocol.both_bad
    with (
        st.expander("Write a gold pair", key=f"{NEW}_open", icon=":material/add:"),
        st.form(NEW, border=False),
    ):
        st.text_area(now.presentation.prompt, key=f"{NEW}_input_text", height=140)
        answer = now.presentation.answer
        for number, column in enumerate(st.columns(2)):
            column.text_area(f"{answer} {number + 1}", key=f"{NEW}_candidate_{number}", height=110)
        st.radio("Right answer", offered, key=f"{NEW}_right", format_func=PLACES.__getitem__, horizontal=True)
        st.text_area("Reason", key=f"{NEW}_reason", max_chars=LONGEST_NOTE, height=80)
        st.form_submit_button("Add", type="primary", icon=":material/add:", on_click=_add, args=(now,))
        show_beside(NEW)


def _add(now: ProjectView) -> None:
    from core.datasets.importing import NewGold, write_gold  # noqa: PLC0415 - the list does without

    state = st.session_state
    prompt, first, second, reason = (state[f"{NEW}_{name}"] for name in TEXTS)
    new = NewGold(prompt, first, second, state[f"{NEW}_right"], reason)

    def add() -> bool:
        write(write_gold, now, new)
        return True

    if attempt_beside(NEW, add, done="The gold pair is there."):
        for name in TEXTS:
            state[f"{NEW}_{name}"] = ""


def _save_reason(now: ProjectView, pair_id: int, key: str) -> None:
    reason = st.session_state[key]
    attempt(lambda: write(set_gold_reason, now, pair_id, reason), done=f"Pair {pair_id} has its new reason.")


def _retire(now: ProjectView, one: GoldPair) -> None:
    if one.retired is None:
        done = plain(f"Pair {one.id} is given to nobody any more.")
        attempt(lambda: write(leave_out, now, [one.id], RETIRED), done=done)
    else:
        attempt(lambda: write(bring_back, now, [one.id]), done=f"Pair {one.id} is given out again.")
