"""The runs page: the list, one run that is watched while it goes on, and what can be done with it."""

from app.ui.runs.labels import (
    CHOSEN_RUN,
    chosen_run,
    pick_run,
    run_label,
    show_curve_flag,
    show_next,
    show_notes,
)

__all__ = ["CHOSEN_RUN", "chosen_run", "pick_run", "run_label", "show_curve_flag", "show_next", "show_notes"]
