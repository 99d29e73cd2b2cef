"""Compare: reviews of models' answers, planned, judged blind, and read once they are closed."""

from app.ui.compare import choose_review, show_review

chosen = choose_review()
if chosen is not None:
    show_review(chosen)
