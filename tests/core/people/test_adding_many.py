"""Many people at once: each line is looked at, and all of them are added or nobody."""

import pytest

from core.access import SYSTEM, Role, act_as, list_people, set_project_role
from core.errors import InvalidInput, NotAllowed
from core.labelling import Member
from core.people import Wanted, add_lines, list_lines, read_lines, remove_person
from core.sign_in import accept_invitation, open_links
from tests.core.builders import (
    answer,
    assign_to,
    everything,
    new_person,
    new_project,
    queue,
    rows_of,
    save,
    take,
)
from tests.core.builders import row as pair_row
from tests.core.sign_in.scene import PASSWORD, QUICK, browser, whose


@pytest.fixture
def posts(studio):
    return new_project(studio, "Posts")


@pytest.fixture
def usual(posts):
    """What a line gets that says nothing else."""
    return Wanted(Role.ANNOTATOR, (posts.id,))


def look(studio, text, usual, who=None):
    with studio.db.read() as session:
        if who:
            act_as(session, who)
        return read_lines(session, text, usual)


def add(studio, lines, who=SYSTEM, **more):
    with studio.db.write() as session:
        act_as(session, who)
        return add_lines(session, who, lines, **more)


def test_names_are_one_a_line(studio, posts, usual):
    """Blank lines are none, and a comma is part of a name; each gets the role that was chosen for all."""
    lines = look(studio, "Ben\n\n  Cleo  \nDoe, Jane\n", usual)
    assert [(one.line, one.name, one.problem) for one in lines] == [
        (1, "Ben", ""),
        (3, "Cleo", ""),
        (4, "Doe, Jane", ""),
    ]
    added = add(studio, lines)
    assert [(one.name, one.token) for one in added] == [("Ben", ""), ("Cleo", ""), ("Doe, Jane", "")]
    with studio.db.read() as session:
        people = list_people(session)
    assert [one.name for one in people] == ["Ben", "Cleo", "Doe, Jane"]
    assert all(dict(one.roles) == {posts.id: Role.ANNOTATOR} for one in people)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_says_more(studio, posts, usual, delimiter):
    """Columns in any order; what is empty is as usual, and a role in every project is an admin's to give."""
    other = new_project(studio, "Other")
    table = [
        ("Role", "name", "projects", "quota"),
        ("reviewer", "Ben", "Posts|Other", "40"),
        ("", "Cleo", "", ""),
        ("lead", "Dana", "*", ""),
    ]
    lines = look(studio, "\ufeff" + "\n".join(delimiter.join(cells) for cells in table), usual)
    assert not any(one.problem for one in lines)
    add(studio, lines)
    with studio.db.read() as session:
        ben, cleo, dana = list_lines(session)
    assert dict(ben.person.roles) == {posts.id: Role.REVIEWER, other.id: Role.REVIEWER}
    assert ben.quotas == {posts.id: 40, other.id: 40}
    assert (dict(cleo.person.roles), cleo.quotas) == ({posts.id: Role.ANNOTATOR}, {})
    assert (dana.person.role, dict(dana.person.roles)) == (Role.LEAD, {})


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (",annotator,,", "The name is empty"),
        ("Ben,boss,,", "“boss” is no role; there are annotator, reviewer"),
        ("Ben,,Elsewhere,", "You lead no project called “Elsewhere”"),
        ("Ben,,,many", "“many” is no number of judgments a day"),
        ("Ben,,,0", "A quota is between 1 and"),
        ("Ben,,,1,more", "The line has more cells than the first one"),
        ("ada,,,", "ada stands in line 2 already"),
        ("Imported choices,,,", "stands for choices that came with a file"),
        ("Lea,,,", "Lea is lead in “Posts” already; change the role in the table"),
        ("Gone,,,", "Gone was removed; let them in again instead"),
    ],
)
def test_what_is_wrong_is_said_of_its_line(studio, posts, usual, cells, problem):
    """And nobody of the whole text is added."""
    lead, gone = new_person(studio, None, "Lea"), new_person(studio, Role.ANNOTATOR, "Gone")
    take(studio, posts, pair_row(1))
    (pair,) = queue(studio, posts, gone)
    save(studio, gone, posts, answer(pair.id))
    with studio.db.write() as session:
        set_project_role(session, SYSTEM, lead.id, posts.id, Role.LEAD)
        assert not remove_person(session, SYSTEM, gone.id)
    before = everything(studio)
    first, second = look(studio, f"name,role,projects,quota\nAda,,,\n{cells}\n", usual)
    assert first.problem == ""
    assert problem in second.problem
    with pytest.raises(InvalidInput, match=r"Line 3: .* 1 of 2 lines cannot be added, so nobody is\."):
        add(studio, [first, second])
    assert everything(studio) == before


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" \n", "There is no name in it"),
        ("name,salary\nBen,1", "The first line names the columns name, salary"),
        ("name,name\nBen,1", "each once"),
        ("x\n" * 2001, "There are 2,001 lines; add at most 2,000"),
    ],
)
def test_some_texts_cannot_be_read_at_all(studio, usual, text, problem):
    with pytest.raises(InvalidInput, match=problem):
        look(studio, text, usual)


def test_whoever_is_here_gets_the_role_only(studio, posts, usual):
    """The same list twice adds nobody; a bound on the day is set anew."""
    new_person(studio, None, "Ben")
    lines = look(studio, "name,quota\nBEN,7\nCleo,", usual)
    assert [one.known is not None for one in lines] == [True, False]
    add(studio, lines)
    add(studio, look(studio, "name,quota\nBEN,8\nCleo,", usual))
    with studio.db.read() as session:
        ben, cleo = list_lines(session)
    assert (ben.person.name, ben.quotas, cleo.person.name) == ("Ben", {posts.id: 8}, "Cleo")
    assert len(rows_of(studio, Member)) == 1


def test_invitations_instead_of_names(studio, posts, usual):
    """Where people come in by links each new one gets a link of their own; who leads a project may do it."""
    lead = new_person(studio, None, "Lea")
    with studio.db.write() as session:
        lead = set_project_role(session, SYSTEM, lead.id, posts.id, Role.LEAD)
    lines = look(studio, "Ben\nCleo", usual, lead)
    added = add(studio, lines, lead, links=True, days=3)
    assert len({one.token for one in added if one.token}) == 2
    with studio.db.read() as session:
        assert {one.name for one in open_links(session)} == {"Ben", "Cleo"}
        assert [one.name for one in list_people(session)] == ["Lea"]
    with pytest.raises(NotAllowed, match="has no role in the whole studio"):
        add(studio, lines, lead)
    (one,) = look(studio, "name,projects\nDana,*", usual, lead)
    assert one.problem == "Only an admin gives a role in every project; name projects."


def test_only_leads_look(studio, usual):
    """An annotator is told nothing of who is here."""
    with pytest.raises(NotAllowed):
        look(studio, "Ben", usual, new_person(studio, Role.ANNOTATOR, "Ada"))


def test_the_quota_of_an_invitation_holds_from_the_first_visit(studio, posts, usual, monkeypatch):
    """It is kept with the link, and becomes theirs where they label for the first time."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    take(studio, posts, *(pair_row(number) for number in range(5)))
    (added,) = add(studio, look(studio, "name,quota\nBen,2", usual), links=True)
    ben = whose(studio, accept_invitation(studio.db, added.token, "Benjamin", PASSWORD, browser()))
    assert assign_to(studio, posts, ben, 5).held == 2
    assert [one.quota for one in rows_of(studio, Member)] == [2]
