"""The rewards of a project: a list, and one of them in pictures first, then in words, then as it is."""

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.launch.form import prefill_reward
from app.ui.launch.review import show_findings
from app.ui.rewards.charts import rank_loss_chart, rewards_chart, shares_chart, show_accuracy
from app.ui.rewards.labels import CHOSEN, NEXT, WHAT_FOR
from app.ui.rewards.parts import show_parts
from app.ui.rewards.trying import offer_try
from app.ui.routes import path_of
from app.ui.show import choose_by_id, show_chart, show_table
from app.ui.state import may_here, project
from app.ui.words import ago
from core.access import Action
from core.rewards import (
    CrossValidation,
    RewardDetail,
    RewardReport,
    RewardView,
    cross_validated,
    get_reward,
    in_words,
    kinds_words,
    other_figures,
    reward_findings,
    reward_label,
)

EARLY, LATE = 0, -1


def show_rewards(rewards: list[RewardView]) -> None:
    """All as a table, the chosen one in detail; or what a reward is for."""
    if not rewards:
        _none()
        return
    show_table(
        [
            (
                one.id,
                one.name,
                kinds_words(one),
                in_words(one.report.accuracy),
                in_words(one.report.longer),
                ago(one.created_at),
            )
            for one in rewards
        ],
        ["#", "Reward", "Made of", "Right on", "The longer wins", "Made"],
        alt="Rewards, newest first",
        column_config={"#": st.column_config.NumberColumn(width="small")},
    )
    by_id = {one.id: one for one in rewards}
    wanted = st.session_state.pop(NEXT, st.session_state.get(CHOSEN))
    st.session_state[CHOSEN] = wanted if wanted in by_id else rewards[0].id
    chosen = choose_by_id("Reward", by_id, reward_label, key=CHOSEN, persist_state="session")
    _show(ask(get_reward, chosen.id))


def _none() -> None:
    st.info(
        f"No reward has been made yet. {WHAT_FOR} An engineer makes one from a frozen preference set, and "
        "it is checked on people’s choices before a run may learn from it.",
        icon=":material/award_star:",
    )


def _show(reward: RewardDetail) -> None:
    view, report = reward.view, reward.view.report
    with st.container(border=True):
        st.subheader(plain(view.name), anchor=False)
        made_of = f"{kinds_words(view)} · checked on {reward.dataset.full_name}"
        st.caption(f"{plain(f'#{view.id} · {made_of}')} · made {ago(view.created_at)}")
        left, right = st.columns(2, gap="large")
        with left:
            st.caption("Is it right where people have chosen?")
            show_accuracy(report, key=f"reward_shares_{view.id}")
        with right:
            st.caption("Rewards of the answers people preferred, and of the others")
            show_chart(
                rewards_chart(report.rewards), key=f"reward_spread_{view.id}", alt=_spread_words(report)
            )
        show_findings("Measured on people’s choices", reward_findings(view))
        _figures(report)
        _learned(report, key=f"reward_learned_{view.id}")
        show_parts(reward)
        offer_try(reward)
    _way_on(view)


def _spread_words(report: RewardReport) -> str:
    return (
        f"Rewards of {report.pairs:,} preferred answers and of as many others; "
        f"{100 * report.saturated:.0f} % stand at -1 or 1"
    )


def _figures(report: RewardReport) -> None:
    """What the pictures do not show."""
    found = other_figures(report)
    for place, (label, value, help_text) in zip(st.columns(len(found)), found, strict=True):
        place.metric(label, value, help=help_text)


def _learned(report: RewardReport, *, key: str) -> None:
    """How a fitted model learned, and what reading the text adds; nothing of what was not fitted."""
    if not report.rank_loss and report.cross_validation is None:
        return
    left, right = st.columns(2, gap="large")
    if report.rank_loss:
        with left:
            st.caption("Its loss while it was fitted")
            show_chart(rank_loss_chart(report.rank_loss), key=f"{key}_loss", alt=_loss_words(report))
    if report.cross_validation is not None:
        with right:
            _validated(report.cross_validation, key=f"{key}_folds")


def _loss_words(report: RewardReport) -> str:
    begin, end = report.rank_loss[EARLY], report.rank_loss[LATE]
    return (
        f"rank_loss from {begin.training:.3f} to {end.training:.3f} in {len(report.rank_loss):,} iterations"
    )


def _validated(found: CrossValidation, *, key: str) -> None:
    shares = cross_validated(found)
    told = ", ".join(f"{name.lower()}: right on {in_words(one)}" for name, one in shares.items())
    st.caption(f"The whole set in {found.folds} parts, each judged without having been learned")
    show_chart(shares_chart(shares), key=key, alt=told)


def _way_on(reward: RewardView) -> None:
    """To a launch that learns from it, where that would be let through."""
    if not (reward.report.beats_coin and may_here(Action.LAUNCH)):
        return
    if st.button(
        "Launch a run on it",
        icon=":material/rocket_launch:",
        key=f"reward_launch_{reward.id}",
        type="primary",
    ):
        prefill_reward(project(), reward.id)
        st.switch_page(path_of("launch"))
