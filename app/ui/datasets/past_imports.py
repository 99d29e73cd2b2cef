"""What has been imported so far: a table, the report of each, and a way to withdraw one."""

import streamlit as st

from app.ui.actions import ask, attempt, plain, write
from app.ui.datasets.report_view import show_report
from app.ui.pairs import link_to_pairs
from app.ui.show import show_table
from app.ui.state import may_here
from app.ui.words import ago
from core.access import Action
from core.counted import counted
from core.datasets import DatasetKind
from core.datasets.importing import ImportView, get_import, list_imports
from core.labelling import ProjectView
from core.labelling.finding import PairFilter
from core.removing import what_rests_on, withdraw_import

COUNTS = ("New rows", "New choices")
CHOSEN = "import_past"


def past_imports(project: ProjectView) -> None:
    """A table, and the report of the one that is chosen."""
    imports = {one.id: one for one in ask(list_imports, project)}
    if not imports:
        st.caption("Nothing has been imported into this project yet. What is will be listed here.")
        return
    st.subheader("Imported so far")
    show_table(
        [(one.name, one.kind.value, one.rows, one.choices, ago(one.at)) for one in imports.values()],
        ["Files", "Kind", *COUNTS, "When"],
        alt="Imports, newest first",
        column_config={name: st.column_config.NumberColumn(format="localized") for name in COUNTS},
    )
    chosen = st.selectbox(
        "Look at",
        list(imports),
        index=None,
        key=CHOSEN,
        # Streamlit finds a choice by its label, and a file may be imported twice in a minute
        format_func=lambda number: f"{imports[number].name} · {ago(imports[number].at)} · #{number}",
        placeholder="Choose an import to read its report, or to withdraw it",
    )
    if chosen:
        if may_here(Action.IMPORT):
            _withdrawal(imports[chosen])
        if imports[chosen].kind == DatasetKind.PREFERENCE:
            link_to_pairs("Its pairs", PairFilter(imported=chosen))
        show_report(ask(get_import, chosen), key="import_past_report")


def _withdrawal(one: ImportView) -> None:
    """The button, or what stands against it."""
    against = ask(what_rests_on, one.id)
    if against:
        st.info(
            "It cannot be withdrawn: " + "; ".join(plain(reason) for reason in against) + ".",
            icon=":material/lock:",
        )
        return
    goes = counted(one.rows, "row") + (f" and {counted(one.choices, 'choice')}" if one.choices else "")
    with st.popover("Withdraw it", icon=":material/undo:"):
        st.write(f"Nothing rests on it. With it {goes} go again, and its place in this list.")
        st.button(
            f"Withdraw {counted(one.rows, 'row')}",
            key="withdraw_import",
            type="primary",
            icon=":material/undo:",
            on_click=_withdraw,
            args=(one,),
        )


def _withdraw(one: ImportView) -> None:
    if attempt(lambda: write(withdraw_import, one.id), done=f"{one.name} is withdrawn.") is not None:
        st.session_state[CHOSEN] = None
