"""Returning a judgment is refused where nobody could answer again, and to who may not ask."""

import pytest

from core.access import SYSTEM, Person, PersonKind, Role
from core.errors import InvalidInput, NotAllowed, NotFound
from core.labelling import Judgment, Lease, MemberState, Outcome, Purpose, Return
from core.labelling.projects import let_in, pause_member
from tests.core.adjudicating import change_row, give_back, returned_to, say
from tests.core.builders import add_pairs, add_set, answer, assign_to, new_project, rows_of, save


def waiting(studio, project, person):
    with studio.db.read() as session:
        return returned_to(session, project, person.id)


def test_what_a_ranking_implies_cannot_be_returned_alone(studio, ada, lea):
    """The sentence says what to return instead."""
    ranked = new_project(studio, mode="rankings")
    pairs = add_set(studio, ranked, "a", "b", "c")
    save(studio, ada, ranked, answer(pairs[0], "ranking", ranking=["answer_0", "answer_1", "answer_2"]))
    implied = next(one for one in rows_of(studio, Judgment) if one.pair_id == pairs[2])
    with pytest.raises(InvalidInput, match="follows from a ranking; return the ranking's first pair instead"):
        give_back(studio, lea, ranked, implied.id)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"purpose": Purpose.IMPORTED}, "came with a file, so nobody can be asked again"),
        ({"purpose": Purpose.QUALIFICATION}, "belongs to a qualification; let the person try again"),
        ({"is_retest": True}, "is the second answer of a re-test"),
        ({"outcome": Outcome.UNDO}, "is an undo: there is nothing to return"),
        ({"withdrawn_by": "another"}, "has been taken back already"),
    ],
)
def test_judgments_that_cannot_be_given_again(studio, project, ada, lea, columns, sentence):
    """Nothing is written, neither a return nor a lease."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    with studio.db.write() as session:
        change_row(session, given, **columns)
    with pytest.raises(InvalidInput, match=f"judgment on pair {pair} {sentence}"):
        give_back(studio, lea, project, given)
    assert not rows_of(studio, Return)
    assert not rows_of(studio, Lease)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [(" \n", "A judgment is returned with a note"), ("x" * 2001, "has 2,001 characters; it may have 2,000")],
)
def test_a_return_needs_a_note(studio, project, ada, lea, note, sentence):
    """A word at least, and not a book."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    with pytest.raises(InvalidInput, match=sentence):
        give_back(studio, lea, project, given, note)


def test_people_of_the_sample_cannot_answer(studio, project, ada, lea):
    """They are made up: nobody would ever pick the pair up."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    with studio.db.write() as session:
        session.get_one(Person, ada.id).kind = PersonKind.SAMPLE
    with pytest.raises(InvalidInput, match="Ada is made up for the sample and cannot answer"):
        give_back(studio, lea, project, given)


def test_who_does_not_label_now_cannot_answer(studio, project, ada, lea):
    """A paused member would never see the note; let in again, they do."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    with studio.db.write() as session:
        pause_member(session, lea, project, ada.id)
    with pytest.raises(InvalidInput, match=r"Ada is not labelling in the project “Posts” now \(paused\)"):
        give_back(studio, lea, project, given)
    with studio.db.write() as session:
        let_in(session, lea, project, ada.id)
    give_back(studio, lea, project, given)
    assert assign_to(studio, project, ada).standing.state == MemberState.ACTIVE
    assert waiting(studio, project, ada) == 1


def test_judgments_of_other_projects_are_refused(studio, project, ada, lea):
    """As are those that are none."""
    other = new_project(studio, "Other")
    (pair,) = add_pairs(studio, other, 1)
    given = say(studio, other, ada, pair, "candidate_1")
    for unknown in (given, "nonsense"):
        with pytest.raises(NotFound, match=f"There is no judgment {unknown} in the project “Posts”"):
            give_back(studio, lea, project, unknown)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_return(studio, project, ada, people, role):
    """Reviewers and leads; nobody else, and nothing is written for them."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    if role in {Role.REVIEWER, Role.LEAD}:
        give_back(studio, people[role], project, given)
    else:
        with pytest.raises(NotAllowed, match="which does not include “adjudicate”"):
            give_back(studio, people[role], project, given)
    assert len(rows_of(studio, Return)) == (role in {Role.REVIEWER, Role.LEAD})


def test_the_studio_itself_may_return(studio, project, ada):
    """A command at the terminal: the return has no name."""
    (pair,) = add_pairs(studio, project, 1)
    give_back(studio, SYSTEM, project, say(studio, project, ada, pair, "candidate_1"))
    assert rows_of(studio, Return)[0].returned_by is None
