"""Whatever stands in a row, reading it raises nothing, and texts come out as they went in."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.formats import Columns, Format, Wanted, format_named, known_formats, recognise
from core.datasets.formats.shared.transcripts import transcript
from core.datasets.problems import Problem
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord
from core.errors import InvalidInput

FIELDS = (
    "input_text messages context candidate_0 candidate_1 candidates choice source_0 source_1 sources scores "
    "ranking info post article summaries text policy note worker batch split extra confidence prompt chosen "
    "rejected instruction completions response model overall_score answers ranks models data annotations "
    "result type value selected to_name completed_by was_cancelled annotator annotation_id role author "
    "content tool_calls text1 text2"
)
NAMES = st.sampled_from(FIELDS.split())
WORDS = st.sampled_from(["a", "b", "left", "right", "pairwise", "text", "text1,text2", "\n\nAssistant: x"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=25,
)
ROWS = st.dictionaries(NAMES | st.text(max_size=4), JSON, max_size=12)
HOSTILE = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.sampled_from(
        ["<script>alert(1)</script>", "'); DROP TABLE pair; --", "\u202ea\u202c\u2028", "\ufeffé e\u0301"]
    ),
).filter(str.strip)
COLUMNS = Columns("prompt", "chosen", "rejected", "choice", "source_0", "source_1", "annotator", "note")


def made_of(kind: Format, wanted: Wanted, row: dict) -> list:
    """What becomes of a row; nothing if the format has no such rows."""
    try:
        read = kind.adapter(wanted, COLUMNS if kind == format_named("columns") else None)
    except InvalidInput:
        return []
    return list(read(7, row))


@settings(max_examples=60, deadline=None)
@given(row=ROWS, kind=st.sampled_from(known_formats()), wanted=st.sampled_from(Wanted))
def test_arbitrary_rows_never_raise(row, kind, wanted):
    """Each becomes records of its line, or problems whose sentence can be sent to a screen."""
    before = json.dumps(row)
    for made in made_of(kind, wanted, row):
        assert made.line == 7
        if isinstance(made, Problem):
            made.sentence("f.jsonl").encode()
        else:
            made.input_text.encode()
    assert json.dumps(row) == before


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROWS, max_size=4), wanted=st.sampled_from(Wanted), only_text=st.booleans())
def test_arbitrary_rows_are_recognised_as_something(rows, wanted, only_text):
    """And can be read as that, unless it has no such rows."""
    found = recognise(rows, wanted, only_text=only_text)
    try:
        read = found.format.adapter(wanted, found.columns)
    except InvalidInput:
        return
    for row in rows:
        read(1, row)


@given(value=JSON)
def test_arbitrary_messages_never_raise(value):
    """They are text or a problem."""
    assert isinstance(transcript(value), str | Problem)


@settings(deadline=None)
@given(prompt=HOSTILE, answers=st.lists(HOSTILE, min_size=3, max_size=3, unique=True))
def test_texts_are_kept_to_the_character(prompt, answers):
    """In every format, as every kind of record."""
    first, second, _ = answers
    pairs = {
        format_named("vertex"): {"input_text": prompt, "candidate_0": first, "candidate_1": second},
        format_named("openai"): {"info": {"post": prompt}, "summaries": [{"text": first}, {"text": second}]},
        format_named("trl"): {"prompt": prompt, "chosen": first, "rejected": second},
        format_named("scored"): {"prompt": prompt, "answers": [first, second]},
        format_named("label-studio"): {"data": {"prompt": prompt, "text1": first, "text2": second}},
        format_named("columns"): {"prompt": prompt, "chosen": first, "rejected": second},
    }
    for kind, row in pairs.items():
        (pair,) = made_of(kind, Wanted.PAIRS, row)
        assert isinstance(pair, PairRecord)
        assert (pair.input_text, pair.candidate_0, pair.candidate_1) == (prompt, first, second)
        (alone,) = made_of(kind, Wanted.PROMPTS, row)
        assert isinstance(alone, PromptRecord)
        assert alone.input_text == prompt
    for kind, names in (
        (format_named("vertex"), ("input_text", "candidates")),
        (format_named("scored"), ("prompt", "answers")),
    ):
        (made,) = made_of(kind, Wanted.ANSWER_SETS, dict(zip(names, (prompt, answers), strict=True)))
        assert isinstance(made, AnswerSetRecord)
        assert (made.input_text, made.candidates) == (prompt, tuple(answers))


@given(prompt=HOSTILE, first=HOSTILE, second=HOSTILE)
def test_dialogues_are_kept_to_the_character(prompt, first, second):
    """The messages as they were written, and their texts whole within the transcript."""
    told = [{"role": "system", "content": prompt}, {"role": "user", "content": prompt}]
    row = {
        "prompt": told,
        "chosen": [{"role": "assistant", "content": f"{first}1"}],
        "rejected": [{"role": "assistant", "content": f"{second}2"}],
    }
    (pair,) = made_of(format_named("trl"), Wanted.PAIRS, row)
    assert pair.input_text == f"system: {prompt}\n\nuser: {prompt}"
    assert (pair.candidate_0, pair.candidate_1) == (f"{first}1", f"{second}2")
    assert pair.conversation == {"prompt": told, "candidate_0": row["chosen"], "candidate_1": row["rejected"]}
