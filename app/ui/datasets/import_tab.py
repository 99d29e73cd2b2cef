"""Importing as a short path down one page: files, check, take; below it what was imported before."""

from collections.abc import Hashable
from typing import Literal

import streamlit as st

from app.ui.access import person
from app.ui.datasets.files import Chosen, choose_files
from app.ui.datasets.first_rows import show_first_rows
from app.ui.datasets.past_imports import past_imports
from app.ui.datasets.prompt_fields import ask_later, prompt_fields
from app.ui.datasets.report_view import show_report
from app.ui.datasets.shape_form import shape_form
from app.ui.datasets.taken_view import show_result
from app.ui.resources import studio
from app.ui.words import size
from app.ui.work import Tell, once, result_of, run_work, tell_cancelled
from core.datasets.checks import Report, languages
from core.datasets.importing import ImportPlan, check_rows, first_rows, import_rows, recognise_sources
from core.labelling import ProjectView
from core.progress import Progress, ShowProgress

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
            show_result(done)
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
        if st.button("Check", icon=":material/fact_check:", key="import_check_go", type=_type(about)):
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


def _type(about: Hashable) -> Literal["primary", "secondary"]:
    """The next button to press is the primary one."""
    return "secondary" if result_of(CHECK, about) else "primary"


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
    shape = shape_form(recognised, rows, plan.wanted)
    if shape is None:
        return None
    parts = prompt_fields(recognised.fields)
    show_first_rows(rows, shape, plan.wanted, parts)
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
