"""Trying a reward on two answers that somebody types."""

import streamlit as st

from app.ui.actions import ask, attempt_now, plain
from app.ui.show import show_table, when_open
from app.ui.state import may_here
from core.access import Action, ensure_may
from core.progress import silent
from core.rewards import AutoraterPart, RewardDetail, Sample, Scored, calls_of, score_all

ANSWERS = ("One answer", "Another answer")


def offer_try(reward: RewardDetail) -> None:
    """An expander with a form, for those who may make rewards: a judge that is asked costs money."""
    if not may_here(Action.MAKE_REWARD):
        return
    place = st.expander(
        "Try it on two answers",
        icon=":material/science:",
        key=f"reward_try_{reward.view.id}",
        on_change="rerun",
    )
    when_open(place, _form, reward)


def _form(reward: RewardDetail) -> None:
    number = reward.view.id
    with st.form(f"reward_try_form_{number}", border=False):
        prompt = st.text_area("Prompt", key=f"reward_try_prompt_{number}", height=120)
        typed = []
        for place, label in zip(st.columns(2), ANSWERS, strict=True):
            with place:
                typed.append(st.text_area(label, key=f"reward_try_{label}_{number}", height=120))
        go = st.form_submit_button("Score both", icon=":material/science:")
    for part in reward.specification.parts:
        if isinstance(part, AutoraterPart):
            st.caption(plain(f"It asks {part.model} {calls_of(part, 1):,} times."))
    if go:
        with st.spinner("Scoring …"):
            scored = attempt_now(lambda: _score(reward, prompt, typed))
        if scored is not None:
            _show(scored)


def _score(reward: RewardDetail, prompt: str, answers: list[str]) -> list[Scored]:
    ask(ensure_may, Action.MAKE_REWARD, reward.view.project_id)
    example = {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
    samples = [Sample.of(example, answer) for answer in answers]
    return score_all(reward.specification, samples, silent)


def _show(scored: list[Scored]) -> None:
    for place, label, one in zip(st.columns(2), ANSWERS, scored, strict=True):
        place.metric(label, "–" if one.reward is None else f"{one.reward:+.3f}")
        if one.error:
            place.error(plain(one.error), icon=":material/error:")
    names = list(dict.fromkeys(name for one in scored for name in one.parts))
    if len(names) > 1:
        rows = [(name, *(one.parts.get(name) for one in scored)) for name in names]
        show_table(rows, ("Part", *ANSWERS), alt="The score of each part for both answers")
