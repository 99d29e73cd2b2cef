"""Somebody comes by a link: who they are, who is kept out, and what they become."""

import pytest

from core.access import SYSTEM, NewPerson, Person, PersonKind, Role, find_person, list_people, view_of
from core.enrolment import (
    Arrival,
    Participant,
    change_enrolment,
    close_enrolment,
    look_in,
    release_browser,
    take_part,
)
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.core.builders import add_pairs, answer, look_at, make_gold, new_project, queue, rows_of, save
from tests.core.enrolling import KEY, arrival, come, end_of, opened, part_of, settings


def test_they_are_an_annotator_of_that_project_only(studio, project):
    """Nobody's name, no role elsewhere, not on the list at the sign-in."""
    elsewhere = new_project(studio, "Other")
    person = come(studio, opened(studio, project))
    assert person.name == f"Participant {person.id} (outside)"
    assert (person.role, dict(person.roles)) == (None, {project.id: Role.ANNOTATOR})
    assert person.role_in(elsewhere.id) is None
    (row,) = [one for one in rows_of(studio, Person) if one.id == person.id]
    assert row.kind == PersonKind.OUTSIDE
    assert person.id not in {one.id for one in studio.db.ask(list_people)}
    assert studio.db.ask(find_person, person.id) == person


def test_the_name_of_an_outsider_is_nobody_elses():
    """Nobody of the studio can be taken for one."""
    with pytest.raises(InvalidInput, match="came by a link"):
        NewPerson("participant 7  (Outside)", Role.LEAD).checked_name()


def test_the_same_id_is_the_same_person(studio, project):
    """In the browser they began in, as often as they come; one place is taken."""
    link = opened(studio, project)
    assert come(studio, link, "p1") == come(studio, link, "p1")
    assert come(studio, link, "p2") != come(studio, link, "p1")
    assert [one.participant_id for one in rows_of(studio, Participant)] == ["p1", "p2"]


def test_who_learns_an_id_cannot_work_under_it(studio, project):
    """Not from another browser; the lead can allow that for one of them, or for all."""
    link = opened(studio, project)
    person = come(studio, link, "p1")
    with pytest.raises(NotAllowed, match="another browser"):
        come(studio, link, "p1", browser="somebody else's")
    with pytest.raises(NotAllowed, match="another browser"):
        studio.db.ask(look_in, arrival(link, "p1", browser=""))
    with studio.db.write() as session:
        release_browser(session, SYSTEM, 1)
    assert come(studio, link, "p1", browser="a new one") == person
    with pytest.raises(NotAllowed, match="another browser"):
        come(studio, link, "p1")
    with studio.db.write() as session:
        change_enrolment(session, SYSTEM, link.enrolment.id, settings(anywhere=True))
    assert come(studio, link, "p1") == person


def test_without_ids_the_browser_is_who_they_are(studio, project):
    """Another browser is somebody else, and cannot be let go on as the first."""
    link = opened(studio, project, participant_key="")
    first = come(studio, link, browser="one")
    assert come(studio, link, browser="one") == first
    assert come(studio, link, browser="two") != first
    with pytest.raises(Conflict, match="without an id"), studio.db.write() as session:
        release_browser(session, SYSTEM, 1)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("", "without your participant id"),
        ("  ", "without your participant id"),
        ("x" * 101, "at most 100"),
        ("a\nb", "visible"),
        ("{{%PROLIFIC_PID%}}", "preview"),
        ("ASSIGNMENT_ID_NOT_AVAILABLE", "preview"),
        ("${workerId}", "preview"),
    ],
)
def test_an_id_that_is_none_takes_no_place(studio, project, who, said):
    """Such as what a platform sends while somebody only looks."""
    link = opened(studio, project)
    for look in (look_in, take_part):
        with pytest.raises(InvalidInput, match=said), studio.db.write() as session:
            look(session, arrival(link, who))
    assert rows_of(studio, Participant) == []


