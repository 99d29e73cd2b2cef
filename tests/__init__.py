"""The tests; a package of its own, since ppi-python installs another of the same name."""
