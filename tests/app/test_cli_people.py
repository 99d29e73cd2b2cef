"""``prefstudio people`` and ``projects``: what leads do with either, from the terminal."""

import pytest

from core.access import Person, PersonKind, Role
from core.labelling import Member, Pair
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import add_pairs, answer, jsonl, new_person, new_project, queue, row, rows_of, save

TABLE = "name,role,projects,quota\nBen,annotator,Posts,30\nCleo,reviewer,,\n"


@pytest.fixture
def studio(home):
    """A studio with two projects, as the command opens it."""
    found = open_studio(load_settings())
    new_project(found, "Posts")
    new_project(found, "Other")
    yield found
    found.close()


@pytest.fixture
def file(tmp_path):
    """A table of people."""
    path = tmp_path / "people.csv"
    path.write_text(TABLE)
    return path


def names(studio):
    return [one.name for one in rows_of(studio, Person) if one.kind is PersonKind.HUMAN]


def test_many_are_added_from_a_table(studio, prefstudio, file):
    """A line that names no project needs one that is said for all; looking first adds nobody."""
    looked = prefstudio("people", "add", file, "--check")
    assert (looked.status, looked.out) == (1, "1 of 2 could be added.\n")
    assert looked.err.startswith("line 3: Cleo: They get no role yet")
    refused = prefstudio("people", "add", file)
    assert (refused.status, names(studio)) == (1, [])
    assert "Line 3: They get no role yet" in refused.err
    added = prefstudio("people", "add", file, "--project", "Other", "--json")
    assert [one["name"] for one in added.figures] == ["Ben", "Cleo"]
    listed = prefstudio("people", "list", "--json").figures
    assert [(one["name"], one["projects"], one["quotas"], one["access"]) for one in listed] == [
        ("Ben", {"Posts": "annotator"}, {"Posts": 30}, "here"),
        ("Cleo", {"Other": "reviewer"}, {}, "here"),
    ]
    assert (
        "Ben  here; annotator in “Posts”; 30 a day in “Posts”; never seen" in prefstudio("people", "list").out
    )


def test_with_accounts_each_gets_a_link(studio, prefstudio, file, monkeypatch):
    """Behind the name, apart by a tab; nobody is there before they came."""
    monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "accounts")
    monkeypatch.setenv("PREFSTUDIO_URL", "https://studio.example.org")
    ran = prefstudio("people", "add", file, "--project", "Posts")
    links = dict(line.split("\t") for line in ran.out.splitlines())
    assert list(links) == ["Ben", "Cleo"]
    assert all(link.startswith("https://studio.example.org/#invitation=") for link in links.values())
    assert names(studio) == []


def test_what_is_done_with_one(studio, prefstudio):
    """A new name, a pause, a bound on the day, an end, and back again."""
    new_person(studio, Role.ANNOTATOR, "Ben")
    new_person(studio, Role.ANNOTATOR, "Benjamin")
    assert prefstudio("people", "rename", "Ben", "Ben Doe").out == "Ben is called Ben Doe now\n"
    assert prefstudio("people", "merge", "Ben Doe", "Benjamin").out == "Benjamin is Ben Doe from now on\n"
    assert prefstudio("people", "pause", "Ben Doe").status == 0
    assert [one.paused for one in rows_of(studio, Person) if one.name == "Ben Doe"] == [True]
    assert prefstudio("people", "resume", "Ben Doe").out == "Ben Doe may come in again\n"
    ran = prefstudio("people", "quota", "Ben Doe", 5, "--project", "Posts")
    assert ran.out == "Ben Doe gives at most 5 judgments a day in “Posts”\n"
    prefstudio("people", "quota", "Ben Doe", 0, "--project", "Posts")
    assert [one.quota for one in rows_of(studio, Member)] == [None]
    refused = prefstudio("people", "pause", "Nobody").refusal
    assert refused.startswith("Nobody who can sign in is called “Nobody”")


def test_removed_and_back(studio, prefstudio):
    """Whoever gave something stays on record, and can be let in again."""
    project = new_project(studio, "Third")
    add_pairs(studio, project, 1)
    ben = new_person(studio, Role.ANNOTATOR, "Ben")
    save(studio, ben, project, answer(queue(studio, project, ben)[0].id))
    new_person(studio, None, "Trace-less")
    assert prefstudio("people", "remove", "Ben").out == "Ben is removed\n"
    gone = prefstudio("people", "remove", "Trace-less").out
    assert gone == "Trace-less is deleted, for there was no trace of them\n"
    assert "Ben  removed; no role; never seen" in prefstudio("people", "list").out
    assert prefstudio("people", "resume", "Ben").status == 0
    assert names(studio) == ["Ben"]


def test_a_project_is_put_away_and_comes_back(studio, prefstudio):
    """It leaves the list, and what would change it is refused."""
    assert prefstudio("projects", "archive", "Posts").status == 0
    assert [one["name"] for one in prefstudio("projects", "--json").figures] == ["Other"]
    assert [one["name"] for one in prefstudio("projects", "list", "--archived", "--json").figures] == [
        "Posts"
    ]
    refused = prefstudio("freeze", "preference", "--project", "Posts").refusal
    assert "“Posts” is archived, so it can be read and not changed" in refused
    assert prefstudio("projects", "restore", "Posts").out == "“Posts” is back.\n"
    assert "Other" in prefstudio("projects").out


def test_a_project_is_deleted_once_that_was_said(studio, prefstudio):
    """First what would go, then only with the name once more."""
    add_pairs(studio, new_project(studio, "Third"), 2)
    said = prefstudio("projects", "delete", "Third").refusal
    assert said.startswith("With “Third” would go for good: 2 pairs")
    assert "Type the name of the project" in prefstudio("projects", "delete", "Third", "--confirm", "x").err
    done = prefstudio("projects", "delete", "Third", "--confirm", "Third")
    assert done.out == "“Third” is deleted, and with it 2 pairs.\n"
    assert "Third" not in prefstudio("projects").out


def test_the_sample_is_put_back(studio, prefstudio):
    """Once."""
    assert prefstudio("projects", "sample").out == "The sample is there, as “Sample: summarise posts”.\n"
    assert "The sample is here already" in prefstudio("projects", "sample").refusal


def test_an_import_is_listed_and_withdrawn(studio, prefstudio, tmp_path):
    """By the number that the list gives; once."""
    file = tmp_path / "rows.jsonl"
    file.write_bytes(jsonl(row(1, choice=0), row(2)))
    prefstudio("import", file, "--project", "Posts")
    (listed,) = prefstudio("imports", "list", "--project", "Posts", "--json").figures
    assert (listed["rows"], listed["choices"]) == (2, 1)
    done = prefstudio("imports", "withdraw", listed["id"])
    assert done.out == "2 rows and 1 choice are gone\n"
    assert rows_of(studio, Pair) == []
    assert "There is no import number 1" in prefstudio("imports", "withdraw", listed["id"]).refusal
