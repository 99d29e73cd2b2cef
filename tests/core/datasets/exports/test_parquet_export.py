"""Sets as Parquet: columns, judgments, batches, and the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pyarrow.parquet as pq
import pytest
from making_rows import judgment, pair

from core.datasets.exports import FrozenRow, export_named, tables, write_rows


def _bytes(*rows: FrozenRow) -> bytes:
    file = BytesIO()
    assert write_rows(export_named("parquet"), rows, file) == len(rows)
    return file.getvalue()


def _read(*rows: FrozenRow) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(BytesIO(_bytes(*rows))).to_pylist()
    return found


def test_a_row_has_everything_that_is_known() -> None:
    """Row, evidence and each judgment, with times as times."""
    given = judgment(12, "tie", strength=2, confidence=3, rationale="“so”", from_ranking=True, about={"b": 1})
    row = pair(
        1,
        pair="ab" * 16,
        origin="comparisons.jsonl",
        line=17,
        source_0="sup4",
        source_1=None,
        metadata={"größe": [1, None]},
        conversation={"prompt": [{"role": "user", "content": "A post."}]},
        confidence=0.8,
        decided_by="judgments",
        flipped=True,
        judgments=[given, judgment()],
    )
    found = _read(row)[0]
    judgments = found.pop("judgments")
    assert found == {
        "input_text": "A post.",
        "candidate_0": "First.",
        "candidate_1": "Second.",
        "choice": 1,
        "confidence": 0.8,
        "decided_by": "judgments",
        "source_0": "sup4",
        "source_1": None,
        "origin": "comparisons.jsonl",
        "line": 17,
        "pair": "ab" * 16,
        "metadata": '{"größe":[1,null]}',
        "conversation": '{"prompt":[{"role":"user","content":"A post."}]}',
        "flipped": True,
    }
    assert judgments[0] == {
        "annotator": 12,
        "outcome": "tie",
        "strength": 2,
        "confidence": 3,
        "purpose": "regular",
        "answered_at": datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        "imported_at": None,
        "rationale": "“so”",
        "from_ranking": True,
        "about": '{"b":1}',
    }
    assert (judgments[1]["rationale"], judgments[1]["from_ranking"]) == (None, False)


def test_judgments_stay_with_their_rows() -> None:
    """Rows with none, with unknown and with several judgments, one after another."""
    rows = [
        pair(judgments=[judgment(1), judgment(2)]),
        pair(judgments=[]),
        FrozenRow(pair().row, {}),
        pair(judgments=[judgment(3)]),
    ]
    found = [row["judgments"] for row in _read(*rows)]
    numbers = [None if given is None else [one["annotator"] for one in given] for given in found]
    assert numbers == [[1, 2], [], None, [3]]


def test_a_set_without_evidence_has_empty_cells() -> None:
    """What is not known is null, also whether the candidates were flipped."""
    found = _read(pair())[0]
    assert {name for name, value in found.items() if value is None} == set(found) - {
        "input_text",
        "candidate_0",
        "candidate_1",
        "choice",
    }


def test_prompts_have_their_own_columns() -> None:
    """A prompt set has no candidates; a dialogue is its transcript."""
    prompt = FrozenRow({"messages": [{"author": "user", "content": "Hi."}]}, {"origin": "p.jsonl", "line": 3})
    assert _read(prompt) == [
        {"input_text": "Hi.", "origin": "p.jsonl", "line": 3, "metadata": None, "conversation": None}
    ]


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches too, by number of rows and by length of text; no row is lost between them."""
    monkeypatch.setattr(tables, "BATCH_ROWS", 3)
    monkeypatch.setattr(tables, "BATCH_CHARACTERS", 100)
    rows = [pair(row={"input_text": f"{number} " + "x" * 20 * (number % 4)}) for number in range(10)]
    first = _bytes(*rows)
    assert first == _bytes(*rows)
    table = pq.ParquetFile(BytesIO(first))
    assert table.num_row_groups > 3
    assert table.read()["input_text"].to_pylist() == [row.row["input_text"] for row in rows]
    assert table.metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_large_number_in_metadata_keeps_its_digits() -> None:
    """JSON text carries what no column type could."""
    assert _read(pair(metadata={"id": 10**30}))[0]["metadata"] == '{"id":1' + "0" * 30 + "}"
