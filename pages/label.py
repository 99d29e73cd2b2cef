"""Label: one pair (or one set of answers) a screen, answered by key, saved behind the screen."""

from app.ui.desk import wake_up
from app.ui.labelling import label

label()
wake_up()
