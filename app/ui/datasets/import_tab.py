"""Importing as a short path down one page: files, check, take; below it what was imported before."""

from typing import Literal

import streamlit as st

from app.ui.access import person
from app.ui.datasets.files import Chosen, choose_files
from app.ui.datasets.first_rows import show_first_rows
from app.ui.datasets.mapping import keep_form, reading_form
from app.ui.datasets.past_imports import past_imports
from app.ui.datasets.prompt_fields import ask_later
from app.ui.datasets.report_view import show_report
from app.ui.datasets.tabs import FREEZE, open_tab
from app.ui.pairs import link_to_pairs
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.words import size
from app.ui.work import Tell, once, result_of, run_work, tell_cancelled
from core.datasets import DatasetKind
from core.datasets.checks import Report, languages
from core.datasets.importing import (
    ImportPlan,
    ImportResult,
    check_rows,
    first_rows,
    import_rows,
    recognise_sources,
)
from core.labelling import ProjectView
from core.labelling.finding import PairFilter
from core.progress import Progress, ShowProgress


def _show_result(result: ImportResult) -> None:
    """What was taken, what was not, and the way on."""
    with st.container(border=True):
        st.subheader("Imported")
        st.success(_sentence(result), icon=":material/check:")
        _warn(result)
        with st.container(horizontal=True, vertical_alignment="center"):
            if result.report.kind == DatasetKind.PREFERENCE:
                st.page_link(path_of("label"), label="Label", icon=":material/thumbs_up_down:")
                link_to_pairs("Its pairs", PairFilter(imported=result.number))
            st.button(
                "Freeze a data set",
                icon=":material/ac_unit:",
                key="import_next",
                type="tertiary",
                on_click=open_tab,
                args=(FREEZE,),
            )


def _sentence(result: ImportResult) -> str:
    taken = result.counts
    others = {
        "choices": taken.choices,
        "were there already": taken.already_there,
        "repeated in the file": result.report.duplicates,
        "refused": result.report.refused,
    }
    parts = [f"{count:,} {words}" for words, count in others.items() if count]
    return ", ".join([f"{taken.rows:,} rows taken", *parts]) + "."


def _warn(result: ImportResult) -> None:
    taken = result.counts
    if taken.judged:
        st.warning(
            f"{taken.judged:,} pairs did not become gold, because people have answered them already; "
            "they are left as they are.",
            icon=":material/warning:",
        )
    if taken.contradictions:
        st.warning(
            f"{taken.contradictions:,} choices contradict an earlier import of the same pair; "
            "the earlier stays.",
            icon=":material/warning:",
        )


CHECK, TAKE = "import_check", "import_take"


def import_tab(project: ProjectView) -> None:
    """The path, as far as the person has come."""
    with st.container(border=True):
        st.subheader("1 · Files")
        chosen = choose_files(project)
    tell_cancelled(CHECK)
    tell_cancelled(TAKE)
    if chosen:
        done = result_of(TAKE, chosen.about)
        if done:
            _show_result(done)
        else:
            _check(project, chosen)
    past_imports(project)


def _check(project: ProjectView, chosen: Chosen) -> None:
    with st.container(border=True):
        st.subheader("2 · Check")
        plan = _plan(project, chosen)
        if plan is None:
            return
        about = (chosen.about, plan.shape, plan.parts)
        kind: Literal["primary", "secondary"] = "secondary" if result_of(CHECK, about) else "primary"
        if st.button("Check", icon=":material/fact_check:", key="import_check_go", type=kind):
            checked = run_work(
                CHECK,
                about,
                lambda tell: _checked(plan, chosen, tell),
                beginning="Reading …",
                undone="The check was cancelled.",
            )
            if checked:
                ask_later(checked.open_fields)
                st.rerun()
        report: Report | None = result_of(CHECK, about)
        if report:
            show_report(report, key="import_report")
    if report:
        _take(plan, chosen, report)


def _plan(project: ProjectView, chosen: Chosen) -> ImportPlan | None:
    """What is to be done, with how the rows are written; None while that is not known."""
    plan = ImportPlan(project, chosen.kind, chosen.name, gold=chosen.gold)
    found = once(
        "import_recognised",
        chosen.about,
        lambda: (recognise_sources(chosen.sources, plan.wanted), first_rows(chosen.sources[0])),
    )
    if found is None:
        return None
    recognised, rows = found
    reading = reading_form(plan, recognised, rows)
    if reading is None or not show_first_rows(rows, reading.shape, plan.wanted, reading.parts):
        return None
    keep_form(plan, reading, rows)
    shape, parts = reading
    if len(chosen.sources) > 1:
        st.caption(f"All {len(chosen.sources):,} files are read like the first.")
    return ImportPlan(project, chosen.kind, chosen.name, shape, gold=chosen.gold, parts=parts)


def _checked(plan: ImportPlan, chosen: Chosen, tell: Tell) -> Report:
    report = check_rows(studio().db, person(), plan, chosen.sources, progress=_told(tell))
    tell(1.0, "Telling languages apart …")
    languages(report)
    return report


def _take(plan: ImportPlan, chosen: Chosen, report: Report) -> None:
    with st.container(border=True):
        st.subheader("3 · Import")
        if not report.good:
            st.info(
                "No row can be taken. Mend the file and upload it again, or choose another format above.",
                icon=":material/edit:",
            )
            return
        if report.open_fields:
            st.info(
                "Say above what the fields are that may belong to the prompt, and check again.",
                icon=":material/edit:",
            )
            return
        if report.refused:
            st.caption("Or mend the file and upload it again; the same rows twice add nothing.")
        if st.button(_label(report), icon=":material/upload:", key="import_go", type="primary"):
            taken = run_work(
                TAKE,
                chosen.about,
                lambda tell: import_rows(
                    studio().db, person(), plan, chosen.sources, accept_good=True, progress=_told(tell)
                ),
                beginning="Reading …",
                undone="The import was cancelled; nothing was taken.",
            )
            if taken:
                st.rerun()


def _label(report: Report) -> str:
    rows = f"{report.good:,} row{'' if report.good == 1 else 's'}"
    return f"Take the {report.good:,} good rows without these" if report.refused else f"Import {rows}"


def _told(tell: Tell) -> ShowProgress:
    def told(at: Progress) -> None:
        words = size if at.step.in_bytes else "{:,} rows".format
        of = f" of {words(at.total)}" if at.total else ""
        tell(at.share, f"{at.step.value} … {words(at.done)}{of}")

    return told
