"""Texts and numbers that no page sends: kept so that any database takes them, or refused in a sentence."""

import pytest

from core.access import SYSTEM, Role
from core.errors import InvalidInput, NotFound
from core.review import Asked, Design, HeldOut, Reviewing, change_review, changes_of, close_early, get_review
from core.review.design import read_design
from core.review.explore import Order, Place, Wanted, read_items, read_not_compared
from core.review.models import Teacher
from tests.core.builders import new_person
from tests.core.review.review_scene import judge, prepared, read

NUL, HALF = "a\0b", "a\ud800"


@pytest.fixture
def rhea(studio):
    """A reviewer."""
    return new_person(studio, Role.REVIEWER, "Rhea")


def test_a_design_holds_no_text_that_a_database_refuses():
    """PostgreSQL keeps no NUL, in JSON neither."""
    asked = {"axes": [NUL], "flags": [NUL], "quality_bar": f" {NUL} "}
    design = read_design({"question": NUL, "asked": asked})
    assert "\0" not in str(design.model_dump())
    assert design.asked.quality_bar == "a\ufffdb"


def test_a_refused_text_is_not_told_whole():
    with pytest.raises(InvalidInput, match="The review's question cannot be 'xxx") as caught:
        read_design({"question": "x" * 100_000})
    assert len(str(caught.value)) < 300


def test_reasons_are_kept_as_any_database_takes_them(studio, project, rhea):
    """Why a plan was changed, and why a review was closed."""
    review = prepared(studio, project, 2)
    judge(studio, review, rhea, "tie")
    with studio.db.write() as session:
        change_review(session, SYSTEM, review, design=review.design, reviewers=[rhea.id], note=HALF)
    assert [one.note for one in read(studio, changes_of, review)] == ["a?"]
    with studio.db.write() as session:
        assert close_early(session, SYSTEM, review, NUL).note == "a\ufffdb"


def test_nobody_who_does_not_exist_reviews(studio, project, rhea):
    """Neither from the first nor later."""
    review = prepared(studio, project, 2)
    with studio.db.write() as session, pytest.raises(NotFound, match="no person number 999"):
        change_review(session, SYSTEM, review, design=review.design, reviewers=[999], note="so")
    nobody = rhea.__class__(id=999, name="Nobody", role=Role.REVIEWER)
    with pytest.raises(NotFound, match="no person number 999"):
        prepared(studio, project, 2, "Other", reviewers=[nobody])


@pytest.mark.parametrize("search", [NUL, HALF, "x" * 100_000, "x " * 100_000, "%_\\"])
def test_whatever_is_looked_for_is_no_fault(studio, project, rhea, search):
    """A whole text that is pasted is more than a database looks for."""
    reviewing = Reviewing(prepared(studio, project, 2), rhea.id)
    assert read(studio, read_items, reviewing, Wanted(search=search)).rows == []
    assert read(studio, read_not_compared, reviewing, search=search) == []


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("text", ["9" * 5000, "1," + "9" * 5000, "1,0001-01-01T00:00:00+23:59", "-1,-1", NUL])
def test_a_forged_place_of_an_address_is_no_fault(studio, project, rhea, order, text):
    """It says nothing, or a place behind or before all."""
    review = prepared(studio, project, 2)
    judge(studio, review, rhea, "tie")
    with studio.db.write() as session:
        reviewing = Reviewing(close_early(session, SYSTEM, review, "so"), rhea.id)
    place = Place.parse(text, order)
    assert len(read(studio, read_items, reviewing, Wanted(order=order), after=place).rows) <= 2


def test_who_may_not_judge_keeps_no_review_open(studio, project, rhea):
    """Chosen, but held out: a model learned from what they judged."""
    remy = new_person(studio, Role.REVIEWER, "Remy")
    design = Design(per_item=2, held_out=HeldOut.REQUIRE, asked=Asked(flags=()))
    review = prepared(studio, project, 2, design=design, reviewers=[rhea, remy])
    with studio.db.write() as session:
        session.add(Teacher(review_id=review.id, person_id=remy.id))
    judge(studio, review, rhea, "tie", "first")
    assert not read(studio, get_review, review.id).is_open
