"""Every row that cannot be taken is refused with a sentence: where, what stands there, what to do."""

import json

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.checks import Report
from core.datasets.formats import format_named
from core.datasets.formats.vertex import pair_record
from core.datasets.importing import ImportPlan, Shape, check_rows
from core.datasets.parse_line import parse_object
from core.datasets.problems import LONGEST_VALUE_SHOWN, Problem, shorten
from core.datasets.records import PairRecord
from core.datasets.sources import source_of_bytes

GOOD = {"input_text": "a post", "candidate_0": "zero", "candidate_1": "one"}
LINE = b'{"input_text": "a post", "candidate_0": "zero", "candidate_1": "one"}'


@pytest.fixture
def checked(studio, project):
    """Checks a file of lines in Vertex' shape."""

    def check(*lines: bytes, kind: DatasetKind = DatasetKind.PREFERENCE) -> Report:
        plan = ImportPlan(project, kind, "f.jsonl", Shape(format_named("vertex")))
        source = source_of_bytes("f.jsonl", b"\n".join(lines) + b"\n")
        return check_rows(studio.db, SYSTEM, plan, [source])

    return check


@pytest.fixture
def refusal(checked):
    """The sentence that refuses a line; a good one before it makes clear what kind of file it is."""

    def refuse(line: bytes, kind: DatasetKind = DatasetKind.PREFERENCE) -> str:
        report = checked(LINE, line, kind=kind)
        assert (report.good, report.refused, len(report.problems)) == (1, 1, 1)
        said = report.problems[0][1].sentence(report.name)
        said.encode()  # whatever the line held, the sentence can be sent to a screen
        return said

    return refuse


def with_field(name: str, value: object) -> bytes:
    """A good row with one field changed."""
    return json.dumps(GOOD | {name: value}).encode()


@pytest.mark.parametrize("name", list(GOOD))
def test_a_missing_field_is_named_with_those_there_are(refusal, name):
    """A misspelt name is seen at once."""
    row = {key: value for key, value in GOOD.items() if key != name} | {"prompt": "a post"}
    fields = ", ".join(sorted(row))
    assert refusal(json.dumps(row).encode()) == (
        f"f.jsonl, line 2, field {name}: is missing; the row has the fields: {fields} (it is missing)."
    )


def test_a_row_without_any_field(refusal):
    """There is nothing to list."""
    assert "the row has the fields: none (it is missing)" in refusal(b"{}")


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize(
    ("value", "shown", "reason"),
    [
        ("", '""', "is empty; a person needs something to read"),
        (" \n\t\u3000", '" \\n\\t\\u3000"', "is empty; a person needs something to read"),
        (None, "null", "must be text"),
        (7, "7", "must be text"),
        (True, "true", "must be text"),
        (["a"], '["a"]', "must be text"),
        ({"text": "a"}, '{"text": "a"}', "must be text"),
        (
            "half \ud83d a pair",
            '"half \\ud83d a pair"',
            "has half of a surrogate pair, which is no character",
        ),
    ],
)
def test_a_text_must_be_readable(refusal, name, value, shown, reason):
    """Each of the three texts, whatever stands in its place."""
    said = refusal(with_field(name, value))
    assert said == f"f.jsonl, line 2, field {name}: {reason} (it is {shown})."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1", '"1"'),
        (1.0, "1.0"),
        (True, "true"),
        (False, "false"),
        (2, "2"),
        (-1, "-1"),
        (None, "null"),
        ([0], "[0]"),
        ("candidate_0", '"candidate_0"'),
        (10**80, "1" + "0" * 58 + "…"),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_a_choice_is_the_number_0_or_1(refusal, value, shown):
    """Nothing that merely looks like it: a data set must not rest on a guess."""
    assert refusal(with_field("choice", value)) == (
        "f.jsonl, line 2, field choice: must be the number 0 or 1, or be left out if nobody has chosen yet "
        f"(it is {shown})."
    )


@pytest.mark.parametrize("name", ["source_0", "source_1"])
def test_a_source_must_be_storable(refusal, name):
    """It is shown to reviewers later."""
    said = refusal(with_field(name, "\udfff"))
    assert said.startswith(f"f.jsonl, line 2, field {name}: has half of a surrogate pair")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_python_takes_for_json_is_refused(refusal, number):
    """No other reader of the exported file would take it."""
    line = json.dumps(GOOD).encode()[:-1] + f', "choice": {number}}}'.encode()
    assert f"field (line): has {number}, which is no JSON" in refusal(line)


@pytest.mark.parametrize(
    ("line", "shown"), [(b"[1, 2]", "[1, 2]"), (b'"text"', '"text"'), (b"null", "null"), (b"7", "7")]
)
def test_a_line_must_be_an_object(refusal, line, shown):
    """Of any other JSON it is said what it is."""
    assert refusal(line) == (
        f'f.jsonl, line 2, field (line): must be a JSON object such as {{"input_text": …}} (it is {shown}).'
    )


