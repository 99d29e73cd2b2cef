"""What deleting a run's leftovers takes away that somebody may still need, said before it is deleted."""

import re
from collections.abc import Sequence

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.runs.choice import run_label
from core.review import runs_to_compare
from core.training.method import Leftover
from core.training.runs import RunView


def warn_of_losses(run: RunView, runs: Sequence[RunView], found: Sequence[Leftover]) -> None:
    """Answers that nobody has compared yet, and runs that started from a model that would go.

    Args:
        run: The run.
        runs: All runs of its project.
        found: What it left.
    """
    if any(one.kind == "objects" for one in found) and _waits_for_comparison(run):
        st.warning(
            "Its answers have not been compared yet; deleting the objects deletes them for good. "
            "Open Compare first.",
            icon=":material/balance:",
        )
    for model in [one for one in found if one.kind == "model"]:
        if after := [run_label(one) for one in runs if _starts_from(one, model.name)]:
            st.warning(
                plain(
                    f"{', '.join(after)} started from the model {model.name}. Without the model none of them "
                    "can be launched again, and one that goes on may fail."
                ),
                icon=":material/account_tree:",
            )


def _waits_for_comparison(run: RunView) -> bool:
    return any(number == run.id for number, _ in ask(runs_to_compare, run.project_id))


def _starts_from(run: RunView, model: str) -> bool:
    """Whether a run started from any version or checkpoint of a model: the model goes with all of them."""
    start = run.parameters.get("start_from")
    return isinstance(start, str) and _in_its_project(start) == _in_its_project(model)


def _in_its_project(model: str) -> str:
    """``locations/L/models/M``: a project has a name and a number, and Google takes both."""
    return re.sub(r"^projects/[^/]+/|[@#].*$", "", model)
