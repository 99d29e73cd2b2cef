"""What is said of each format, the rows as frozen, and what is refused."""

import json
from collections.abc import Iterator
from io import BytesIO

import orjson
import pytest
from making_rows import lines, pair, written

from core.datasets.exports import EXPORTS, ExportFormat, FrozenRow, formats_for, write_rows
from core.datasets.models import DatasetKind
from core.errors import InvalidInput


def test_each_format_is_described() -> None:
    """Every format has words for people and files of its own."""
    assert set(EXPORTS) == set(ExportFormat)
    assert len({about.suffix for about in EXPORTS.values()}) == len(EXPORTS)
    for about in EXPORTS.values():
        assert about.title
        assert about.purpose.endswith(".")
        if DatasetKind.PREFERENCE in about.kinds:
            assert "ties were left out or decided by a seeded coin" in about.ties_and_skips
            assert "skipped are left out" in about.ties_and_skips


def test_prompt_sets_have_fewer_formats() -> None:
    """What needs a preferred answer cannot be made of prompts; one is made of nothing but prompts."""
    assert formats_for(DatasetKind.PREFERENCE) == [
        one for one in ExportFormat if one != ExportFormat.GEMINI_RLHF
    ]
    assert formats_for(DatasetKind.PROMPT) == formats_for(DatasetKind.EVALUATION)
    assert formats_for(DatasetKind.PROMPT) == [
        ExportFormat.VERTEX,
        ExportFormat.GEMINI_RLHF,
        ExportFormat.TRL,
        ExportFormat.TRL_CONVERSATIONAL,
        ExportFormat.PARQUET,
        ExportFormat.CARD,
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
    assert lines(ExportFormat.VERTEX, FrozenRow(row, {"metadata": {"id": 1}})) == [orjson.dumps(row)]


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
    assert lines(ExportFormat.VERTEX, row, metadata=True)[0].startswith(
        b'{"input_text":"A post.","candidate_0"'
    )
    file = BytesIO()
    write_rows(ExportFormat.VERTEX, [row], file, metadata=True)
    assert json.loads(file.getvalue()) == imported  # orjson would round the large number


def test_metadata_is_left_out_unless_asked_for() -> None:
    """A tuning service may refuse fields it does not know."""
    assert written(ExportFormat.VERTEX, pair(0, metadata={"id": 1})) == written(ExportFormat.VERTEX, pair(0))


def test_the_card_is_not_made_of_rows() -> None:
    """Asking for it row by row is refused with the way to get it."""
    with pytest.raises(InvalidInput, match="ask for the data card itself"):
        write_rows(ExportFormat.CARD, [], BytesIO())


@pytest.mark.parametrize("row", [{}, {"input_text": 7}, {"messages": []}, {"messages": [{"content": "?"}]}])
def test_a_row_without_a_prompt_is_refused(row: dict[str, object]) -> None:
    """A damaged row gives a sentence, not a traceback."""
    with pytest.raises(InvalidInput, match=r"cannot be written.*Freeze the recipe again"):
        write_rows(ExportFormat.TRL, [FrozenRow(row, {})], BytesIO())


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
        write_rows(ExportFormat.TRL, many(), Impatient())
    assert taken < 100


@pytest.mark.parametrize("export_format", [one for one in ExportFormat if one != ExportFormat.CARD])
def test_no_row_makes_no_line(export_format: ExportFormat) -> None:
    """An empty set is an empty file, of Parquet one without rows."""
    file = BytesIO()
    assert write_rows(export_format, [], file) == 0
    assert (len(file.getvalue()) == 0) == (export_format != ExportFormat.PARQUET)
