"""What people write comes out of a frozen set as it went into the import, however hostile."""

import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.access import SYSTEM
from core.datasets import (
    DatasetKind,
    Pool,
    PreferenceRecipe,
    PromptRecipe,
    Recipe,
    freeze,
    import_file,
    read_dataset,
)
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import new_project

NASTY = [
    "<script>alert(1)</script>",
    "'); DROP TABLE pair; --",
    "line\nfeed\r\n and\u2028others\u2029\x85",
    '"quotes" \\backslash\\ \\u0000 {"json": [1]}',
    "bell \x07 escape \x1b[31m",
    "\ufeffmark \u202ereversed\u202c zero\u200bwidth",
    "👩‍👩‍👧 e\u0301 \U0010ffff \ue000",
    " leading and trailing \t",
    "$x^2$ **bold** [link](javascript:alert(1)) {{7*7}} =1+1",
]
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ANY_TEXT = st.one_of(st.sampled_from(NASTY), st.text(STORABLE, min_size=1))
READABLE = ANY_TEXT.filter(lambda text: bool(text.strip()))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "input_text": READABLE,
            "candidate_0": READABLE,
            "candidate_1": READABLE,
            "choice": st.integers(0, 1),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: (row["input_text"], row["candidate_0"], row["candidate_1"]),
)


@pytest.fixture(scope="module")
def shared():
    """One studio for all examples; each takes a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        studio = open_studio(load_settings(home=Path(folder), store=""))
        yield studio, iter(range(10_000_000))
        studio.close()


def frozen_bytes(studio: Studio, name: str, content: bytes, kind: DatasetKind, recipe: Recipe) -> bytes:
    """Import a file into a project of its own and freeze it."""
    project = new_project(studio, name)
    import_file(studio.db, SYSTEM, project, kind, lambda: io.BytesIO(content), name="f.jsonl")
    return read_dataset(freeze(studio.db, studio.store, SYSTEM, project, recipe))


def objects(content: bytes) -> list[dict]:
    """The rows of a set."""
    lines = content.split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line) for line in lines]


@settings(max_examples=60)
@given(rows=ROWS, ascii_only=st.booleans(), end=st.sampled_from(["\n", "\r\n"]))
@example(
    rows=[{"input_text": text, "candidate_0": text, "candidate_1": text, "choice": 1} for text in NASTY],
    ascii_only=False,
    end="\n",
)
def test_preference_rows_come_out_as_they_went_in(shared, rows, ascii_only, end):
    """Equal objects in the same order, whether the file escapes its characters or not."""
    studio, numbers = shared
    content = "".join(json.dumps(row, ensure_ascii=ascii_only) + end for row in rows).encode()
    name = f"Pairs {next(numbers)}"
    out = frozen_bytes(studio, name, content, DatasetKind.PREFERENCE, PreferenceRecipe())
    assert objects(out) == rows


@settings(max_examples=40)
@given(
    texts=st.lists(READABLE, min_size=1, max_size=8, unique=True),
    kind=st.sampled_from(["prompt", "evaluation"]),
)
def test_prompts_come_out_as_they_went_in(shared, texts, kind):
    """For tuning and for evaluation alike."""
    studio, numbers = shared
    rows = [{"input_text": text} for text in texts]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    pool = Pool.PROMPTS if kind == "prompt" else Pool.EVALUATION
    recipe = PromptRecipe(kind=kind, pool=pool)
    out = frozen_bytes(studio, f"Prompts {next(numbers)}", content, DatasetKind(kind), recipe)
    assert objects(out) == rows


@settings(max_examples=25)
@given(rows=ROWS)
def test_what_was_frozen_can_be_imported(shared, rows):
    """One studio's set is another's file: frozen again it is the same, byte for byte."""
    studio, numbers = shared
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    first = frozen_bytes(studio, f"Once {next(numbers)}", content, DatasetKind.PREFERENCE, PreferenceRecipe())
    again = frozen_bytes(studio, f"Again {next(numbers)}", first, DatasetKind.PREFERENCE, PreferenceRecipe())
    assert again == first


@settings(max_examples=60)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(shared, content):
    """No file makes the import fail in another way than with a sentence."""
    assume(content.strip(b" \t\r\n"))
    studio, numbers = shared
    project = new_project(studio, f"Bytes {next(numbers)}")
    result = import_file(
        studio.db,
        SYSTEM,
        project,
        DatasetKind.PROMPT,
        lambda: io.BytesIO(content),
        name="f",
        accept_good=True,
    )
    assert result.report.refused > 0
    for problem in result.report.problems:
        problem.sentence("f").encode()
