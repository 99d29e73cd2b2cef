"""Tables of texts and of messages, and records of Argilla."""

from collections import Counter
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_rows import HOSTILE, judgment, pair, written

from core.datasets.exports import FrozenRow, export_named, tables, write_rows

RYE, ACID, GHOSTS = (
    {"role": "user", "content": "Is rye sour?"},
    {"role": "assistant", "content": "Acid."},
    {"role": "assistant", "content": "Ghosts."},
)
BRIEF = {"role": "system", "content": "Be brief."}
TEXTS = {"input_text": "Is rye sour?", "candidate_0": "Ghosts.", "candidate_1": "Acid."}


def table(name: str, *rows: FrozenRow) -> tuple[pa.Table, dict[str, int]]:
    """What stands in a file of Parquet, and what was left out of it."""
    file, left_out = BytesIO(), Counter[str]()
    number = write_rows(export_named(name), rows, file, left_out=left_out)
    found = pq.read_table(BytesIO(file.getvalue()))
    assert found.num_rows == number
    return found, dict(left_out)


def test_a_table_of_text() -> None:
    """Prompt, and the two answers with the preferred one first."""
    found, _ = table("verl", pair(1, TEXTS))
    assert found.to_pylist() == [{"prompt": "Is rye sour?", "chosen": "Acid.", "rejected": "Ghosts."}]
    assert set(found.schema.types) == {pa.string()}


def test_a_table_of_messages() -> None:
    """With the system text, and answers of several turns."""
    more = [ACID, RYE, GHOSTS]
    conversation = {"context": "Be brief.", "prompt": [RYE], "candidate_1": more}
    found, left_out = table("hub", pair(1, TEXTS, conversation=conversation), pair(1, TEXTS))
    assert found.to_pylist() == [
        {"prompt": [BRIEF, RYE], "chosen": more, "rejected": [GHOSTS]},
        {"prompt": [RYE], "chosen": [ACID], "rejected": [GHOSTS]},
    ]
    assert left_out == {}


def test_a_table_of_prompts() -> None:
    """Has no answers."""
    found, _ = table("hub", FrozenRow({"input_text": "Is rye sour?"}, {}))
    assert found.to_pylist() == [{"prompt": [RYE]}]


@pytest.mark.parametrize("name", ["verl", "hub"])
def test_pictures_are_left_out_of_tables(name: str) -> None:
    """And counted."""
    picture = RYE | {"content": [{"type": "image", "image": "a.png"}]}
    found, left_out = table(name, pair(0, conversation={"prompt": [picture]}))
    assert (found.num_rows, left_out) == (0, {"with something that is no text": 1})


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3), max_size=4))
def test_messages_come_back_letter_for_letter(rows: list[list[tuple[str, str]]]) -> None:
    """However many a row has."""
    turns = [[{"role": role, "content": text} for role, text in row] for row in rows]
    assert tables.messages_column([tables.flat_turns(one) for one in turns]).to_pylist() == turns


def test_batches_end_at_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of messages count as well."""
    monkeypatch.setattr(tables, "BATCH_CHARACTERS", 100)
    file = BytesIO()
    write_rows(export_named("hub"), [pair(0, {"input_text": "x" * 80})] * 4, file)
    assert pq.ParquetFile(BytesIO(file.getvalue())).num_row_groups == 4


def argilla(**evidence: Any) -> dict[str, Any]:
    """A record of a row."""
    (row,) = written("argilla", pair(1, TEXTS, **evidence))
    return row


def test_records_of_argilla() -> None:
    """Each judgment is a response of somebody, the set's choice a suggestion with its confidence."""
    given_ = [judgment(1, "candidate_1"), judgment(2, "tie")]
    assert argilla(pair="ab12", confidence=0.5, judgments=given_) == {
        "id": "ab12",
        "status": "completed",
        "prompt": "Is rye sour?",
        "candidate_0": "Ghosts.",
        "candidate_1": "Acid.",
        "preference.responses": ["candidate_1", "tie"],
        "preference.responses.users": [f"00000000-0000-0000-0000-00000000000{one}" for one in (1, 2)],
        "preference.responses.status": ["submitted", "submitted"],
        "preference.suggestion": "candidate_1",
        "preference.suggestion.score": 0.5,
        "preference.suggestion.agent": "preference-studio",
    }


def test_a_record_of_which_no_judgment_is_known() -> None:
    """Has the set's choice for one."""
    assert argilla()["preference.responses"] == ["candidate_1"]
