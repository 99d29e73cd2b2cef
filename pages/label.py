"""Label: one pair a screen, answered by key, saved behind the screen."""

from app.ui.labelling import label_pairs

label_pairs()
