"""The reviewers of a closed review: how far they agree, what each said, who takes the longer answer more."""

import streamlit as st

from app.ui.actions import plain
from app.ui.compare.conclude_charts import EVENLY, Figure, forest_chart
from app.ui.compare.conclude_words import slice_rows
from app.ui.compare.figures_made import ICON, alt_of, made, mark, show_made
from app.ui.quality.charts import Dot, dots_chart
from app.ui.show import show_chart, show_table, when_open
from core.labelling.quality import Agreement
from core.review.results import Results, early
from core.review.statistics import Estimate

SHARES = ("Win rate, %", "Left chosen, %", "With the majority, %")
HABITS = (
    "Reviewer",
    "Verdicts",
    "Items",
    "Longer chosen, %",
    "Difference from the others, points",
    "p, corrected",
)
PERCENT = "Σ over pairs of verdicts on one comparison that are equal / Σ over all of them, each comparison 1"
ALPHA = "alpha = 1 - D_o / D_e, D_e = (1 - Σ p_c²) n / (n - 1)"


def show_reviewers(found: Results) -> None:
    """Agreement, a dot and a row for each reviewer, and their habits with length on demand."""
    st.markdown("#### Reviewers")
    _agreement(found)
    _rates(found)
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
    if found.habits:
        key = f"conclude_{found.review.id}_habits"
        place = st.expander("Who takes the longer answer more than others?", key=key, on_change="rerun")
        when_open(place, _habits, found, key)


def _agreement(found: Results) -> None:
    together = found.agreement
    if together is None or together.alpha.value is None:
        st.caption("No comparison was judged by two people, so how far they agree is not known.")
        return
    alpha = together.alpha
    ends = f" ({alpha.lower:.2f} to {alpha.upper:.2f})" if alpha.lower is not None else ""
    same = f"{100 * (together.percent.value or 0):.0f} %"
    st.write(
        f"Two of them say the same in {same} of cases; Krippendorff’s alpha is {alpha.value:.2f}{ends},"
        f" on {alpha.n:,} comparisons that several judged. 1 is full agreement, 0 is chance."
    )
    with st.popover("How agreement was made", icon=ICON, width="content"):
        if early(found):
            st.write(plain(early(found)))
        _made(together)


def _made(together: Agreement) -> None:
    same, alpha = together.percent, together.alpha
    show_made(
        "Two say the same",
        f"On {same.n:,} comparisons that two or more judged, each weighing the same. “Equally good” and"
        " “neither will do” are one answer, apart from both models.",
        PERCENT,
    )
    show_made(
        "Krippendorff’s alpha",
        f"Nominal, on {alpha.n:,} comparisons, each weighing the same. D_o is the share of pairs of verdicts"
        " that differ, D_e that of the same n verdicts in any order, p_c the share of each answer; the"
        " interval is by the delta method over comparisons. Source: Krippendorff (2011), Computing"
        " Krippendorff's Alpha-Reliability.",
        ALPHA,
    )


def _rates(found: Results) -> None:
    dots = [
        Dot(
            one.name,
            one.rate.value,
            one.rate.interval.lower,
            one.rate.interval.upper,
            flagged=one.taught,
            person_id=one.person_id,
        )
        for one in found.reviewers
        if one.rate is not None and one.rate.value is not None
    ]
    if not dots or found.duel is None:
        return
    title = f"win rate of {found.name(found.duel.second)} by reviewer{mark(found)}"
    alt = "; ".join(f"{dot.name}: {100 * dot.value:.0f} %" for dot in dots)
    show_chart(dots_chart(dots, title=title, line=EVENLY), key=f"conclude_{found.review.id}_people", alt=alt)


def _habits(found: Results, key: str) -> None:
    people = {str(one.person_id): one for one in found.reviewers}
    known = [people.get(one.name) for one in found.habits]
    names = [who.name if who else one.name for who, one in zip(known, found.habits, strict=True)]
    figures = [
        Figure(name, one.estimate, who.person_id if who else None)
        for name, one, who in zip(names, found.habits, known, strict=True)
    ]
    chart = forest_chart(figures, title=f"longer answer chosen{mark(found)}", line=EVENLY)
    show_chart(chart, key=f"{key}_chart", alt=alt_of(figures))
    show_table(
        [(name, *row[1:]) for name, row in zip(names, slice_rows(found.habits, ""), strict=True)],
        HABITS,
        alt="How often each reviewer chose the longer answer",
    )
    st.caption(
        "Of verdicts that named a winner of two answers of unequal length. Longer answers may be better: only"
        " who differs from the others stands out, with a star (p corrected for all reviewers, Holm 1979)."
    )
    made(figures, found)


def _share(estimate: Estimate | None) -> float | None:
    return None if estimate is None or estimate.value is None else 100 * estimate.value