def test_looking_in_takes_no_place_and_tells_who_was_there(studio, project):
    """Programs that open links for previews take nobody's place."""
    link = opened(studio, project, cap=1, intro="Read <b>this</b>.")
    for _ in range(3):
        door = studio.db.ask(look_in, arrival(link))
        assert (door.project, door.intro, door.known) == ("Posts", "Read <b>this</b>.", False)
    come(studio, link)
    assert studio.db.ask(look_in, arrival(link)).known
    with pytest.raises(Conflict, match="All places"):
        studio.db.ask(look_in, arrival(link, "p2"))


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_a_token_that_is_none_tells_nothing(studio, project, token):
    """Neither whether there is an enrolment nor a project."""
    opened(studio, project)
    with pytest.raises(NotFound, match="does not work"):
        studio.db.ask(look_in, Arrival(token, {KEY: "p1"}, "one"))


def test_who_has_begun_goes_on_after_the_end(studio, project):
    """Full, closed or over: nobody new comes, and nobody loses their work."""
    link = opened(studio, project, cap=1)
    person = come(studio, link)
    with studio.db.write() as session:
        close_enrolment(session, SYSTEM, link.enrolment.id)
    assert come(studio, link) == person


def test_only_the_parameters_that_are_named_are_kept(studio, project):
    """Cut to a length, hostile or not; they are texts."""
    link = opened(studio, project, platform_keys=("STUDY_ID",))
    come(studio, link, STUDY_ID="=1+1" + "x" * 200, other="secret")
    (row,) = rows_of(studio, Participant)
    assert row.platform == {"STUDY_ID": ("=1+1" + "x" * 200)[:100]}


def test_where_only_invited_people_label_the_link_invites(studio):
    """It spares them no qualification."""
    project = new_project(studio, members_only=True, qualification_pairs=2, qualification_threshold=1.0)
    make_gold(studio, project, add_pairs(studio, project, 4)[:2])
    person = come(studio, opened(studio, project))
    assert look_at(studio, project, person).standing.state == "qualifying"
    free = new_project(studio, "Free", members_only=True)
    invited = come(studio, opened(studio, free))
    assert look_at(studio, free, invited).standing.state == "active"


def test_one_id_by_two_links_of_a_project_is_one_person(studio, project):
    """Two persons could judge one pair twice. The first work is ended first, while its link is open."""
    add_pairs(studio, project, 6)
    first, second = opened(studio, project, target=1), opened(studio, project, name="Second", target=2)
    person = come(studio, first)
    with pytest.raises(Conflict, match="another link"):
        come(studio, second)
    (shown, *_) = queue(studio, project, person, limit=1)
    save(studio, person, project, answer(shown.id))
    code = end_of(studio, person).code
    assert come(studio, second) == person
    assert part_of(studio, person).answered == 0
    come(studio, first)  # back by the first link: its end, with the same code
    assert end_of(studio, person).code == code
    assert {one.until is None for one in rows_of(studio, Participant)} == {True, False}


def test_a_link_that_was_closed_gives_way_to_the_next(studio, project):
    """Whoever goes on by the next one is told so at the first."""
    first, second = opened(studio, project), opened(studio, project, name="Second")
    person = come(studio, first)
    with pytest.raises(Conflict), studio.db.write(alone=False) as session:
        take_part(session, arrival(second, "p1"))
    with studio.db.write() as session:
        close_enrolment(session, SYSTEM, first.enrolment.id)
    assert come(studio, second) == person
    with pytest.raises(Conflict, match="gone on"):
        come(studio, first)


def test_the_same_id_in_two_projects_is_two_people(studio, project):
    """So nobody of one project learns what somebody does in another."""
    other = new_project(studio, "Other")
    here, there = come(studio, opened(studio, project)), come(studio, opened(studio, other))
    assert here.id != there.id
    with studio.db.write() as session:
        assert view_of(session, there.id).roles == {other.id: Role.ANNOTATOR}
