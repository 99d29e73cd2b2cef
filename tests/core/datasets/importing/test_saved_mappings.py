"""Mappings with names: kept with a project, found by the fields of a file, and read back as said."""

from dataclasses import fields

import pytest

from core.access import SYSTEM
from core.datasets.formats import Columns, Parts, Wanted, format_named
from core.datasets.importing import (
    MappingView,
    NewMapping,
    Shape,
    delete_mapping,
    get_mapping,
    list_mappings,
    preview,
    save_mapping,
)
from core.errors import InvalidInput, NotFound

ROW = {"q": {"text": "why?"}, "a": "yes", "b": "no", "w": "A", "sys": "Be kind."}
SHAPE = Shape(format_named("columns"), Columns("q.text", "a", "b", "w", choice_0="A", choice_1="B"))
PARTS = Parts(system="sys", context=("x", "y"), media=(), metadata=("id",))


@pytest.fixture
def keep(studio, project):
    """Saves a mapping, and gives it back."""

    def save(
        name: str = "monthly", rows=(ROW,), shape=SHAPE, parts=PARTS, wanted=Wanted.PAIRS
    ) -> MappingView:
        with studio.db.write() as session:
            save_mapping(session, SYSTEM, project, NewMapping(name, wanted, shape, parts, rows))
        return studio.db.ask(get_mapping, project, name)

    return save


def test_a_mapping_comes_back_as_it_was_said(keep):
    """Every part of both kinds, whatever it is, also one that says that there is none."""
    every = {one.name: f"f_{one.name}" for one in fields(Columns)} | {"better": "1", "choice": ""}
    for columns in (SHAPE.columns, Columns(**every), Columns("")):
        found = keep(shape=Shape(SHAPE.format, columns))
        assert (found.shape, found.parts) == (Shape(SHAPE.format, columns), PARTS)
    fixed = keep("rows of Vertex", shape=Shape(format_named("vertex")), parts=Parts())
    assert (fixed.shape, fixed.parts) == (Shape(format_named("vertex")), Parts())


def test_it_fits_files_with_the_same_fields(keep):
    """A field may be missing that it does not name; one that is new may be what it should have named."""
    found = keep(rows=[ROW | {"id": 1}], parts=Parts(system="sys"))
    assert found.fits([ROW], Wanted.PAIRS)
    assert found.fits([ROW], Wanted.GOLD)
    assert not found.fits([ROW | {"new": 1}], Wanted.PAIRS)
    assert not found.fits([ROW | {"q": {"other": "why?"}}], Wanted.PAIRS)
    assert not found.fits([{name: ROW[name] for name in ("q", "a", "b", "w")}], Wanted.PAIRS)
    assert not found.fits([ROW], Wanted.PROMPTS)
    assert not found.fits([], Wanted.PAIRS)


def test_rows_are_read_by_it(keep):
    """As they were when it was saved."""
    found = keep()
    (made,) = preview([ROW | {"x": "X", "y": "Y"}], found.shape, Wanted.PAIRS, found.parts).made
    assert (made.input_text, made.choice) == ("system: Be kind.\n\nuser: X\n\nY\n\nwhy?", 0)


def test_one_of_the_same_name_is_replaced(studio, project, keep):
    """So that the newest counts."""
    keep()
    turned = Shape(SHAPE.format, Columns("q.text", "b", "a"))
    assert keep(shape=turned).shape == turned
    assert [one.name for one in studio.db.ask(list_mappings, project)] == ["monthly"]


def test_one_can_be_taken_away(studio, project, keep):
    """Whoever asks for it then is told which there are."""
    keep("one")
    keep("two")
    with studio.db.write() as session:
        delete_mapping(session, SYSTEM, project, "one")
    with pytest.raises(NotFound, match="is called “one”; there are: “two”"):
        studio.db.ask(get_mapping, project, "one")
    with pytest.raises(NotFound), studio.db.write() as session:
        delete_mapping(session, SYSTEM, project, "one")


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        (" ", ROW, "needs a name"),
        ("x" * 81, ROW, "at most 80 visible characters"),
        ("x", ROW | {"\0": 1}, "NUL"),
        ("x", {f"f{number}": 1 for number in range(1001)}, "at most 1,000"),
    ],
)
def test_what_cannot_be_kept_is_refused(keep, name, row, words):
    """With a sentence that says why."""
    with pytest.raises(InvalidInput, match=words):
        keep(name, rows=[row])


def test_it_makes_only_what_it_was_made_for(keep):
    """A mapping of prompts says nothing of candidates."""
    found = keep(shape=Shape(SHAPE.format, Columns("q.text")), wanted=Wanted.PROMPTS)
    found.refuse_other(Wanted.PROMPTS)
    with pytest.raises(InvalidInput, match="makes prompts of rows, not pairs"):
        found.refuse_other(Wanted.PAIRS)
