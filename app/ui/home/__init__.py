"""The home page: what to do now, and how things stand, for each role."""

from app.ui.home.cards import next_step_card, no_project
from app.ui.home.first_steps import first_steps
from app.ui.home.loop import read_loop
from app.ui.home.parts import home_parts

__all__ = ["first_steps", "home_parts", "next_step_card", "no_project", "read_loop"]