@pytest.mark.parametrize(
    "line",
    [
        b'{"input_text": "a',
        b"{'input_text': 'a'}",
        b"input_text,candidate_0",
        b'{"a": 1} {"b": 2}',
        b"{,}",
        b"\x00",
    ],
)
def test_broken_json_is_shown(refusal, line):
    """With what the reader stumbled over."""
    said = refusal(line)
    assert said.startswith("f.jsonl, line 2, field (line): is no JSON: ")
    assert said.endswith(f"(it is {shorten(line.decode())}).")


@pytest.mark.parametrize(
    ("line", "shown"),
    [(b'{"input_text": "caf\xe9"}', "e9 22 7d"), ("ÿ{}".encode("utf-16"), "ff fe ff 00"), (b"\xc3", "c3")],
)
def test_what_is_not_utf_8_is_shown_as_bytes(refusal, line, shown):
    """Nobody can read them otherwise."""
    assert refusal(line) == (
        f"f.jsonl, line 2, field (line): is not UTF-8; save the file as UTF-8 (it is bytes {shown})."
    )


@pytest.mark.parametrize("depth", [100, 500, 975, 985, 1000, 100_000])
@pytest.mark.parametrize("name", ["note", "choice", "input_text"])
def test_deep_nesting_is_refused(refusal, name, depth):
    """Whether the stack would give way in reading, in storing or not at all."""
    line = with_field(name, "HERE").replace(b'"HERE"', b"[" * depth + b"]" * depth)
    assert "field (line): is nested too deeply (it is " in refusal(line)


def test_nesting_of_a_sensible_depth_is_fine(checked):
    """Notes of other tools have some."""
    line = with_field("note", "HERE").replace(b'"HERE"', b'{"a":[' * 40 + b"]}" * 40)
    assert checked(line).good == 1


def test_an_integer_of_too_many_digits_is_refused(refusal):
    """Python itself would not read it; the sentence says how many, and stays short."""
    said = refusal(with_field("note", "HERE").replace(b'"HERE"', b"9" * 5000))
    assert "has the number 99999999999999999999… of 5,000 digits; write it as text" in said
    assert len(said) < 400


def test_only_the_first_problem_of_a_row_is_told(checked):
    """One row, one sentence."""
    report = checked(b'{"input_text": "", "candidate_0": 7, "choice": "x"}', b"[]")
    assert [(problem.line, problem.field) for _, problem in report.problems] == [
        (1, "input_text"),
        (2, "(line)"),
    ]


@pytest.mark.parametrize("kind", [DatasetKind.PROMPT, DatasetKind.EVALUATION])
def test_a_prompt_row_needs_its_text_alone(refusal, checked, kind):
    """A ``choice`` or candidates in it are kept aside, not checked."""
    assert checked(b'{"input_text": "a", "choice": "x"}', kind=kind).good == 1
    assert "field input_text: is missing" in refusal(b'{"prompt": "a"}', kind)
    assert "field input_text: is empty" in refusal(b'{"input_text": " "}', kind)
    assert "field input_text: must be text" in refusal(b'{"input_text": ["a"]}', kind)


def test_a_good_row_keeps_all_it_has():
    """Sources where they are text, and whatever else there is."""
    row = GOOD | {"choice": 1, "source_0": "base", "source_1": 7, "id": "x1", "note": {"a": [1]}}
    assert pair_record(3, row) == PairRecord(
        line=3,
        input_text="a post",
        candidate_0="zero",
        candidate_1="one",
        choice=1,
        source_0="base",
        source_1=None,
        extra={"source_1": 7, "id": "x1", "note": {"a": [1]}},
    )


def test_texts_are_taken_as_they_are():
    """Blanks at either end, odd characters and line ends belong to them."""
    texts = {"input_text": "  a\u2028\r\n", "candidate_0": "\x07\ufeff", "candidate_1": " <b>&amp; "}
    record = pair_record(1, parse_object(1, json.dumps(texts).encode()))
    assert isinstance(record, PairRecord)
    assert (record.input_text, record.candidate_0, record.candidate_1) == tuple(texts.values())


def test_a_nul_is_refused_for_postgresql_cannot_store_it():
    """On SQLite too, so that a project can move."""
    texts = {"input_text": "a\0b", "candidate_0": "zero", "candidate_1": "one"}
    problem = pair_record(1, texts)
    assert isinstance(problem, Problem)
    assert (problem.field, "NUL" in problem.reason) == ("input_text", True)


def test_a_long_value_is_cut_for_the_sentence():
    """To 60 characters with the mark of the cut among them."""
    assert shorten("x" * 58) == '"' + "x" * 58 + '"'
    assert shorten("x" * 59) == '"' + "x" * 58 + "…"
    assert len(shorten(list(range(10_000)))) == LONGEST_VALUE_SHOWN


def test_a_sentence_is_a_sentence():
    """Name, line, field, reason, value."""
    assert Problem(4, "choice", "2", "must be 0 or 1").sentence("a b.jsonl") == (
        "a b.jsonl, line 4, field choice: must be 0 or 1 (it is 2)."
    )
