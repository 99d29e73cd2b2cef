"""Whatever the texts hold, every character of them is in each format, and rows come back as they were."""

from io import BytesIO
from typing import Any

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from making_rows import HOSTILE, lines, written

from core.datasets.exports import FrozenRow, export_named, exports_for, write_rows
from core.datasets.formats.shared.transcripts import transcript

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=6,
)
FIELDS = {"input_text", "candidate_0", "candidate_1", "choice", "source_0", "source_1"}
METADATA = st.dictionaries(HOSTILE.filter(lambda name: name not in FIELDS), JSON, max_size=3)


@st.composite
def frozen_rows(draw: st.DrawFn) -> FrozenRow:
    """Rows with hostile text and any metadata."""
    row = {name: draw(HOSTILE) for name in ("input_text", "candidate_0", "candidate_1")}
    return FrozenRow(row | {"choice": draw(st.integers(0, 1))}, {"metadata": draw(METADATA)})


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


@settings(deadline=None)
@given(st.lists(frozen_rows(), max_size=4))
def test_every_character_is_kept_in_each_format(rows: list[FrozenRow]) -> None:
    """Prompt and preferred answer, if it has one, are in every format letter for letter."""
    for export_format in (one.name for one in exports_for() if one.of_lines):
        for frozen in rows:
            row = frozen.row
            answer = set() if export_format == "gemini-rlhf" else {row[f"candidate_{row['choice']}"]}
            assert {row["input_text"]} | answer <= set(_texts(written(export_format, frozen)))


@settings(deadline=None)
@given(st.lists(frozen_rows(), max_size=4))
def test_parquet_keeps_every_character(rows: list[FrozenRow]) -> None:
    """Texts come back letter for letter, metadata as the JSON it was."""
    file = BytesIO()
    write_rows(export_named("parquet"), rows, file)
    for frozen, found in zip(rows, pq.read_table(BytesIO(file.getvalue())).to_pylist(), strict=True):
        assert {name: found[name] for name in frozen.row} == frozen.row


@settings(deadline=None)
@given(frozen_rows())
def test_vertex_and_trl_rows_come_back_equal(frozen: FrozenRow) -> None:
    """With metadata a row equals the one that was imported: Vertex's in any case, TRL's if it was one."""
    row, metadata = frozen.row, frozen.evidence["metadata"]
    assert written("vertex-rlhf", frozen, metadata=True) == [metadata | row]
    named = {"prompt": row["input_text"]}
    named |= dict(zip(("chosen", "rejected"), _in_order(row), strict=True))
    assert written("trl", frozen, metadata=True) == [metadata | named]
    assert written("trl", frozen) == [named]


def _in_order(row: dict[str, Any]) -> tuple[str, str]:
    first, second = row["candidate_0"], row["candidate_1"]
    return (first, second) if row["choice"] == 0 else (second, first)


MESSAGES = st.lists(
    st.builds(
        lambda role, content, more: {**more, "role": role, "content": content},
        st.sampled_from(["user", "assistant", "system", "tool"]),
        HOSTILE,
        st.dictionaries(st.sampled_from(["id", "name"]), JSON, max_size=2),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None)
@given(MESSAGES, MESSAGES, MESSAGES, METADATA)
def test_conversational_rows_come_back_equal(prompt: Any, chosen: Any, rejected: Any, metadata: Any) -> None:
    """A conversational row of TRL, imported as transcripts, goes out with the messages it came with."""
    row = {
        "input_text": transcript(prompt),
        "candidate_0": transcript(chosen),
        "candidate_1": transcript(rejected),
    }
    conversation = {"prompt": prompt, "candidate_0": chosen, "candidate_1": rejected}
    frozen = FrozenRow(row | {"choice": 0}, {"conversation": conversation, "metadata": metadata})
    assert written("trl-conversational", frozen, metadata=True) == [
        metadata | {"prompt": prompt, "chosen": chosen, "rejected": rejected}
    ]


@given(frozen_rows())
def test_lines_are_utf8_without_escapes_for_letters(frozen: FrozenRow) -> None:
    """Lines end where rows end: what looks like a line end inside a text is escaped or no ASCII one."""
    line = lines("vertex-rlhf", frozen)
    assert len(line) == 1
    line[0].decode()
