"""What a closed review comes to: one sentence on top, charts below it, and how each figure was made."""

from collections.abc import Iterator

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.compare.conclude_charts import EVENLY, Figure, forest_chart, outcome_chart, sequence_chart
from app.ui.compare.conclude_people import show_reviewers
from app.ui.compare.conclude_strengths import show_strengths
from app.ui.compare.conclude_words import p_words, part_words, position_words, sign_words, slice_rows
from app.ui.compare.figures_made import alt_of, made, mark
from app.ui.show import show_chart, show_table, when_open
from app.ui.state import project
from core.review import ReviewView
from core.review.results import Duel, Preference, Results, claim, remarks_of, results
from core.review.statistics import PassRates

PARTS = ("Part", "Verdicts", "Items", "Win rate, %", "Difference from the rest, points", "p, corrected")


@st.cache_resource(show_spinner="Working out the figures …", max_entries=16)
def _kept(uid: str, review_id: int, closed_at: str, _review: ReviewView) -> Results:  # noqa: ARG001 - kept by
    """The results: they change no more once a review is closed."""
    return ask(results, _review)


def conclude(chosen: ReviewView) -> None:
    """Draw a closed review's results."""
    found = _kept(project().uid, chosen.id, str(chosen.closed_at), chosen)
    st.markdown(f"### {plain(claim(found))}")
    for remark in remarks_of(found):
        st.markdown(f"- {plain(remark)}")
    if not found.verdicts:
        st.caption("It was closed before anybody gave a verdict. Plan another one under “All reviews”.")
        return
    if found.ranking is not None:
        show_strengths(found)
    for duel in found.duels:
        _duel(found, duel, alone=found.duel is not None)
    show_reviewers(found)


def _duel(found: Results, duel: Duel, *, alone: bool) -> None:
    first, second = found.name(duel.first), found.name(duel.second)
    if alone:
        _figures(found, duel)
        return
    key = f"conclude_{found.review.id}_{duel.first}_{duel.second}_pair"
    when_open(
        st.expander(plain(f"{second} against {first}"), key=key, on_change="rerun"), _figures, found, duel
    )


def _figures(found: Results, duel: Duel) -> None:
    if duel.preference is not None:
        _preference(found, duel, duel.preference)
    if duel.passes is not None:
        _passes(found, duel, duel.passes)


def _preference(found: Results, duel: Duel, preference: Preference) -> None:
    first, second = found.name(duel.first), found.name(duel.second)
    key = f"conclude_{found.review.id}_{duel.first}_{duel.second}"
    rates = list(_rates(preference))
    st.markdown(f"#### How often {plain(second)} wins")
    counts = preference.counts
    alt = (
        f"Of {counts.n} verdicts {counts.first} are for {first}, {counts.second} for {second},"
        f" {counts.ties} say equally good, {counts.both_bad} say neither will do."
    )
    show_chart(outcome_chart(counts, first, second, mark(found)), key=f"{key}_outcomes", alt=alt)
    chart = forest_chart(rates, title=f"win rate of {second}{mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_rates", alt=alt_of(rates))
    st.caption(plain(sign_words(preference.sign, first, second)))
    made(rates, found)
    if preference.sequence is not None and len(preference.sequence.n):
        st.markdown("##### Item after item")
        alt = "The win rate and its confidence sequence after each item."
        show_chart(sequence_chart(preference.sequence, mark(found)), key=f"{key}_sequence", alt=alt)
    place = st.expander("Did the side matter?", key=f"{key}_side", on_change="rerun")
    when_open(place, _position, preference, second, key, found)
    if preference.slices:
        place = st.expander("Parts of the review", key=f"{key}_parts", on_change="rerun")
        when_open(place, _slices, found, preference, second, key)


def _rates(preference: Preference) -> Iterator[Figure]:
    """The win rate in its versions, the one that is claimed first."""
    yield Figure("Ties counted half", preference.rate)
    yield Figure("These reviewers only", preference.of_these)
    yield Figure("Without ties", preference.without_ties)
    if preference.same_as_ties is not None:
        yield Figure("Identical answers as ties", preference.same_as_ties)
    if preference.without_teachers is not None:
        yield Figure("Held-out reviewers", preference.without_teachers)
    yield Figure("At equal length", preference.at_equal_length.estimate)


def _passes(found: Results, duel: Duel, passes: PassRates) -> None:
    first, second = found.name(duel.first), found.name(duel.second)
    key = f"conclude_{found.review.id}_{duel.first}_{duel.second}_passes"
    figures = [Figure(first, passes.first), Figure(second, passes.second)]
    st.markdown("#### How often answers pass")
    bar = found.review.design.asked.quality_bar
    st.caption(plain(f"The quality bar: {bar}"))
    chart = forest_chart(figures, title=f"answers that pass{mark(found)}")
    show_chart(chart, key=key, alt=alt_of(figures))
    gap = passes.difference
    if gap.value is not None:
        ends = f"{100 * gap.interval.lower:+.1f} to {100 * gap.interval.upper:+.1f}"
        st.write(
            plain(
                f"Paired difference: {100 * gap.value:+.1f} points (95 % interval {ends});"
                f" McNemar’s exact test on items: {p_words(passes.test.p_value)}."
            )
        )
    made([*figures, Figure("Paired difference", gap)], found)


def _position(preference: Preference, second: str, key: str, found: Results) -> None:
    figures = [Figure("Left answer chosen", preference.position.left)]
    chart = forest_chart(figures, title=f"left answer chosen{mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_left", alt=alt_of(figures))
    st.write(plain(position_words(preference.position, second)))
    made(figures, found)


def _slices(found: Results, preference: Preference, second: str, key: str) -> None:
    figures = [Figure(part_words(one, second), one.estimate) for one in preference.slices]
    chart = forest_chart(figures, title=f"win rate of {second}{mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_slices", alt=alt_of(figures))
    show_table(slice_rows(preference.slices, second), PARTS, alt="Parts of the review and their win rates")
    st.caption(
        "Among many parts one will differ by chance, so p is corrected for all of them (Holm 1979). A star"
        " marks a part that differs."
    )
