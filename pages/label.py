"""Label: one pair (or one set of answers) a screen, answered by key, saved behind the screen."""

from app.ui.label import label, wake_up

label()
wake_up()
