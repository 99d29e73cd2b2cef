"""Try a tuned model: one prompt to it and to its base model, side by side, and the code that asks it."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.resources import studio
from app.ui.show import when_open
from app.ui.state import may_here
from core.access import Action
from core.training.method import ServedModels
from core.training.runs import RunView, Tried, code_to_ask, may_serve, served_models, try_models

TRIED = "tried"
"""In the session: (run, both answers)."""

ANSWER_HEIGHT = 220


def offer_trying(run: RunView) -> None:
    """An expander for a run whose models are served; nothing is asked without a click."""
    models = ask(served_models, run.id) if may_serve(run) else None
    if models is None:
        return
    place = st.expander("Try the tuned model", icon=":material/chat:", key=f"try_{run.id}", on_change="rerun")
    when_open(place, _show, run, models)


def _show(run: RunView, models: ServedModels) -> None:
    if may_here(Action.LAUNCH):
        _prompt(run)
    else:
        st.caption(
            "Asking costs a little, so it is for those who may launch runs. The code is for everybody."
        )
    st.markdown("**The code that asks it**, with the run’s own instruction and settings:")
    st.code(code_to_ask(models), language="python", wrap_lines=True)


def _prompt(run: RunView) -> None:
    st.caption(
        "The base model and the tuned one are each asked once, where Google serves them. Google bills two "
        "answers; who asked is on record, the prompt is not."
    )
    with st.form(f"try_form_{run.id}", border=False):
        prompt = st.text_area("Prompt", key=f"try_prompt_{run.id}", height=140)
        go = st.form_submit_button("Ask both models", icon=":material/send:")
    if go:
        with st.spinner("Asking both models …", show_time=True):
            answers = attempt_now(lambda: try_models(studio().db, person(), run.id, prompt))
        if answers is not None:
            st.session_state[TRIED] = (run.id, answers)
    kept = st.session_state.get(TRIED)
    if kept is not None and kept[0] == run.id:
        for place, title, one in zip(st.columns(2), ("Base model", "Tuned model"), kept[1], strict=True):
            with place:
                _answer(title, one)


def _answer(title: str, answer: Tried) -> None:
    st.markdown(f"**{title}**")
    if answer.refused:
        st.error(plain(answer.text), icon=":material/block:")
    else:
        st.code(answer.text, language=None, wrap_lines=True, height=ANSWER_HEIGHT)
