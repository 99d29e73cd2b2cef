"""What Preference Studio does, without a screen: usable from a page, a script, a notebook or a test."""
