"""People are added under a name that tells them apart, and somebody always leads."""

import unicodedata

import pytest

from core.access import (
    IMPORTED_NAME,
    SYSTEM,
    NewPerson,
    Person,
    PersonKind,
    PersonView,
    Role,
    add_person,
    change_role,
    find_or_add_person,
    find_person,
    folded,
    list_people,
)
from core.errors import Conflict, InvalidInput, NotFound
from tests.core.builders import everything, new_person, rows_of


def names(studio) -> list[str]:
    """Who can be picked at the sign-in."""
    with studio.db.read() as session:
        return [person.name for person in list_people(session)]


def change(studio, person: PersonView, role: Role) -> PersonView:
    """Give a person another role."""
    with studio.db.write() as session:
        return change_role(session, SYSTEM, person.id or 0, role)


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "María José Ñíguez",
        "李小龍",
        "Зоя",
        "עדה",
        "O’Brien-Łukasiewicz 3rd",
        "x",
        "n" * 60,
        "<b>Ada</b>",
    ],
)
def test_names_of_all_the_world(studio, name):
    """What can be seen is a name."""
    assert new_person(studio, name=name).name == name
    assert names(studio) == [name]


@pytest.mark.parametrize(
    ("typed", "kept"), [("  Ada ", "Ada"), ("Ada \t  B.", "Ada B."), ("\u3000Ada\n", "Ada")]
)
def test_blanks_around_a_name_are_not_part_of_it(studio, typed, kept):
    """Those within become one."""
    assert new_person(studio, name=typed).name == kept


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u3000\u2003"])
def test_a_name_of_blanks_is_empty(studio, name):
    """And says what to type instead."""
    with pytest.raises(InvalidInput, match="The name is empty; type the name others know you by"):
        new_person(studio, name=name)


@pytest.mark.parametrize(
    "name",
    [
        "n" * 61,
        "Ada\x00",
        "A\x07da",
        "Ada\x1b[31m",
        "Ada\u200b",
        "\u202eadA",
        "Ada\ufeff",
        "A\ud800",
        "\ue000",
    ],
)
def test_what_cannot_be_seen_is_no_name(studio, name):
    """Control characters, invisible ones, half surrogates; and what is too long for a screen."""
    before = everything(studio)
    with pytest.raises(InvalidInput, match="at most 60 visible characters") as caught:
        new_person(studio, name=name)
    assert str(caught.value).isprintable()
    assert everything(studio) == before


def test_the_name_that_stands_for_imports_is_nobodys(studio):
    """Otherwise the choices of a file would be counted as this person's."""
    with pytest.raises(InvalidInput, match="stands for choices that came with a file; take another"):
        new_person(studio, name=f"  {IMPORTED_NAME} ")


def test_a_name_is_taken_once(studio, ada):
    """However the blanks around it are typed."""
    with pytest.raises(Conflict, match="already someone called Ada; pick that name or add a surname"):
        new_person(studio, Role.LEAD, " Ada ")
    assert names(studio) == ["Ada"]


def test_names_that_look_the_same_are_the_same(studio):
    """An é may come as one character or as e and an accent."""
    new_person(studio, name="René")
    with pytest.raises(Conflict):
        new_person(studio, name=unicodedata.normalize("NFD", "René"))


def test_only_humans_can_be_picked(studio, ada):
    """The sample's people and the one who stands for imports have no sign-in."""
    with studio.db.write() as session:
        for kind in (PersonKind.SAMPLE, PersonKind.IMPORTED):
            other = add_person(session, SYSTEM, NewPerson(kind.value, Role.LEAD), kind=kind)
            assert find_person(session, other.id or 0) is None
        assert find_person(session, ada.id or 0) == ada
        assert find_person(session, 99) is None
    assert names(studio) == ["Ada"]


def test_people_are_listed_by_name(studio):
    """So that one finds oneself."""
    for name in ("Cleo", "Ada", "Ben"):
        new_person(studio, name=name)
    assert names(studio) == ["Ada", "Ben", "Cleo"]


def test_a_role_changes(studio, ada):
    """And is what the next look finds."""
    changed = change(studio, ada, Role.ENGINEER)
    assert changed == PersonView(ada.id, "Ada", Role.ENGINEER)
    with studio.db.read() as session:
        assert find_person(session, ada.id or 0) == changed


def test_nobody_without_a_number(studio):
    """The message names the number."""
    with pytest.raises(NotFound, match="There is no person number 99"):
        change(studio, PersonView(99, "?", Role.LEAD), Role.LEAD)


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER])
def test_the_last_lead_stays_lead(studio, ada, role):
    """Otherwise nobody could ever make another one."""
    lea = new_person(studio, Role.LEAD, "Lea")
    before = everything(studio)
    with pytest.raises(Conflict, match="Lea is the only lead; make somebody else a lead first"):
        change(studio, lea, role)
    assert everything(studio) == before


def test_the_last_lead_may_stay_lead_on_purpose(studio):
    """Saving the form unchanged is no demotion."""
    lea = new_person(studio, Role.LEAD, "Lea")
    assert change(studio, lea, Role.LEAD).role is Role.LEAD


def test_a_lead_who_cannot_sign_in_is_none(studio):
    """A person of the sample who is called a lead leads nobody."""
    lea = new_person(studio, Role.LEAD, "Lea")
    with studio.db.write() as session:
        add_person(session, SYSTEM, NewPerson("Sam", Role.LEAD), kind=PersonKind.SAMPLE)
    with pytest.raises(Conflict, match="only lead"):
        change(studio, lea, Role.ANNOTATOR)


def test_one_of_two_leads_may_step_back(studio):
    """And the other one is then the last."""
    lea, mia = (new_person(studio, Role.LEAD, name) for name in ("Lea", "Mia"))
    change(studio, lea, Role.ANNOTATOR)
    with pytest.raises(Conflict, match="Mia is the only lead"):
        change(studio, mia, Role.ANNOTATOR)
    assert [person.role for person in rows_of(studio, Person)] == [Role.ANNOTATOR, Role.LEAD]


@pytest.mark.parametrize("typed", ["tabs", "TABS ", "\uff34abs", " tAbs"])
def test_one_name_is_one_person_however_it_is_written(studio, typed):
    """Case, blanks and the width of letters tell nobody apart; the first spelling stays."""
    tabs = new_person(studio, name="Tabs")
    with pytest.raises(Conflict, match="already someone called Tabs"):
        new_person(studio, name=typed)
    with studio.db.write() as session:
        assert find_or_add_person(session, SYSTEM, NewPerson(typed, Role.LEAD)) == tabs
    assert names(studio) == ["Tabs"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Re\u0301ne\u0301", "RÉNÉ"), ("a\u3000b", "A B")],
)
def test_names_fold_as_unicode_folds_them(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Jose", "José"), ("Ana B", "AnaB"), ("w1", "w l")])
def test_other_letters_are_another_name(one, other):
    assert folded(one) != folded(other)


def test_somebody_new_is_added(studio):
    """In the role that was chosen."""
    with studio.db.write() as session:
        assert find_or_add_person(session, SYSTEM, NewPerson("Ben", Role.REVIEWER)).role is Role.REVIEWER
    assert names(studio) == ["Ben"]
