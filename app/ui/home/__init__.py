"""The home page: where the project stands, and the one next step for this person."""

from app.ui.home.cards import next_step_card, no_project, stage_cards, work_pictures
from app.ui.home.loop import read_loop

__all__ = ["next_step_card", "no_project", "read_loop", "stage_cards", "work_pictures"]
