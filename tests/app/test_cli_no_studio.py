"""What looks at a studio, or goes on with it, refuses where there is none, and makes none."""

import pytest

LOOKING = (
    ("audit", "verify"),
    ("audit", "list"),
    ("projects",),
    ("judgments",),
    ("datasets",),
    ("card", "1"),
    ("export", "1", "there"),
    ("verify", "1"),
    ("freeze", "preference"),
    ("runs",),
    ("adopt", "somewhere"),
    ("cancel", "1"),
    ("curves", "1"),
    ("compare", "--run", "1"),
    ("token", "list"),
    ("token", "revoke", "--number", "1"),
    ("backup", "x.backup"),
)


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_no_studio_is_no_good_news(words, prefstudio, home):
    """A check that runs every night in the wrong folder must fail."""
    ran = prefstudio(*words)
    assert ran.status == 1
    assert ran.refusal == f"There is no studio in {home}; set PREFSTUDIO_HOME to the folder of one."
    assert not home.exists()
