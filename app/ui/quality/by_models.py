"""The models that label: what each has said, how far it agrees with people, and asking one."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.judge_fields import judge_fields, sent_to
from app.ui.resources import studio
from app.ui.show import choose, show_table
from app.ui.state import may_here, project
from app.ui.work import run_work, tell_cancelled
from core.access import Action
from core.intervals import percents
from core.judges import default_instruction, judge_of
from core.labelling.model_labels import (
    LabelCost,
    LabelledByModel,
    LabellerFigures,
    LabelRequest,
    Which,
    label_cost,
    label_with_model,
    list_model_labellers,
)

WORK = "label_with_model"
PLANNED, DONE = "model_labels_planned", "model_labels_done"
APART = (
    "What models say is kept apart: it is in no figure of this page, gives nobody less to label, and goes "
    "into a data set only where its recipe asks for it by name."
)
NONE_YET = "No model has labelled pairs here yet."
UNDONE = "Labelling was stopped. What the model had said is kept; ask again to go on."
COLUMNS = ("Name", "Model", "Labels", "Ties", "Changed with the order", "No choice", "As people chose")
EVEN = 0.5


def by_models() -> None:
    """The tab."""
    st.caption(APART)
    tell_cancelled(WORK)
    if (done := st.session_state.pop(DONE, None)) is not None:
        (st.warning if done.failed else st.success)(plain(done.words), icon=":material/smart_toy:")
    found = ask(list_model_labellers, project().id)
    if found:
        _table(found)
    else:
        st.info(NONE_YET, icon=":material/smart_toy:")
    if may_here(Action.ASK_JUDGE):
        with st.expander(
            "Let a model label", icon=":material/smart_toy:", expanded=not found, key="model_labels_open"
        ):
            _offer()


def agreement_words(one: LabellerFigures) -> str:
    """How often it chose as people did, such as "41 of 50: 82 % (69–90 %)"."""
    if one.agreement is None:
        return "not known: no pair that both have judged"
    ends = percents(one.interval.lower, one.interval.upper, beside=EVEN)
    return f"{one.agreeing:,} of {one.compared:,}: {percents(one.agreement, beside=EVEN)} % ({ends} %)"


def _table(found: Sequence[LabellerFigures]) -> None:
    rows = [
        (one.name, one.model, one.labels, one.ties, one.turned, one.unclear, agreement_words(one))
        for one in found
    ]
    show_table(rows, COLUMNS, alt="The models that label, with their figures", key="model_labels")


def _offer() -> None:
    """The fields, then what it costs, then the button that has it asked."""
    name = st.text_input(
        "Name of the labels",
        key="model_labels_name",
        max_chars=60,
        help="A recipe asks for them by it. One name is one model with one instruction; the same again goes "
        "on where it ended.",
    )
    fields = judge_fields("model_labels", default_instruction(project().instruction))
    left, right = st.columns(2)
    with left:
        which = choose("Which pairs", {one: one.value for one in Which}, key="model_labels_which")
    with right:
        most = st.number_input(
            "Pairs, at most", min_value=1, value=None, placeholder="All", key="model_labels_most"
        )
    asked = (name, fields, which, most)
    if st.button("What would it cost?", icon=":material/payments:", key="model_labels_cost"):
        st.session_state[PLANNED] = attempt_now(lambda: _planned(asked))
    planned = st.session_state.get(PLANNED)
    if planned is None or planned[0] != asked:
        st.caption("Nothing is sent before you have seen the cost and said yes.")
        return
    _cost_and_go(planned[1], planned[2])


def _planned(asked: tuple[str, dict[str, Any], Which, int | None]) -> tuple[Any, LabelRequest, LabelCost]:
    name, fields, which, most = asked
    request = LabelRequest(name, judge_of(fields), which, most)
    return (name, dict(fields), which, most), request, ask(label_cost, project().id, request)


def _cost_and_go(request: LabelRequest, cost: LabelCost) -> None:
    if not cost.pairs:
        st.caption(f"“{plain(request.name)}” has labelled all {request.which.value} already.")
        return
    st.markdown(f":material/payments: {plain(cost.words)}")
    sent_to(request.judge)
    label = f"Ask it {cost.judge.calls:,} times"
    if st.button(label, type="primary", icon=":material/play_arrow:", key="model_labels_go"):
        _go(request)


def _go(request: LabelRequest) -> None:
    done: LabelledByModel | None = run_work(
        WORK,
        (project().id, request.name),
        lambda tell: label_with_model(
            studio().db,
            person(),
            project(),
            request,
            show=lambda so_far: tell(so_far.done / so_far.pairs, plain(so_far.words)),
        ),
        beginning="Asking …",
        undone=UNDONE,
    )
    if done is not None:
        st.session_state.pop(PLANNED, None)
        st.session_state[DONE] = done
        st.rerun()
