"""What a closed review comes to: one sentence on top, charts below it, and how each figure was made."""

from collections.abc import Iterator

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.compare.conclude_charts import Figure, forest_chart, outcome_chart, sequence_chart, strength_chart
from app.ui.compare.conclude_words import how_made, p_words, position_words, sign_words, slice_rows
from app.ui.quality.charts import Dot, Line, dots_chart
from app.ui.show import show_chart, show_table, when_open
from app.ui.state import project
from core.review import Closing, ReviewView
from core.review.results import Duel, Preference, Results, claim, early, remarks_of, results
from core.review.statistics import EVEN, Estimate, PassRates

EVENLY = Line(EVEN, "even")
SHARES = ("Win rate, %", "Left chosen, %", "With the majority, %")
PARTS = ("Part", "Verdicts", "Items", "Win rate, %", "Apart from the rest, points", "p, corrected")


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
        _strengths(found)
    for duel in found.duels:
        _duel(found, duel, alone=found.duel is not None)
    _reviewers(found)


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
    show_chart(outcome_chart(counts, first, second, _mark(found)), key=f"{key}_outcomes", alt=alt)
    chart = forest_chart(rates, title=f"win rate of {second}{_mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_rates", alt=_alt(rates))
    st.caption(plain(sign_words(preference.sign, first, second)))
    _made(rates, found)
    if preference.sequence is not None and len(preference.sequence.n):
        st.markdown("##### As it went")
        alt = "The win rate and its confidence sequence after each item."
        show_chart(sequence_chart(preference.sequence), key=f"{key}_sequence", alt=alt)
    place = st.expander("Did the side matter?", key=f"{key}_side", on_change="rerun")
    when_open(place, _position, preference, second, key, found)
    if preference.slices:
        place = st.expander("Parts of the review", key=f"{key}_parts", on_change="rerun")
        when_open(place, _slices, preference, f"{second}{_mark(found)}", key)


def _rates(preference: Preference) -> Iterator[Figure]:
    """The win rate in its versions, the one that is claimed first."""
    yield Figure("Ties counted half", preference.rate)
    yield Figure("These reviewers only", preference.of_these)
    yield Figure("Without ties", preference.without_ties)
    if preference.same_as_ties is not None:
        yield Figure("Identical as ties", preference.same_as_ties)
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
    chart = forest_chart(figures, title=f"answers that pass{_mark(found)}")
    show_chart(chart, key=key, alt=_alt(figures))
    gap = passes.difference
    if gap.value is not None:
        ends = f"{100 * gap.interval.lower:+.1f} to {100 * gap.interval.upper:+.1f}"
        st.write(
            plain(
                f"Paired difference: {100 * gap.value:+.1f} points (95 % interval {ends});"
                f" McNemar’s exact test on items: {p_words(passes.test.p_value)}."
            )
        )
    _made([*figures, Figure("Paired difference", gap)], found)


def _position(preference: Preference, second: str, key: str, found: Results) -> None:
    figures = [Figure("Left answer chosen", preference.position.left)]
    chart = forest_chart(figures, title=f"left answer chosen{_mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_left", alt=_alt(figures))
    st.write(plain(position_words(preference.position, second)))
    _made(figures, found)


def _slices(preference: Preference, second: str, key: str) -> None:
    figures = [Figure(f"{one.kind}: {one.name}", one.estimate) for one in preference.slices]
    chart = forest_chart(figures, title=f"win rate of {second}", line=EVENLY)
    show_chart(chart, key=f"{key}_slices", alt=_alt(figures))
    show_table(slice_rows(preference.slices), PARTS, alt="Parts of the review and their win rates")
    st.caption(
        "Whoever looks at many parts finds one that differs by luck: p is corrected for all of them (Holm"
        " 1979), and one with a star differs."
    )


def _reviewers(found: Results) -> None:
    st.markdown("#### Reviewers")
    if found.agreement is not None and found.agreement.alpha.value is not None:
        alpha = found.agreement.alpha
        ends = f" ({alpha.lower:.2f} to {alpha.upper:.2f})" if alpha.lower is not None else ""
        same = f"{100 * (found.agreement.percent.value or 0):.0f} %"
        st.write(
            f"Two of them say the same in {same} of cases; Krippendorff’s alpha is {alpha.value:.2f}{ends},"
            f" on {alpha.n:,} comparisons that several judged. 1 is full agreement, 0 is chance."
        )
    else:
        st.caption("No comparison was judged by two people, so how far they agree is not known.")
    dots = [
        Dot(one.name, one.rate.value, one.rate.interval.lower, one.rate.interval.upper, flagged=one.taught)
        for one in found.reviewers
        if one.rate is not None and one.rate.value is not None
    ]
    if dots and found.duel is not None:
        title = f"win rate of {found.name(found.duel.second)} by reviewer{_mark(found)}"
        alt = "; ".join(f"{dot.name}: {100 * dot.value:.0f} %" for dot in dots)
        show_chart(
            dots_chart(dots, title=title, line=EVENLY), key=f"conclude_{found.review.id}_people", alt=alt
        )
    rows = [
        (
            one.name,
            one.verdicts,
            one.skips,
            _share(one.rate),
            _share(one.left),
            one.agrees and 100 * one.agrees,
            one.taught,
        )
        for one in found.reviewers
    ]
    columns = ["Reviewer", "Verdicts", "Skips", *SHARES, "A model learned from"]
    shares = {name: st.column_config.NumberColumn(format="%.0f") for name in SHARES}
    show_table(rows, columns, alt="What each reviewer said", column_config=shares)


def _strengths(found: Results) -> None:
    ranking = found.ranking
    st.markdown("#### How strong each model is")
    if ranking is None or ranking.strength is None:
        st.caption(plain(ranking.why) if ranking else "")
        return
    names = [model.name for model in found.review.models]
    chart = strength_chart(ranking, names)
    alt = ", ".join(f"{name}: {value:+.2f}" for name, value in zip(names, ranking.strength, strict=True))
    show_chart(chart, key=f"conclude_{found.review.id}_strengths", alt=alt)
    if ranking.why:
        st.caption(plain(ranking.why))
    for circle in ranking.intransitive:
        beats = " beats ".join(names[one] for one in (*circle, circle[0]))
        st.caption(plain(f"{beats}: one strength each does not say it all."))
    with st.popover("How this was made", icon=":material/function:"):
        st.write(
            "Bradley and Terry (1952): the chance that one model beats another is e^(its strength) over the"
            " sum of both; the maximum of the likelihood, ties half a win, by evalica. Intervals: items drawn"
            f" again {ranking.resamples:,} times, and widened by what the verdicts of one reviewer share."
        )


def _made(figures: list[Figure], found: Results) -> None:
    """Each figure's formula, counts and source, on demand."""
    with st.popover("How these figures were made", icon=":material/function:", width="content"):
        if early(found):
            st.write(plain(early(found)))
        for one in figures:
            st.markdown(f"**{plain(one.name)}**  \n{plain(how_made(one.estimate))}")
            if one.estimate.formula:
                st.code(one.estimate.formula, language=None, wrap_lines=True)


def _mark(found: Results) -> str:
    """What every chart says of a review that was not ended by its rule."""
    return "" if found.review.closing == Closing.BY_RULE else ", closed by hand"


def _share(estimate: Estimate | None) -> float | None:
    return None if estimate is None or estimate.value is None else 100 * estimate.value


def _alt(figures: list[Figure]) -> str:
    return "; ".join(f"{one.name}: {one.words}" for one in figures)
