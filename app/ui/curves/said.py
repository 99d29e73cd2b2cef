"""Findings on the page: what happened and what to try next; what they rest on is a click away."""

from collections.abc import Sequence

import streamlit as st

from app.ui.actions import plain
from app.ui.curves.reading import Source
from app.ui.show import show_table
from core.curves import Finding, Tone, number

TONES = {
    Tone.BAD: ("red", "error", "Problem"),
    Tone.WARNING: ("orange", "warning", "Look at this"),
    Tone.GOOD: ("green", "check_circle", "Good"),
    Tone.NOTE: ("gray", "info", "Note"),
}
"""Colour, icon and word; the first is the most urgent."""
SHOWN = 3
"""So many stand open; the rest is a click away, so that the charts are on the first screen."""
Said = tuple[str, Finding]
"""Whose finding it is, empty where there is one source only; and the finding."""


def show_findings(sources: Sequence[Source]) -> None:
    """The most important first, of all sources together."""
    found = _all(sources)
    if not found:
        return
    with st.container(gap="xsmall"):
        for one in found[:SHOWN]:
            _show(one)
    more = len(found) - SHOWN
    title = f"Evidence, and {more} more {'finding' if more == 1 else 'findings'}" if more > 0 else "Evidence"
    folded = st.expander(title, icon=":material/fact_check:", key="curves_evidence", on_change="rerun")
    if folded.open:
        with folded:
            for one in found[SHOWN:]:
                _show(one)
            _evidence(found)


def _all(sources: Sequence[Source]) -> list[Said]:
    """Each source has its own in order; of several the most urgent first, and of each its first."""
    several = len(sources) > 1
    said = [
        (place, one.name if several else "", finding)
        for one in sources
        for place, finding in enumerate(one.findings)
    ]
    if several:
        said.sort(key=lambda one: (list(TONES).index(one[2].tone), one[0]))
    return [(name, finding) for _, name, finding in said]


def _show(said: Said) -> None:
    whose, finding = said
    colour, icon, word = TONES[finding.tone]
    name = f"**{plain(whose)}**: " if whose else ""
    source = f" ({plain(finding.source)})" if finding.source else ""
    advice = f" :small[:gray[Next: {plain(finding.advice)}{source}]]" if finding.advice else ""
    st.markdown(f":{colour}-badge[:material/{icon}: {word}] {name}{plain(finding.sentence)}{advice}")


def _evidence(found: Sequence[Said]) -> None:
    several = any(whose for whose, _ in found)
    rows = [
        [
            *([whose] if several else []),
            finding.kind.value,
            finding.confidence,
            _figures(finding),
            _curves(finding),
        ]
        for whose, finding in found
    ]
    columns = [*(["Run or logs"] if several else []), "Finding", "How sure", "Figures", "Curves"]
    show_table(rows, columns, alt="What each finding rests on")


def _figures(finding: Finding) -> str:
    at = [f"step {finding.step:,} as written"] if finding.step is not None else []
    return "; ".join([*(f"{name} {_figure(value)}" for name, value in finding.evidence.items()), *at])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else number(value, 3)


def _curves(finding: Finding) -> str:
    return ", ".join(f"{tag} ({task})" for task, tag in finding.curves)


def finding_of(sources: Sequence[Source], tag: str) -> str:
    """What is said of the curves with this tag, for who does not see the chart; empty for nothing."""
    said = [
        f"{whose}: {one.sentence}" if whose else one.sentence
        for whose, one in _all(sources)
        if any(own == tag for _, own in one.curves)
    ]
    return " ".join(said)
