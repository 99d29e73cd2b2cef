"""`prefstudio audit`: a whole log, one that is not, and what was done."""

import sqlite3

import pytest


@pytest.fixture
def log(prefstudio, home, pairs_file):
    """A home in which a project was made and pairs were imported."""
    assert prefstudio("import", pairs_file, "--project", "Posts", "--create").status == 0
    return home


def test_a_whole_log(prefstudio, log):
    """Exit status 0, the head to be noted, and what it is good for."""
    ran = prefstudio("audit", "verify")
    assert (ran.status, ran.err) == (0, "")
    whole, head, advice = ran.out.splitlines()
    assert whole.startswith("The audit log is whole: ")
    assert advice.startswith("Note the head outside the studio")
    assert prefstudio("audit", "verify", "--head", head.removeprefix("head ")).status == 0
    assert prefstudio("audit", "verify", "--head", f"1:{'0' * 64}").status == 1


def test_a_log_that_was_changed(prefstudio, log):
    """Exit status 1, and the entry is named; for a program, too."""
    with sqlite3.connect(log / "studio.db") as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET subject = 'project Others' WHERE id = 1")
    connection.close()
    ran = prefstudio("audit", "verify")
    assert ran.status == 1
    assert "entry 1 was changed: its hash is not that of what it says" in ran.out
    figures = prefstudio("audit", "verify", "--json").figures
    assert [one["number"] for one in figures["faults"]] == [1]


def test_what_was_done(prefstudio, log):
    """Newest first, as narrow as it is asked."""
    entries = prefstudio("audit", "list", "--json").figures
    assert entries[0]["action"] == "import"
    assert {one["person"] for one in entries} == {"the studio"}
    narrow = ("--project", "Posts", "--person", "the studio", "--action", "import", "--since", "2026-01-01")
    assert prefstudio("audit", "list", *narrow, "--json").figures == entries[:1]
    assert prefstudio("audit", "list", "--until", "2026-01-01").out == "Nothing on record is one of those.\n"
    assert "  the studio  imported data  " in prefstudio("audit", "list", "--limit", 1).out


REFUSED = {
    ("list", "--head", "1:2"): "--head cannot be used with `audit list`; leave it out.",
    ("verify", "--person", "Ada"): "--person cannot be used with `audit verify`; leave it out.",
    ("verify", "--head", "1"): "'1' is no head; it is NUMBER:HASH",
    ("list", "--action", "export it"): "“export it” is never on record; there are: ",
    ("list", "--person", "Ada"): "There is nobody called Ada; names are spelt as on the people page.",
    ("list", "--project", "Nowhere"): "There is no project called “Nowhere”; there are: “Posts”.",
}


def test_what_does_not_go_together(prefstudio, log):
    """Each with its sentence."""
    for options, sentence in REFUSED.items():
        assert sentence in prefstudio("audit", *options).refusal
