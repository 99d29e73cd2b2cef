"""The label page: one pair (or one set of answers) a screen, answered by key, saved behind the screen."""

from app.ui.assigned import wake_up
from app.ui.label.earlier import reopen
from app.ui.label.figures import qualification_meter
from app.ui.label.page import Beside, label, show_work

__all__ = ["Beside", "label", "qualification_meter", "reopen", "show_work", "wake_up"]
