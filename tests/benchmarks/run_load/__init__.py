"""Runs of every kind for the benchmark of findings, and seeded ones for the suite."""

from tests.benchmarks.run_load.families import FAMILIES, Family
from tests.benchmarks.run_load.forms import HELD_OUT, PLAIN, Form

__all__ = ["FAMILIES", "HELD_OUT", "PLAIN", "Family", "Form"]
