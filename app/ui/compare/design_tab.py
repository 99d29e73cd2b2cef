"""What was planned of a review, what was changed since and why, and who reviews."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain, write
from app.ui.compare.asking import ask_how_many, ask_what, keys
from app.ui.compare.plan import choose_reviewers, show_plan, show_what_it_buys
from app.ui.compare.sources import SWAPPED
from app.ui.compare.words import FIELDS, count_verdicts, in_words, left_out_words
from app.ui.routes import path_of
from app.ui.runs import show_next
from app.ui.show import show_table
from app.ui.state import may_here, project
from app.ui.words import ago
from core.access import Action
from core.datasets import DatasetView
from core.review import (
    Change,
    Design,
    ReviewerLine,
    ReviewView,
    change_review,
    changes_of,
    has_looked,
    learned_from,
    left_out_counts,
    read_design,
    remarks,
    reviewer_lines,
    reviewers_of,
    seem_swapped,
    seen_sentences,
    who_may_review,
)
from core.training.runs import RunDetail, get_run


def design_tab(chosen: ReviewView) -> None:
    """The plan as it was made, its changes, what is compared, and the people."""
    designer = may_here(Action.DESIGN_REVIEW)
    changes = ask(changes_of, chosen)
    people = ask(reviewer_lines, chosen) if designer else []
    left, right = st.columns([3, 2], gap="large")
    with left:
        _planned(chosen, changes, people)
        names = ask(who_may_review, project().id) if designer and changes else {}
        _changed(changes, names | {one.person_id: one.name for one in people})
        if designer and chosen.is_open:
            _change(chosen, people)
    with right:
        _compared(chosen)
        _came_from(chosen)
    if designer:
        _people(chosen, people)


def _planned(chosen: ReviewView, changes: Sequence[Change], people: Sequence[ReviewerLine]) -> None:
    st.subheader("As planned", anchor=False)
    design, reviewers = first_plan(chosen.design, ask(reviewers_of, chosen), changes)
    names = {one.person_id: one.name for one in people}
    told = ", ".join(names.get(one, f"#{one}") for one in reviewers) or "Everybody who may compare"
    show_plan(design, items=chosen.items, reviewers=told)
    st.caption(f"Planned {ago(chosen.created_at)}.")
    with st.expander("What it buys", icon=":material/functions:"):
        show_what_it_buys(chosen.design, chosen.items, reviewers=len(reviewers))


def first_plan(
    design: Design, reviewers: Sequence[int], changes: Sequence[Change]
) -> tuple[Design, Sequence[int]]:
    """The plan as it was before the first change: every change says what was there."""
    raw: dict[str, Any] = {**design.model_dump(mode="json"), "reviewers": reviewers}
    for change in reversed(changes):
        raw |= {name: before for name, (before, _) in change.what.items()}
    return read_design({name: value for name, value in raw.items() if name != "reviewers"}), raw["reviewers"]


def _changed(changes: Sequence[Change], names: dict[int, str]) -> None:
    if not changes:
        return
    st.subheader("Changed since", anchor=False)
    for change in changes:
        who = names.get(change.person_id or 0, "somebody")
        st.markdown(
            f"{plain(who)}, {ago(change.at)}, after {count_verdicts(change.verdicts)}: {plain(change.note)}"
        )
        for name, (before, after) in change.what.items():
            st.caption(plain(f"{FIELDS[name]}: {_told(name, before, names)} → {_told(name, after, names)}"))


def _told(field: str, value: Any, names: dict[int, str]) -> str:
    if field == "reviewers":
        return ", ".join(names.get(one, f"#{one}") for one in value) or "everybody who may"
    return in_words(field, value)


def _compared(chosen: ReviewView) -> None:
    """What is compared; nothing of it names a model before the close, or an open look."""
    st.subheader("What is compared", anchor=False)
    blind = chosen.is_open and not ask(has_looked, chosen, person().id or 0)
    names = None if blind else [one.name for one in chosen.models]
    if names is None:
        st.markdown(f"{len(chosen.models)} models; they are named when the review closes.")
    else:
        for one in chosen.models:
            st.markdown(f"**{plain(one.name)}** {plain(one.role)}  \n:small[{plain(one.address)}]")
    if left_out := left_out_words(ask(left_out_counts, chosen)):
        st.caption(f"Not compared: {left_out}.")
    for sentence in remarks(chosen.about, names):
        st.caption(plain(sentence))
    for sentence in seen_sentences(chosen.about):
        st.warning(plain(sentence), icon=":material/content_copy:")
    roles = {one.role: one.address for one in chosen.models}
    if not blind and {"base", "tuned"} <= roles.keys() and seem_swapped(roles["base"], roles["tuned"]):
        st.warning(SWAPPED, icon=":material/swap_horiz:")


def _came_from(review: ReviewView) -> None:
    """The way back from a closed review; nothing before, since runs name models."""
    if review.is_open or not may_here(Action.SEE_RUNS):
        return
    st.subheader("Where the answers come from", anchor=False)
    numbers = sorted({one.run_id for one in review.models if one.run_id is not None})
    if not numbers:
        st.caption("No run of this studio is on record for these models: their answers came as files.")
        return
    for number in numbers:
        _run_line(ask(get_run, number))
    if taught := ask(learned_from, review):
        people = "1 person's judgments" if len(taught) == 1 else f"judgments of {len(taught):,} people"
        st.caption(f"A model of this review learned from {people}.")
    # A link, since the address of this page holds the review; Runs opens with the newest of these.
    show_next(numbers[-1])
    st.page_link(path_of("runs"), label="See the run and its sets", icon=":material/model_training:")


def _run_line(detail: RunDetail) -> None:
    run = detail.run
    lines = [f"**Run #{run.id} {plain(run.name)}** {plain(run.method)}"]
    lines += [_set(role, dataset) for role, dataset in sorted(detail.inputs.items())]
    st.markdown("  \n".join(lines))


def _set(role: str, dataset: DatasetView) -> str:
    judgments, annotators = dataset.card.get("judgments"), dataset.card.get("annotators")
    behind = f", {judgments:,} judgments of {annotators:,} people" if judgments and annotators else ""
    return f"{plain(role)}: {plain(dataset.full_name)} :small[{dataset.rows:,} rows{behind}]"


def _people(chosen: ReviewView, people: Sequence[ReviewerLine]) -> None:
    st.subheader("Reviewers", anchor=False)
    rows = [(one.name, one.verdicts, one.skipped, ago(one.latest), _state(one, chosen)) for one in people]
    show_table(rows, ("Name", "Verdicts", "Skips", "Latest", "State"), alt="Reviewers and how far they are")
    if chosen.is_open:
        st.caption(
            "What somebody holds goes to others ten minutes after they were last active.",
            help="Whoever does not come back can be taken out of the plan above; what they judged stays.",
        )


def _state(one: ReviewerLine, chosen: ReviewView) -> str:
    holds = f"holds {one.holds}" if one.holds and chosen.is_open else ""
    said = (
        "" if one.chosen else "not reviewing any more",
        "looked: no more verdicts" if one.looked else "",
        "a model learned from their judgments" if one.learned_from else "",
        holds,
    )
    return "; ".join(filter(None, said))


def _change(chosen: ReviewView, people: Sequence[ReviewerLine]) -> None:
    """The plan once more, to be changed with a reason; what is asked is fixed by the first verdict."""
    with st.expander(
        "Change the plan", icon=":material/edit:", on_change="rerun", key=f"change_{chosen.id}"
    ) as place:
        if not place.open:
            return
        key = keys(f"change_{chosen.id}_{len(ask(changes_of, chosen))}")
        given = any(one.verdicts for one in people)
        raw = ask_what(key, chosen.design, locked=given)
        if given:
            raw = {}
            st.caption("Verdicts were given, so what is asked cannot change any more.")
        raw |= ask_how_many(key, chosen.design, models=len(chosen.models))
        reviewers = choose_reviewers(key("reviewers"), ask(reviewers_of, chosen))
        note = st.text_input("Why", key=key("note"), max_chars=500)
        if st.button("Change it", key=key("go"), icon=":material/save:"):
            design = chosen.design.model_dump(mode="json") | raw
            changed = attempt_now(
                lambda: write(
                    change_review, chosen, design=read_design(design), reviewers=reviewers, note=note
                )
            )
            if changed is not None:
                st.rerun()
