"""The form that sets a judge up: which model, where, what it goes by; the cost, and then the asking."""

from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, attempt_now, plain, write
from app.ui.judge_fields import judge_fields, sent_to
from app.ui.launch.form import prefill_parameters
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.show import choose
from app.ui.state import may_here, project
from core.access import Action
from core.judges import Judge, judge_of
from core.review import ReviewView
from core.review.judges import (
    JudgePlan,
    add_judge,
    instruction_for,
    keep_run_judgments,
    plan_judge,
    put_review_questions,
    runs_with_judgments,
    start_judge,
)
from core.training.side_by_side import QuestionFile


def offer_judge(chosen: ReviewView) -> None:
    """The fields, then what it costs, then the button that has it asked."""
    key = f"judge_{chosen.id}"
    fields = judge_fields(key, instruction_for(chosen.design))
    with st.container(horizontal=True):
        most = st.number_input(
            "Comparisons, at most",
            min_value=1,
            value=None,
            placeholder="All",
            key=f"{key}_most",
            help="The first in an order that has nothing to do with the answers; more can be asked later.",
        )
        fields["most_tokens"] = st.number_input(
            "Tokens per answer, at most", min_value=16, max_value=65_536, value=4_096, key=f"{key}_tokens"
        )
        fields["at_once"] = st.number_input(
            "Calls at the same time", min_value=1, max_value=64, value=8, key=f"{key}_at_once"
        )
        fields["seconds"] = st.number_input(
            "Seconds an answer may take", min_value=1, max_value=600, value=60, key=f"{key}_seconds"
        )
    _cost_and_ask(chosen, fields, most, key)


def _cost_and_ask(chosen: ReviewView, fields: dict[str, Any], most: int | None, key: str) -> None:
    planned = f"{key}_planned"
    if st.button("What would it cost?", icon=":material/payments:", key=f"{key}_cost"):
        st.session_state[planned] = attempt_now(lambda: _planned(chosen, fields, most))
    found: tuple[dict[str, Any], int | None, Judge, JudgePlan] | None = st.session_state.get(planned)
    if found is None or found[:2] != (fields, most):
        st.caption("Nothing is sent before you have seen the cost and said yes.")
        return
    _, _, judge, plan = found
    st.markdown(f":material/payments: {plain(plan.words)}")
    sent_to(judge)
    if plan.cost.calls:
        st.button(
            f"Ask it {plan.cost.calls:,} times",
            type="primary",
            icon=":material/play_arrow:",
            key=f"{key}_go",
            on_click=_add_and_start,
            args=(chosen, judge, most, planned),
        )
    else:
        st.caption("It has answered all of that already.")


def _planned(
    chosen: ReviewView, fields: dict[str, Any], most: int | None
) -> tuple[dict[str, Any], int | None, Judge, JudgePlan]:
    judge = judge_of(fields)
    return dict(fields), most, judge, ask(plan_judge, person(), chosen, judge, most=most)


def _add_and_start(chosen: ReviewView, judge: Judge, most: int | None, planned: str) -> None:
    def act() -> None:
        added = write(add_judge, chosen, judge, most=most)
        start_judge(studio().db, person(), added.id)
        st.session_state.pop(planned, None)
        st.session_state[f"judge_new_{chosen.id}"] = False

    attempt(act, done="The judge is being asked; you may leave this page.")


def offer_judgments(chosen: ReviewView) -> None:
    """Bring what runs of AutoSxS left, where there are any."""
    runs = dict(ask(runs_with_judgments, project().id))
    if not runs:
        return
    with st.expander("Bring judgments of AutoSxS", icon=":material/move_to_inbox:"):
        run_id = choose(
            "Run", {number: f"{name} · #{number}" for number, name in runs.items()}, key="judge_run"
        )
        st.button(
            "Bring its judgments",
            icon=":material/move_to_inbox:",
            key="judge_bring",
            on_click=_bring,
            args=(chosen, run_id),
        )


def _bring(chosen: ReviewView, run_id: int) -> None:
    kept = attempt(lambda: keep_run_judgments(studio().db, person(), chosen, run_id))
    if kept is not None:
        unmatched = f"; {kept.unmatched:,} rows match no comparison" if kept.unmatched else ""
        st.toast(plain(f"{kept.kept:,} comparisons have its judgment{unmatched}."), icon=":material/check:")


METHOD = "autosxs"
WRITTEN = "autosxs_written"
ABOUT = (
    "Google’s AutoSxS judges in a pipeline on Vertex AI. Both answers to each prompt are written into the "
    "staging bucket, with nothing that says whose they are. The launch page then shows what it may cost, "
    "checks, and asks before anything runs; when it has ended, bring its judgments here."
)


def offer_autosxs(chosen: ReviewView) -> None:
    """A button that writes the file, and the way to the launch page, for those who may launch."""
    if not may_here(Action.LAUNCH):
        return
    with st.expander("Let AutoSxS judge", icon=":material/cloud:"):
        st.caption(ABOUT)
        st.button(
            "Write them and set up a run",
            icon=":material/cloud_upload:",
            key="judge_autosxs",
            on_click=_write_and_fill,
            args=(chosen,),
        )
        written: tuple[int, int] | None = st.session_state.get(WRITTEN)
        if written is not None and written[0] == chosen.id:
            st.success(f"{written[1]:,} comparisons are written.", icon=":material/check:")
            st.page_link(path_of("launch"), label="See what it may cost", icon=":material/rocket_launch:")


def _write_and_fill(chosen: ReviewView) -> None:
    made = attempt(lambda: put_review_questions(studio().db, person(), chosen))
    if made is not None:
        prefill_parameters(
            project(), METHOD, _values(chosen, made), run_name=f"AutoSxS on {chosen.title}"[:80]
        )
        st.session_state[WRITTEN] = (chosen.id, made.rows)


def _values(chosen: ReviewView, made: QuestionFile) -> dict[str, object]:
    """The project's instruction is what the models were asked; where it has none, the review's question."""
    asked = project().instruction.strip() or chosen.design.question
    return {"evaluation_dataset": made.address, "rows": made.rows, "instruction": asked}
