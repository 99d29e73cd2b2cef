"""The report on files: counts, how they were read, findings, pictures of the texts."""

from dataclasses import replace

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.charts import languages_chart, lengths_chart
from app.ui.datasets.first_rows import show_fates
from app.ui.show import download, show_chart, show_table
from core.datasets.checks import (
    CANDIDATES,
    LONGEST_ANSWER,
    LONGEST_PROMPT,
    PROMPTS,
    Finding,
    Report,
    reading_sentences,
)
from core.datasets.problems import Fault, Severity

ICONS = {
    Severity.REFUSED: ":red[:material/block:]",
    Severity.LEFT_OUT: ":gray[:material/do_not_disturb_on:]",
    Severity.WARNING: ":orange[:material/warning:]",
    Severity.NOTE: ":blue[:material/info:]",
}
MEANS = {
    Severity.REFUSED: "these rows are refused",
    Severity.LEFT_OUT: "left out",
    Severity.WARNING: "taken, but look at it",
    Severity.NOTE: "taken as it is",
}
LIMITS = {PROMPTS: (LONGEST_PROMPT, "8,192 tokens"), CANDIDATES: (LONGEST_ANSWER, "1,024 tokens")}


def show_report(report: Report, *, key: str) -> None:
    """The counts as a sentence, each finding, charts, and the whole as a file."""
    counts = plain(report.summary()[0])
    if report.refused:
        st.error(counts, icon=":material/block:")
    else:
        st.success(counts, icon=":material/check:")
    for sentence in reading_sentences(report):
        st.caption(plain(sentence))
    if report.fates:
        with st.expander("What becomes of each field", icon=":material/account_tree:"):
            show_fates(report.fates)
    for finding in report.ordered():
        _show_finding(finding)
    if report.problems:
        _list_refused(report)
    _pictures(report, key)
    _downloads(report, key)


def _show_finding(finding: Finding) -> None:
    times = f"{finding.count:,} time{'' if finding.count == 1 else 's'}"
    name = finding.fault.value[0].upper() + finding.fault.value[1:]
    title = f"{ICONS[finding.fault.severity]} **{name}**, {times}"
    means = "to be answered first" if finding.fault == Fault.OPEN_FIELD else MEANS[finding.fault.severity]
    with st.expander(f"{title} · {means}", expanded=finding.fault.severity == Severity.REFUSED):
        st.markdown(plain(finding.fault.advice))
        st.caption("  \n".join(_sentences(finding)))


def _sentences(finding: Finding) -> list[str]:
    """The examples; without what to type in a terminal, as the form above says which field is the choice."""
    examples = finding.examples
    if finding.fault == Fault.OPINIONS:
        examples = [replace(one, reason=one.reason.partition(";")[0]) for one in examples]
    return [plain(one.sentence()) for one in examples]


def _list_refused(report: Report) -> None:
    listed = len(report.problems)
    first = f"the first {listed:,} of " if report.refused > listed else ""
    with st.expander(f"All refused rows, {first}{report.refused:,}", icon=":material/table_rows:"):
        show_table(
            [(source, one.line, one.field, one.value, one.reason) for source, one in report.problems],
            ["File", "Line", "Field", "Value", "Why it is refused"],
            alt="Refused rows: file, line, field, value and reason",
        )


def _pictures(report: Report, key: str) -> None:
    shown = [name for name, lengths in report.lengths.items() if lengths.texts]
    places = st.columns(max(len(shown) + bool(report.languages), 1))
    for place, name in zip(places, shown, strict=False):
        with place:
            _lengths(report, name, key)
    if report.languages:
        with places[-1]:
            st.caption("Languages of the prompts, estimated")
            show_chart(
                languages_chart(report.languages),
                key=f"{key}_languages",
                alt=f"Languages of {sum(report.languages.values())} prompts drawn at random",
            )


def _lengths(report: Report, name: str, key: str) -> None:
    limit, label = LIMITS[name]
    lengths = report.lengths[name]
    st.caption(f"Length of the {name}")
    show_chart(
        lengths_chart(lengths, texts=name, limit=limit, label=label),
        key=f"{key}_lengths_{name}",
        alt=f"Lengths of {lengths.texts} {name}; the longest has {lengths.longest} characters",
    )


def _downloads(report: Report, key: str) -> None:
    with st.container(horizontal=True):
        name = "import-report"
        download("Report as text", report.as_text, f"{name}.txt", mime="text/plain", key=f"{key}_text")
        download("Report as CSV", report.as_csv, f"{name}.csv", mime="text/csv", key=f"{key}_csv")
