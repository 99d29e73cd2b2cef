"""Import on the data sets page: a file, a report on its rows, and the choice to take the good ones."""

from io import BytesIO

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app.ui.actions import attempt_now, plain
from app.ui.resources import studio
from core.access import PersonView
from core.datasets import DatasetKind, ImportResult, RefusedRows, Report, import_file
from core.labelling import Mode, ProjectView

REPORT = "import_report"
GOLD = "gold"
PAIRS = {
    DatasetKind.PREFERENCE.value: (
        "Pairs: input_text, candidate_0, candidate_1, and choice if somebody has chosen"
    ),
    GOLD: "Gold pairs (the right answer is known): as pairs, with choice, and note if it needs a reason",
}
RANKINGS = {
    DatasetKind.PREFERENCE.value: "Answers to rank: input_text, candidates (3 to 9), sources if known"
}
PROMPTS = {
    DatasetKind.PROMPT.value: "Prompts to practise on: input_text",
    DatasetKind.EVALUATION.value: "Prompts to evaluate on: input_text",
}


def import_rows(project: ProjectView, person: PersonView) -> None:
    """Ask for a file and what it holds, and take its rows."""
    st.caption("A JSONL file has one JSON object a line, as Vertex AI's RLHF pipeline reads it.")
    file = st.file_uploader("JSONL file", type=["jsonl", "json", "txt"], key="import_file", on_change=_forget)
    kinds = (RANKINGS if project.protocol.mode == Mode.RANKINGS else PAIRS) | PROMPTS
    kind = st.radio(
        "What the rows are",
        list(kinds),
        key="import_kind",
        format_func=kinds.__getitem__,
        on_change=_forget,
    )
    if st.button("Import", type="primary", icon=":material/upload:", key="import_go", disabled=file is None):
        _take(project, person, kind, file, accept_good=False)
    report: Report | None = st.session_state.get(REPORT)
    if report is not None and file is not None:
        _show_refused(report)
        if report.good and st.button(f"Take the {report.good:,} good rows without these", key="import_good"):
            _take(project, person, kind, file, accept_good=True)


def _take(
    project: ProjectView,
    person: PersonView,
    kind: str,
    file: UploadedFile | None,
    *,
    accept_good: bool,
) -> None:
    if file is None:
        return
    content = file.getvalue()

    def take() -> ImportResult | None:
        try:
            return import_file(
                studio().db,
                person,
                project,
                DatasetKind.PREFERENCE if kind == GOLD else DatasetKind(kind),
                lambda: BytesIO(content),
                name=file.name,
                accept_good=accept_good,
                gold=kind == GOLD,
            )
        except RefusedRows as refused:
            st.session_state[REPORT] = refused.report
            return None

    with st.spinner("Reading the file …"):
        result = attempt_now(take)
    if result is not None:
        _forget()
        _show_result(result)


def _show_result(result: ImportResult) -> None:
    taken = result.taken
    parts = [f"{taken.rows:,} rows taken"]
    parts += [f"{taken.choices:,} choices"] if taken.choices else []
    parts += [f"{result.already_there:,} were there already"] if result.already_there else []
    parts += [f"{result.report.duplicates:,} repeated in the file"] if result.report.duplicates else []
    parts += [f"{result.report.refused:,} refused"] if result.report.refused else []
    st.success(", ".join(parts) + ".", icon=":material/check:")
    if taken.judged:
        st.warning(
            f"{taken.judged:,} pairs did not become gold, because people have answered them already; "
            "they are left as they are."
        )
    if taken.contradictions:
        st.warning(
            f"{taken.contradictions:,} choices contradict an earlier import of the same pair; "
            "the earlier stays."
        )


def _show_refused(report: Report) -> None:
    rows = report.refused + report.good + report.duplicates
    st.error(
        f"{report.refused:,} of {rows:,} rows in {plain(report.name)} are refused. "
        "Nothing has been taken yet.",
        icon=":material/block:",
    )
    table = pd.DataFrame(
        [(one.line, one.field, one.value, one.reason) for one in report.problems],
        columns=["Line", "Field", "Value", "Why it is refused"],
    )
    st.dataframe(table, hide_index=True, alt="Refused rows: line, field, value and reason")
    if report.refused > len(report.problems):
        st.caption(f"The first {len(report.problems):,} are listed.")


def _forget() -> None:
    st.session_state.pop(REPORT, None)
