"""Remedies: the sentence to read and the commands to copy."""

import pytest

from app.ui.launch.review import outcome, parted
from core.findings import Finding, Level
from core.training.costs import amount, money


@pytest.mark.parametrize(
    ("remedy", "sentence", "commands"),
    [
        ("", "", []),
        ("Ask whoever owns the project.", "Ask whoever owns the project.", []),
        ("gcloud auth login", "", ["gcloud auth login"]),
        ("Sign in: `gcloud auth login`", "Sign in:", ["gcloud auth login"]),
        (
            "Sign in:\ngcloud auth login\nprefstudio doctor",
            "Sign in:",
            ["gcloud auth login", "prefstudio doctor"],
        ),
        ("Choose a location such as `us-central1`.", "Choose a location such as `us-central1`.", []),
    ],
)
def test_a_remedy_is_parted(remedy, sentence, commands):
    """Into what is read and what is copied; a word in backticks is no command."""
    assert parted(remedy) == (sentence, commands)


@pytest.mark.parametrize(
    ("dollars", "told"), [(0, "$0.00"), (9.5, "$9.50"), (100, "$100"), (12_345.6, "$12,346")]
)
def test_money_has_sensible_digits(dollars, told):
    """Cents matter below a hundred dollars only."""
    assert money(dollars) == told


@pytest.mark.parametrize(
    ("number", "told"), [(0.0123, "0.0123"), (1, "1"), (7.456, "7.46"), (1234.5, "1,234")]
)
def test_amounts_have_sensible_digits(number, told):
    """Three of them, and whole numbers from a hundred up."""
    assert amount(number) == told


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([Level.GOOD, Level.UNKNOWN], "nothing stands against it"),
        ([Level.GOOD, Level.WARNING], "nothing stands against it · 1 warning"),
        ([Level.WARNING] * 4, "nothing stands against it · 4 warnings"),
        ([Level.STOP, Level.WARNING, Level.WARNING], "1 to mend first · 2 warnings"),
    ],
)
def test_a_heading_counts_what_to_look_at(levels, told):
    """Warnings stand against nothing, but nobody is to overlook them."""
    assert outcome([Finding(level, "Something.") for level in levels]) == told
