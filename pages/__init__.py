"""One thin script a screen, named as its URL: read widgets, call one core function, render."""
