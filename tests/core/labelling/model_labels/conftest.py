"""A made-up judge that labels pairs."""

from tests.core.judges.conftest import endpoint, no_waits, nothing_set

__all__ = ["endpoint", "no_waits", "nothing_set"]
