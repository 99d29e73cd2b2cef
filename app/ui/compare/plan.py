"""The form that plans a review: whose answers, which prompts, who judges, what is asked, when it ends."""

from collections.abc import Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, show_refusals
from app.ui.compare.asking import ask_how_many, ask_prompts, ask_what, keys
from app.ui.compare.sources import Chosen, choose_models, of_run, runs_key
from app.ui.compare.words import left_out_words, plan_lines, what_it_buys
from app.ui.resources import studio
from app.ui.state import keep_for_visit, of_visit, project
from app.ui.work import once
from core.errors import InvalidInput
from core.review import Asked, Design, ModelAnswers, ReviewView, create_review, read_design, who_may_review
from core.review.answers import Joined, Reason, join_answers

PLANNING = "review_planning"
KEY = keys("plan")
START = Design(asked=Asked(comment=False))
"""A comment is asked after each choice, which takes a key more: it has to be wanted."""


def begin(run_id: int | None = None, title: str = "") -> None:
    """In a callback: show the form, with a run's two models if there is one."""
    keep_for_visit(PLANNING, True)
    if run_id is not None:
        st.session_state[runs_key(KEY)] = of_run(run_id)
        st.session_state[KEY("title")] = title


def is_planning() -> bool:
    """Whether the form is shown in this visit to the page."""
    return bool(of_visit(PLANNING))


def stop_planning() -> None:
    """In a callback: back to where one was."""
    keep_for_visit(PLANNING, False)


def plan_review() -> ReviewView | None:
    """The form; once the review is made, the review."""
    st.button(
        "All reviews", icon=":material/arrow_back:", key=KEY("back"), on_click=stop_planning, type="tertiary"
    )
    st.subheader("Plan a review", anchor=False)
    title = st.text_input("Title", key=KEY("title"), placeholder="What reviewers choose it by", max_chars=200)
    with st.container(border=True):
        st.markdown("**Whose answers**")
        chosen = choose_models(KEY)
        joined = _join(chosen)  # in this box: what comes and goes between boxes moves those below
    with st.container(border=True):
        st.markdown("**What is asked**")
        raw = ask_what(KEY, START)
    with st.container(border=True):
        st.markdown("**Which prompts, how often, and until when**")
        strata = sorted({one.asked.stratum for one in joined.items}) if joined else []
        raw["sample"] = ask_prompts(KEY, strata)
        raw |= ask_how_many(KEY, START, models=len(chosen.models) if chosen else 0)
    with st.container(border=True):
        st.markdown("**Who reviews**")
        reviewers = choose_reviewers("plan_reviewers", [])
    design = _design(raw)
    if design is None or chosen is None or joined is None:
        return None
    _summary(design, joined, reviewers)
    if not st.button("Start the review", type="primary", icon=":material/balance:", key=KEY("go")):
        return None
    return _start(title, chosen.models, design, reviewers)


def show_plan(design: Design, *, items: int, reviewers: str) -> None:
    """The plan, a line for each of its parts."""
    lines = plan_lines(design, items=items, reviewers=reviewers)
    st.markdown("  \n".join(f"**{name}:** {plain(words)}" for name, words in lines))


def show_what_it_buys(design: Design, items: int, *, reviewers: int) -> None:
    """What so many verdicts can tell; ``reviewers`` counts those who judge all, where that is the plan."""
    lines = what_it_buys(design, items, each=design.per_item or reviewers or 1)
    st.markdown("  \n".join(f":material/functions: {plain(line)}" for line in lines))


def choose_reviewers(key: str, chosen: Sequence[int]) -> list[int]:
    """The people who review; none means everybody who may."""
    people = ask(who_may_review, project().id)
    return st.multiselect(
        "Reviewers",
        list(people),
        [one for one in chosen if one in people],
        format_func=people.__getitem__,
        key=key,
        placeholder="Everybody who may compare",
        help="Reviewers, engineers and leads of this project may compare.",
    )


def _join(chosen: Chosen | None) -> Joined | None:
    """What can be compared, and what is left out; said below the models."""
    if chosen is None:
        return None
    answers = [one.predictions for one in chosen.models]
    joined = once(KEY("joined"), chosen.about, lambda: join_answers(answers))
    if joined is None:
        return None
    left_out = left_out_words({reason.value: joined.count(reason) for reason in Reason})
    st.caption(
        f"{len(joined.items):,} prompt{'' if len(joined.items) == 1 else 's'} can be compared."
        + (f" Left out: {left_out}." if left_out else "")
    )
    return joined


def _summary(design: Design, joined: Joined, reviewers: Sequence[int]) -> None:
    """What is planned and what it buys, before anything is made."""
    items = design.sample.taken([one.asked.stratum for one in joined.items])
    people = ask(who_may_review, project().id)
    names = ", ".join(people[one] for one in reviewers) or "Everybody who may compare"
    st.subheader("The plan", anchor=False)
    show_plan(design, items=items, reviewers=names)
    with st.container(border=True):
        show_what_it_buys(design, items, reviewers=len(reviewers))
    there = len(reviewers or people)
    if design.per_item and design.per_item > there:
        st.warning(
            f"{design.per_item} verdicts per item take as many reviewers, and there are {there}: no "
            "item will get all its verdicts.",
            icon=":material/group_off:",
        )
    st.caption(
        "The plan stays on record; what is changed later is shown beside it, with who changed it and why."
    )


def _start(
    title: str, models: Sequence[ModelAnswers], design: Design, reviewers: Sequence[int]
) -> ReviewView | None:
    with st.spinner("Making the review …"):
        made = attempt(
            lambda: create_review(
                studio().db, person(), project(), models, title=title, design=design, reviewers=reviewers
            )
        )
    show_refusals()
    return made


def _design(raw: dict[str, object]) -> Design | None:
    """The design; what cannot be is said here, beside the form."""
    try:
        return read_design(raw)
    except InvalidInput as error:
        st.markdown(f":red[:material/error: {plain(str(error))}]")
        return None
