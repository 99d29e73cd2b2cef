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
    ("reward", "list"),
    ("reward", "make", "--dataset", "1"),
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


def test_files_are_checked_before_there_is_a_project(prefstudio, pairs_file):
    """As for a new one; none is made, and one that is named must be there."""
    ran = prefstudio("check", pairs_file)
    assert ran.status == 0
    assert "10 rows read: 10 good (10 with a choice)" in ran.out
    assert prefstudio("projects").out == "There is no project yet.\n"
    assert (
        "There is no project called “Posts”" in prefstudio("check", pairs_file, "--project", "Posts").refusal
    )
