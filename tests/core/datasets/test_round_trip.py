"""What people write comes out of a frozen set as it went into the import, however hostile."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.datasets import DatasetKind
from core.datasets.delivery import read_dataset
from core.datasets.formats import format_named as form
from tests.core.datasets.going_round import exactly, objects, rounds
from tests.core.datasets.hostile import (
    NASTY,
    READABLE,
    SOURCES,
    UNKNOWN,
    VALUES,
    json_lines,
    messages,
    rows_of,
)
from tests.core.datasets.sources.reading_rows import gzipped, parquet, zstandard

Packer = Callable[[bytes], bytes]
PACKERS: list[Packer] = [bytes, gzipped, zstandard, b"\xef\xbb\xbf".__add__]
CHOICE = st.integers(0, 1)
PLAIN = {"input_text": READABLE, "candidate_0": READABLE, "candidate_1": READABLE, "choice": CHOICE}
CHATS = {
    "messages": messages("author", first="user", second="bot"),
    "candidate_0": READABLE,
    "candidate_1": READABLE | messages("author", first="bot", second="user"),
    "choice": CHOICE,
}
EXPLICIT = {"prompt": READABLE, "chosen": READABLE, "rejected": READABLE}
CONVERSATIONAL = {
    "prompt": messages("role", first="user", second="assistant"),
    "chosen": messages("role", first="assistant", second="user"),
    "rejected": messages("role", first="assistant", second="user"),
}
FORMATS = {
    "Vertex": (rows_of(form("vertex"), PLAIN), "vertex-rlhf"),
    "Vertex chats": (
        rows_of(form("vertex"), CHATS) | rows_of(form("vertex"), CHATS | {"context": READABLE}),
        "vertex-rlhf",
    ),
    "TRL": (rows_of(form("trl"), EXPLICIT), "trl"),
    "TRL conversational": (rows_of(form("trl"), CONVERSATIONAL), "trl-conversational"),
}


@pytest.fixture(scope="module")
def studio():
    """One for all examples; each takes a project of its own."""
    with rounds() as opened:
        yield opened


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=16)
@given(data=st.data())
def test_rows_come_out_as_they_went_in(studio, name, data):
    """Equal objects in the same order, whatever fields they have, however the file spells its characters."""
    rows, form = FORMATS[name]
    sent = data.draw(rows)
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    content = json_lines(sent, ascii_only=data.draw(st.booleans()), end=end)
    assert exactly(studio.round(content, form)) == exactly(sent)


@settings(max_examples=16)
@given(
    rows=rows_of(form("vertex"), PLAIN), more=SOURCES, packer=st.sampled_from(PACKERS), listed=st.booleans()
)
@example(
    rows=[
        {"input_text": text, "candidate_0": text, "candidate_1": f"{text}.", "choice": 1} for text in NASTY
    ],
    more={},
    packer=zstandard,
    listed=False,
)
def test_rows_come_out_of_whatever_holds_them(studio, rows, more, packer, listed):
    """Packed or not, as lines or as one list, behind a byte order mark; where candidates came from too."""
    sent = [row | more for row in rows]
    content = json.dumps(sent).encode() if listed else json_lines(sent)
    assert exactly(studio.round(packer(content), "vertex-rlhf")) == exactly(sent)


@settings(max_examples=12)
@given(rows=rows_of(form("vertex"), PLAIN), packer=st.sampled_from(PACKERS))
def test_vertex_reads_its_own_fields_and_no_others(studio, rows, packer):
    """Without metadata the export is the frozen object, byte for byte."""
    dataset = studio.frozen(packer(json_lines(rows)))
    content = studio.out(dataset, "vertex-rlhf")
    assert content == read_dataset(dataset)
    assert exactly(objects(content)) == exactly([{name: row[name] for name in PLAIN} for row in rows])


@settings(max_examples=12)
@given(rows=rows_of(form("vertex"), PLAIN, with_unknown=False), delimiter=st.sampled_from(",;\t"))
def test_tables_come_out_as_objects(studio, rows, delimiter):
    """Line ends, delimiters and quotation marks within a cell belong to its text; choices are numbers."""
    held = io.StringIO(newline="")
    table = csv.DictWriter(held, list(PLAIN), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(rows)
    assert exactly(studio.round(held.getvalue().encode(), "vertex-rlhf")) == exactly(rows)


@settings(max_examples=10)
@given(rows=rows_of(form("vertex"), PLAIN, with_unknown=False), value=VALUES.filter(bool))
def test_parquet_comes_out_as_it_went_in(studio, rows, value):
    """Into columns and out of them, with what the rows held besides as JSON text."""
    dataset = studio.frozen(json_lines([row | {"more": value} for row in rows]))
    content = studio.out(dataset, "parquet")
    columns = _columns(content)
    assert {name: columns[name] for name in PLAIN} == {name: [row[name] for row in rows] for name in PLAIN}
    kept = [json.loads(text) for text in columns["metadata"]]
    assert exactly(kept) == exactly([{"more": value}] * len(rows))
    assert studio.out(dataset, "parquet") == content
    table = parquet({name: columns[name] for name in PLAIN})
    assert exactly(studio.round(table, "vertex-rlhf")) == exactly(rows)


@settings(max_examples=12)
@given(
    texts=st.lists(READABLE, min_size=1, max_size=6, unique=True),
    more=UNKNOWN,
    kind=st.sampled_from([DatasetKind.PROMPT, DatasetKind.EVALUATION]),
)
def test_prompts_come_out_as_they_went_in(studio, texts, more, kind):
    """For tuning and for evaluation alike, with their metadata where it is asked for."""
    rows = [more | {"input_text": text} for text in texts]
    dataset = studio.frozen(json_lines(rows), kind)
    assert exactly(objects(studio.out(dataset, "vertex-rlhf", metadata=True))) == exactly(rows)
    assert objects(read_dataset(dataset)) == [{"input_text": text} for text in texts]


@settings(max_examples=10)
@given(rows=rows_of(form("vertex"), PLAIN) | rows_of(form("vertex"), CHATS))
def test_what_was_frozen_can_be_imported(studio, rows):
    """One studio's set is another's file: frozen again it is the same, byte for byte."""
    first = read_dataset(studio.frozen(json_lines(rows)))
    assert read_dataset(studio.frozen(first)) == first


@settings(max_examples=10)
@given(rows=rows_of(form("vertex"), PLAIN))
@example(rows=[{"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 1, "AUDIO": "0"}])
def test_the_preferred_answer_is_what_people_preferred(studio, rows):
    """In the formats that cannot say all, what they say is true to the character."""
    dataset = studio.frozen(json_lines(rows))
    preferred = [row[f"candidate_{row['choice']}"] for row in rows]
    supervised = objects(studio.out(dataset, "supervised"))
    prompts = [row["input_text"] for row in rows]
    assert supervised == [
        {"input_text": prompt, "output_text": text} for prompt, text in zip(prompts, preferred, strict=True)
    ]
    trl = objects(studio.out(dataset, "trl"))
    assert [(row["prompt"], row["chosen"]) for row in trl] == list(zip(prompts, preferred, strict=True))
    turns = [row["contents"] for row in objects(studio.out(dataset, "gemini-supervised"))]
    assert [[turn["parts"][0]["text"] for turn in said] for said in turns] == [
        [prompt, text] for prompt, text in zip(prompts, preferred, strict=True)
    ]


def _columns(content: bytes) -> dict[str, list]:
    from pyarrow import parquet as files  # noqa: PLC0415 - slow to import

    return files.read_table(io.BytesIO(content)).to_pydict()
