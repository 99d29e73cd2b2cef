"""Making a reward: of which choices, what scores, what the check takes; then the work, with its progress."""

from collections.abc import Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.datasets.tabs import FREEZE, open_tab
from app.ui.resources import studio
from app.ui.rewards.fields import FIELDS, Asked, ask_part
from app.ui.rewards.labels import WHAT_FOR, show_next
from app.ui.routes import path_of
from app.ui.show import choose_by_id
from app.ui.work import Tell, result_of, run_work, tell_cancelled
from core.datasets import DatasetKind, list_datasets
from core.labelling import ProjectView
from core.rewards import (
    KINDS,
    MOST_PAIRS,
    AutoraterPart,
    CloudRunPart,
    NewModel,
    Part,
    RewardDetail,
    RewardKind,
    RewardRequest,
    RewardView,
    calls_of,
    make_reward,
    mean_words,
)

KEPT, MAKE = "Rewards", "Make a reward"
OPEN = "rewards_tab"
WORK = "reward_make"
ICON = ":material/award_star:"


def open_tabs(rewards: Sequence[RewardView]) -> tuple[object, object]:
    """What was made, and the making of another, which comes first where there is none."""
    st.session_state.setdefault(OPEN, KEPT if rewards else MAKE)
    kept, making = st.tabs((KEPT, MAKE), key=OPEN, on_change="rerun")
    return kept, making


def go_to_made(project: ProjectView) -> None:
    """Show the reward that was made, once one was."""
    made: RewardDetail | None = result_of(WORK, project.id)
    if made is not None:
        del st.session_state[WORK]
        show_next(made.view.id)
        st.session_state[OPEN] = KEPT


def make_tab(project: ProjectView) -> None:
    """The form, and the work."""
    tell_cancelled(WORK)
    sets = {one.id: one for one in ask(list_datasets, project.id) if one.kind == DatasetKind.PREFERENCE}
    if not sets:
        _freeze_first()
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        name = st.text_input("Name", key="reward_name", placeholder="One comes by itself", max_chars=120)
        key = f"reward_set_{project.id}"
        dataset = choose_by_id(
            "Preference set", sets, lambda one: f"{one.full_name} · {one.rows:,} rows", key=key
        )
        kinds = _kinds()
    asked = Asked(project, dataset, weighed=len(kinds) > 1)
    with right:
        parts = [ask_part(kind, asked) for kind in kinds]
    with left:
        _make(asked, name, parts)


def _freeze_first() -> None:
    st.info(
        f"{WHAT_FOR} It is made from people’s choices and checked on some that it has not seen, so freeze a "
        "preference set first.",
        icon=":material/ac_unit:",
    )
    if st.button("Freeze a preference set", icon=":material/ac_unit:", key="reward_freeze", type="primary"):
        open_tab(FREEZE)
        st.switch_page(path_of("datasets"))


def _kinds() -> list[RewardKind]:
    """What scores answers, in the order of the table."""
    chosen = st.pills(
        "What scores an answer",
        list(FIELDS),
        selection_mode="multi",
        default=[RewardKind.MODEL],
        format_func=lambda kind: KINDS[kind].capitalize(),
        key="reward_kinds",
        wrap=True,
        help="One alone, or several with weights.",
    )
    return [kind for kind in FIELDS if kind in chosen]


def _make(asked: Asked, name: str, parts: Sequence[Part | NewModel | None]) -> None:
    """What the parts come to, what the check takes, and the button."""
    known = [part for part in parts if part is not None]
    missing = _missing(known, len(parts))
    if 1 < len(known) == len(parts):
        st.markdown(plain(mean_words(known)))
    most = _check_words(asked, known)
    if st.button("Make the reward", type="primary", icon=ICON, key="reward_go", disabled=bool(missing)):
        request = RewardRequest(asked.dataset.id, tuple(known), name, most)
        made = run_work(
            WORK,
            asked.project.id,
            lambda tell: _made(asked.project, request, tell),
            beginning="Reading the choices …",
            undone="Making the reward was cancelled; nothing was kept.",
        )
        if made is not None:
            st.rerun()
    if missing:
        st.caption(missing)


def _missing(known: Sequence[Part | NewModel], asked_for: int) -> str:
    """What is to be done before a reward can be made, as a sentence; empty when nothing is."""
    if len(known) < asked_for:
        return "Fill in first what the parts still need."
    if not any(isinstance(part, NewModel) or part.kind.judges for part in known):
        return (
            "Choose a reward model, an autorater or a reward server: length and format alone say nothing of "
            "what people prefer."
        )
    return ""


def _check_words(asked: Asked, parts: Sequence[Part | NewModel]) -> int:
    """Say what it is checked on, and whom that asks how often; gives the most pairs to ask about."""
    askers = [part for part in parts if isinstance(part, AutoraterPart | CloudRunPart)]
    most = MOST_PAIRS
    if askers:
        most = st.number_input(
            "Held-out pairs to ask about, at most", min_value=2, value=MOST_PAIRS, step=50, key="reward_pairs"
        )
    if (draft := asked.draft()) is None:
        return most
    pairs = min(most, draft.held_out) if askers else draft.held_out
    st.caption(
        f"It is checked on {pairs:,} pairs whose prompts it has not seen: a fifth of the prompts is held out."
    )
    for part in askers:
        st.markdown(f":material/payments: {plain(_calls_words(part, pairs))}")
    return most


def _calls_words(part: AutoraterPart | CloudRunPart, pairs: int) -> str:
    if isinstance(part, CloudRunPart):
        return f"The check asks the server about {2 * pairs:,} answers at most."
    calls = calls_of(part, pairs)
    return f"The check asks {part.model} at most {calls:,} times, which Google bills like any other call."


def _made(project: ProjectView, request: RewardRequest, tell: Tell) -> RewardDetail:
    return make_reward(
        studio().db, person(), project.id, request, tell=lambda sentence: tell(0.0, plain(sentence))
    )
