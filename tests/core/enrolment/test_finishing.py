"""How far an outside annotator is, and the code at the end: never sooner, and the same however often."""

import pytest

from core.access import SYSTEM, set_project_role
from core.enrolment import Ending, Step, change_enrolment, finish, read_end
from core.errors import Conflict, NotFound
from core.labelling.projects import pause_member, try_again
from core.labelling.queue import revoke_leases
from tests.core.builders import (
    add_pairs,
    answer,
    assign_to,
    change,
    make_gold,
    new_person,
    new_project,
    queue,
    save,
    undo,
)
from tests.core.enrolling import come, end_of, opened, part_of, settings

BACK = "https://app.prolific.com/submissions/complete?cc={code}&pid={participant}&s={STUDY_ID}"


SHORT_BACK = "https://example.org/{code}"


def work(studio, project, person, count: int, outcome: str = "candidate_0") -> list[dict]:
    """Answer the next pairs."""
    given = [answer(shown.id, outcome) for shown in queue(studio, project, person, limit=count)[:count]]
    save(studio, person, project, *given)
    return given


def test_the_code_comes_with_the_last_answer_and_not_before(studio, project):
    """Core says when; asking for it sooner is refused, and asking again gives the same."""
    add_pairs(studio, project, 9)
    link = opened(studio, project, target=3, code="DONE-1", return_url=BACK, platform_keys=("STUDY_ID",))
    person = come(studio, link, "a&b", STUDY_ID="</script>")
    for answered in range(3):
        assert (part_of(studio, person).answered, part_of(studio, person).remaining) == (
            answered,
            3 - answered,
        )
        for ask in (finish, read_end):
            with pytest.raises(Conflict, match="still work"), studio.db.write() as session:
                ask(session, person)
        work(studio, project, person, 1)
    end = end_of(studio, person)
    assert (end.ending, end.code) == (Ending.TARGET, "DONE-1")
    assert end.return_url == (
        "https://app.prolific.com/submissions/complete?cc=DONE-1&pid=a%26b&s=%3C%2Fscript%3E"
    )
    assert end_of(studio, person) == studio.db.ask(read_end, person) == end
    assert part_of(studio, person).step == Step.ENDED


def test_what_is_undone_or_skipped_does_not_count(studio, project):
    """Skipping everything leads to no code."""
    add_pairs(studio, project, 9)
    person = come(studio, opened(studio, project, target=2))
    (first,) = work(studio, project, person, 1)
    work(studio, project, person, 2, "skip")
    assert part_of(studio, person).answered == 1
    save(studio, person, project, undo(first))
    assert part_of(studio, person).answered == 0


def test_a_code_for_each_where_the_lead_sets_none(studio, project):
    """It cannot be passed on; a later change of the settings leaves what was shown."""
    add_pairs(studio, project, 9)
    link = opened(studio, project, target=1)
    people = [come(studio, link, name) for name in ("p1", "p2")]
    for person in people:
        work(studio, project, person, 1)
    codes = [end_of(studio, person).code for person in people]
    assert len(set(codes)) == 2
    assert all(len(code) == 10 and code.isalnum() for code in codes)
    with studio.db.write() as session:
        change_enrolment(session, SYSTEM, link.enrolment.id, settings(code="OTHER", target=5))
    assert [end_of(studio, person).code for person in people] == codes


def test_nothing_left_is_an_end_for_those_who_gave_something(studio, project):
    """Without a target, or with one that cannot be reached; who gave nothing gets no code."""
    add_pairs(studio, project, 2)
    link = opened(studio, project, target=50)
    person, late = come(studio, link, "p1"), come(studio, link, "p2")
    work(studio, project, person, 2)
    assert end_of(studio, person).ending == Ending.NOTHING_LEFT
    with pytest.raises(Conflict, match="answered nothing"):
        end_of(studio, late)


def test_pairs_that_others_hold_are_no_reason_to_wait(studio, project, ada):
    """Somebody who is paid for their time need not wait for others; who has given nothing gets nothing."""
    add_pairs(studio, project, 2)
    person = come(studio, opened(studio, project))
    work(studio, project, person, 1)
    with studio.db.write() as session:
        revoke_leases(session, project, person.id)
    assign_to(studio, project, ada)
    assert end_of(studio, person).ending == Ending.NOTHING_LEFT


def test_who_does_not_qualify_gets_that_code(studio):
    """Or none, if the lead set none; a second chance begins anew and ends in the other code."""
    project = new_project(studio, qualification_pairs=2, qualification_threshold=1.0)
    numbers = add_pairs(studio, project, 6)
    make_gold(studio, project, numbers[:2])
    link = opened(studio, project, target=1, code="GOOD", failed_code="SCREENED", return_url=SHORT_BACK)
    person = come(studio, link)
    for _ in range(2):
        work(studio, project, person, 1, "candidate_1")
    assert part_of(studio, person).failed
    end = end_of(studio, person)
    assert (end.ending, end.code) == (Ending.FAILED, "SCREENED")
    assert end.return_url == "https://example.org/SCREENED"
    with studio.db.write() as session:
        try_again(session, SYSTEM, project, person.id)
    assert part_of(studio, person).step == Step.WORK
    for _ in range(2):
        work(studio, project, person, 1)
    assert part_of(studio, person).answered == 0  # a qualification is no work yet
    work(studio, project, person, 1)
    assert end_of(studio, person).code == "GOOD"


def test_a_pause_shows_and_the_end_stays(studio, project):
    """Of the person, or of the project."""
    add_pairs(studio, project, 9)
    link = opened(studio, project, target=1)
    person, other = come(studio, link, "p1"), come(studio, link, "p2")
    work(studio, project, person, 1)
    end_of(studio, person)
    with studio.db.write() as session:
        pause_member(session, SYSTEM, project, other.id)
    assert part_of(studio, other).step == Step.PAUSED
    change(studio, project, paused=True)
    assert part_of(studio, person).step == Step.ENDED


def test_others_have_no_part(studio, project):
    """People of the studio finish nothing, nor does anybody whose role was taken back."""
    with pytest.raises(NotFound, match="no part"):
        end_of(studio, new_person(studio, name="Somebody"))
    person = come(studio, opened(studio, project))
    with studio.db.write() as session:
        person = set_project_role(session, SYSTEM, person.id, project.id, None)
    with pytest.raises(NotFound, match="no part"):
        part_of(studio, person)
