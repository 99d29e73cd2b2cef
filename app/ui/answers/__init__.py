"""The answers page: one's own answers, and for whoever sees the quality of labels anybody's."""
