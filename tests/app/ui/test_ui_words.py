"""Times and sizes in words."""

from datetime import UTC, datetime, timedelta

import pytest

from app.ui import words
from app.ui.words import ago, lasted, size

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """It is noon while these tests run."""
    monkeypatch.setattr(words, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"),  # another machine's clock may be ahead
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (119, "1 minute ago"),
        (120, "2 minutes ago"),
        (3_599, "59 minutes ago"),
        (3_600, "1 hour ago"),
        (2 * 3_600, "2 hours ago"),
        (86_400, "1 day ago"),
        (10 * 86_400, "10 days ago"),
    ],
)
def test_how_long_ago(seconds, text):
    """In the largest unit that has passed once; what is left over is not said."""
    assert ago(NOW - timedelta(seconds=seconds)) == text


def test_what_has_not_happened_is_a_dash():
    """Neither a time ago nor a length is made up."""
    assert (ago(None), lasted(None, None), lasted(None, NOW)) == ("–", "–", "–")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0 s"),
        (0.26, "0.3 s"),
        (59.9, "59.9 s"),
        (59.96, "60.0 s"),
        (60, "1 min 0 s"),
        (119.6, "2 min 0 s"),
        (3_599.4, "59 min 59 s"),
        (3_599.6, "1 h 0 min"),  # rounded before it is divided: never "60 min"
        (7_384, "2 h 3 min"),  # 7,384 = 2 * 3,600 + 3 * 60 + 4
        (-1, "0.0 s"),
    ],
)
def test_how_long_it_lasted(seconds, text):
    """Seconds with a tenth, then minutes, then hours."""
    assert lasted(NOW - timedelta(seconds=seconds), NOW) == text


def test_what_goes_on_has_lasted_until_now():
    """Without an end."""
    assert lasted(NOW - timedelta(seconds=61), None) == "1 min 1 s"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (1_550, "1.6 kB"),
        (2_000_000, "2.0 MB"),
        (3_210_000_000, "3.2 GB"),
    ],
)
def test_sizes_are_in_powers_of_a_thousand(number, text):
    """In the largest unit they reach."""
    assert size(number) == text
