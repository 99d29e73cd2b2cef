"""What is said of each format, the rows as frozen, and what is refused."""

import json
from collections.abc import Iterator
from io import BytesIO

import orjson
import pytest
from making_rows import lines, pair, written

from core.datasets.exports import Export, FrozenRow, export_named, exports_for, write_rows
from core.datasets.models import DatasetKind
from core.errors import InvalidInput


def test_each_format_is_described() -> None:
    """Every format has words for people and files of its own."""
    for part in ("name", "title", "suffix"):
        assert len({getattr(one, part) for one in exports_for()}) == len(exports_for())
    for about in exports_for():
        assert sum(way is not None for way in (about.row, about.rows, about.file)) == (about.name != "card")
        assert about.title
        assert about.purpose.endswith(".")
        if DatasetKind.PREFERENCE in about.kinds:
            assert "ties were left out or decided by a seeded coin" in about.ties_and_skips
            assert "skipped are left out" in about.ties_and_skips


def test_prompt_sets_have_fewer_formats() -> None:
    """What needs a preferred answer cannot be made of prompts; one is made of nothing but prompts."""
    assert exports_for(DatasetKind.PREFERENCE) == [one for one in exports_for() if one.name != "gemini-rlhf"]
    assert exports_for(DatasetKind.PROMPT) == exports_for(DatasetKind.EVALUATION)
    assert [one.name for one in exports_for(DatasetKind.PROMPT)] == [
        "vertex-rlhf",
        "gemini-rlhf",
        "trl",
        "trl-conversational",
        "hub",
        "parquet",
        "card",
    ]


def test_vertex_rows_are_the_frozen_bytes() -> None:
    """Order of fields, letters beyond ASCII and the weight are as they were."""
    row = {
        "input_text": "Größe 🙂",
        "candidate_0": "a\u2028",
        "candidate_1": "b",
        "choice": 1,
        "weight": 0.75,
    }
    assert lines("vertex-rlhf", FrozenRow(row, {"metadata": {"id": 1}})) == [orjson.dumps(row)]


def test_vertex_rows_with_metadata_are_what_was_imported() -> None:
    """Sources and unknown fields go back; a source that was no text is still among the unknown fields."""
    imported = {
        "input_text": "A post.",
        "candidate_0": "First.",
        "candidate_1": "Second.",
        "choice": 1,
        "source_0": "sup4",
        "source_1": None,
        "id": 10**30,
        "info": {"a": [1, {"b": None}]},
    }
    known = {"id": imported["id"], "info": imported["info"], "source_1": None}
    row = pair(1, source_0="sup4", source_1=None, metadata=known)
    assert lines("vertex-rlhf", row, metadata=True)[0].startswith(b'{"input_text":"A post.","candidate_0"')
    file = BytesIO()
    write_rows(export_named("vertex-rlhf"), [row], file, metadata=True)
    assert json.loads(file.getvalue()) == imported  # orjson would round the large number


def test_metadata_is_left_out_unless_asked_for() -> None:
    """A tuning service may refuse fields it does not know."""
    assert written("vertex-rlhf", pair(0, metadata={"id": 1})) == written("vertex-rlhf", pair(0))


def test_the_card_is_not_made_of_rows() -> None:
    """Asking for it row by row is refused with the way to get it."""
    with pytest.raises(InvalidInput, match="ask for the file itself"):
        write_rows(export_named("card"), [], BytesIO())


@pytest.mark.parametrize("row", [{}, {"input_text": 7}, {"messages": []}, {"messages": [{"content": "?"}]}])
def test_a_row_without_a_prompt_is_refused(row: dict[str, object]) -> None:
    """A damaged row gives a sentence, not a traceback."""
    with pytest.raises(InvalidInput, match=r"cannot be written.*Freeze the recipe again"):
        write_rows(export_named("trl"), [FrozenRow(row, {})], BytesIO())


def test_rows_are_written_as_they_come() -> None:
    """No more than a block of rows is ever waiting."""
    taken = 0

    def many() -> Iterator[FrozenRow]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield pair()

    class Impatient(BytesIO):
        def write(self, _content: object) -> int:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_rows(export_named("trl"), many(), Impatient())
    assert taken < 100


@pytest.mark.parametrize("export", [one for one in exports_for() if one.of_rows], ids=lambda one: one.name)
def test_no_row_makes_no_line(export: Export) -> None:
    """An empty set is an empty file, of Parquet one without rows."""
    file = BytesIO()
    assert write_rows(export, [], file) == 0
    assert (len(file.getvalue()) == 0) == export.of_lines
