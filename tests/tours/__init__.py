"""Days at the studio by script, in the real app: not part of the suite, they make pictures for the docs."""
