"""The one source of "now"."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC and aware of it."""
    return datetime.now(UTC)
