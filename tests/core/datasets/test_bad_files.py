"""Each way in which a file can be bad gets its own sentence; nothing is taken, or only what is good."""

import csv
import io
import json
from typing import Any

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import PromptPool, PromptRecipe, freeze
from core.datasets.importing import RefusedRows
from core.datasets.problems import Fault, Severity
from core.errors import InvalidInput
from core.labelling import Pair
from tests.core.builders import change, rows_of
from tests.core.datasets.going_round import Rounds
from tests.core.datasets.sources.reading_rows import gzipped, parquet, zstandard

ROW = {"input_text": "the post", "candidate_0": "zero", "candidate_1": "one", "choice": 1}
FIRST, LAST = ROW | {"input_text": "first"}, ROW | {"input_text": "last"}
NEITHER = "must be the number 0 or 1, or be left out if nobody has chosen yet"
RANKED = (
    "lists answers to be ranked, but in this project people compare pairs: give candidate_0 and "
    "candidate_1, or import the file into a project for rankings"
)
MEBIBYTE = 2**20


def line(**changes: Any) -> bytes:
    """A row with some fields changed; those that are ... are left out."""
    return json.dumps({name: value for name, value in (ROW | changes).items() if value is not ...}).encode()


BAD = {
    "missing field": (
        line(candidate_1=...),
        (Fault.MISSING, "candidate_1", "missing"),
        "is missing; the row has the fields: candidate_0, choice, input_text",
    ),
    "empty field": (
        line(candidate_0=""),
        (Fault.EMPTY, "candidate_0", '""'),
        "is empty; a person needs something to read",
    ),
    "blank field": (
        line(input_text=" \n\t"),
        (Fault.EMPTY, "input_text", '" \\n\\t"'),
        "is empty; a person needs something to read",
    ),
    "no text": (line(input_text=["x"]), (Fault.NOT_TEXT, "input_text", '["x"]'), "must be text"),
    "choice in words": (line(choice="one"), (Fault.CHOICE_IS_TEXT, "choice", '"one"'), NEITHER),
    "choice 1.7": (line(choice=1.7), (Fault.CHOICE_IS_FRACTION, "choice", "1.7"), NEITHER),
    "choice true": (line(choice=True), (Fault.CHOICE_IS_BOOLEAN, "choice", "true"), NEITHER),
    "choice 3": (line(choice=3), (Fault.CHOICE_OUT_OF_RANGE, "choice", "3"), NEITHER),
    "NaN": (
        b'{"choice": NaN}',
        (Fault.NOT_A_NUMBER, "(line)", '"{\\"choice\\": NaN}"'),
        "has NaN, which is no JSON",
    ),
    "a huge number": (
        b'{"choice": -1e999}',
        (Fault.NOT_A_NUMBER, "(line)", '"{\\"choice\\": -1e999}"'),
        "has the number -1e999, which is larger than any that can be stored",
    ),
    "a long number": (
        b'{"choice":' + b"7" * 5000 + b"}",
        (Fault.NOT_A_NUMBER, "(line)", '"{\\"choice\\":' + "7" * 46 + "…"),
        "has the number 77777777777777777777… of 5,000 digits; write it as text",
    ),
    "identical candidates": (
        line(candidate_1="zero"),
        (Fault.IDENTICAL, "candidate_1", '"zero"'),
        "is the same text as candidate_0; nobody could prefer one of the two",
    ),
    "invalid UTF-8": (
        b'{"input_text": "\xe9t\xe9"}',
        (Fault.NOT_UTF8, "(line)", "bytes e9 74 e9 22"),
        "is not UTF-8; save the file as UTF-8",
    ),
    "a NUL": (
        line(candidate_0="a\0b"),
        (Fault.NUL, "candidate_0", '"a\\u0000b"'),
        "has a NUL character, which cannot be stored; take it out",
    ),
    "half a character": (
        line(candidate_0="\ud83d"),
        (Fault.SURROGATE, "candidate_0", '"\\ud83d"'),
        "has half of a surrogate pair, which is no character",
    ),
    "no JSON": (
        b"x",
        (Fault.NOT_JSON, "(line)", '"x"'),
        "is no JSON: Expecting value: line 1 column 1 (char 0)",
    ),
    "no object": (
        b'["x"]',
        (Fault.NOT_AN_OBJECT, "(line)", '["x"]'),
        'must be a JSON object such as {"input_text": …}',
    ),
    "deep nesting": (
        b'{"a":' * 5000 + b"0" + b"}" * 5000,
        (Fault.TOO_DEEP, "(line)", '"' + '{\\"a\\":' * 8 + "{\\…"),
        "is nested too deeply",
    ),
    "a line of 50 MB": (
        b'{"a": "' + b"x" * (50 * MEBIBYTE) + b'"}',
        (Fault.TOO_LONG, "(line)", "…"),
        "is longer than 16 MiB; the file is probably no JSON lines",
    ),
    "answers to be ranked": (
        line(candidates=["a", "b", "c"], candidate_0=..., candidate_1=...),
        (Fault.SHAPE, "candidates", '["a", "b", "c"]'),
        RANKED,
    ),
}


@pytest.fixture
def rounds(studio):
    """The test's own empty studio."""
    return Rounds(studio)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_refused_with_its_sentence(rounds, studio, name):
    """Line, field, value, reason and remedy; nothing is taken, or the two good rows around it."""
    bad, (fault, field, value), reason = BAD[name]
    content = b"\n".join([json.dumps(FIRST).encode(), b"", bad, json.dumps(LAST).encode(), b""])
    project = rounds.project()
    before = rounds.state()
    with pytest.raises(RefusedRows) as caught:
        rounds.bring(content, project)
    assert rounds.state() == before
    sentence = f"rows, line 3, field {field}: {reason} (it is {value})."
    assert str(caught.value) == (
        f"1 of 3 rows are refused, so nothing was taken. The first: {sentence} "
        "Mend the file, or take the 2 good rows without these."
    )
    assert_reported(caught.value.report, fault, sentence)
    result = rounds.bring(content, project, accept_good=True)
    assert (result.counts.rows, result.report.refused) == (2, 1)
    assert [(pair.input_text, pair.line) for pair in rows_of(studio, Pair)] == [("first", 1), ("last", 4)]


def assert_reported(report, fault, sentence):
    """The refused row is found by its fault, with a count, an example and what to do."""
    ((_, problem),) = report.problems
    assert (problem.fault, problem.sentence("rows")) == (fault, sentence)
    finding = report.findings[fault]
    assert (finding.count, [example.line for example in finding.examples]) == (1, [3])
    assert (finding.fault.severity, finding.fault.remedy) == (Severity.REFUSED, fault.remedy)
    assert fault.remedy in report.as_text()
    ours, *_ = csv.DictReader(io.StringIO(report.as_csv()))
    assert (ours["finding"], ours["line"], ours["remedy"]) == (fault.value, "3", fault.remedy)


GOOD = json.dumps(FIRST).encode() + b"\n"
MANY = b"".join(json.dumps(ROW | {"input_text": str(number)}).encode() + b"\n" for number in range(5_000))
TABLE = b"input_text,candidate_0,candidate_1,choice\nfirst,zero,one,1\n"
CUT = {
    "a line": (GOOD + line()[:30], (2, Fault.CUT_OFF), 1),
    "a line in the middle of a character": (GOOD + b'{"input_text": "\xc3', (2, Fault.CUT_OFF), 1),
    "a list": (b"[" + GOOD + b"," + line()[:30], (2, Fault.CUT_OFF), 1),
    "a table": (TABLE + b"last,ze", (3, Fault.CUT_OFF), 1),
    "a quoted cell": (TABLE + b'last,"ze', (3, Fault.CUT_OFF), 1),
    "gzip": (gzipped(MANY)[:-100], (None, Fault.DAMAGED), None),
    "zstd": (zstandard(MANY)[:-100], (None, Fault.DAMAGED), None),
    "Parquet": (parquet({"input_text": ["x"]})[:-20], (1, Fault.DAMAGED), 0),
}


@pytest.mark.parametrize("name", CUT)
def test_a_file_that_was_cut_off_is_refused(rounds, name):
    """It is said where; the rows before that place can be had when asked for."""
    content, (number, fault), good = CUT[name]
    project = rounds.project()
    before = rounds.state()
    with pytest.raises(RefusedRows) as caught:
        rounds.bring(content, project)
    assert rounds.state() == before
    ((_, problem),) = caught.value.report.problems
    assert problem.fault == fault
    assert number in (None, problem.line)
    assert good in (None, caught.value.report.good)
    taken = rounds.bring(content, project, accept_good=True) if caught.value.report.good else None
    assert taken is None or taken.counts.rows == caught.value.report.good


SWAPPED = line(input_text="first", candidate_0="one", candidate_1="zero", choice=0)
NOTED = {
    "duplicate rows": (GOOD + GOOD, Fault.DUPLICATE, Severity.LEFT_OUT, 1),
    "the same pair with sides swapped": (GOOD + SWAPPED, Fault.SWAPPED, Severity.WARNING, 2),
    "a prompt over the limit": (line(input_text="x" * 32_769), Fault.LONG_PROMPT, Severity.WARNING, 1),
    "a candidate over the limit": (line(candidate_0="x" * 4_097), Fault.LONG_CANDIDATE, Severity.WARNING, 1),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, Fault.BYTE_ORDER_MARK, Severity.NOTE, 1),
    "CRLF": (GOOD.replace(b"\n", b"\r\n"), Fault.CARRIAGE_RETURNS, Severity.NOTE, 1),
    "blank lines": (GOOD + b"\n" + line(), Fault.BLANK_LINES, Severity.NOTE, 2),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_is_only_noteworthy_is_taken_and_noted(rounds, name):
    """With a count, an example and a remedy; the rows are in."""
    content, fault, severity, rows = NOTED[name]
    result = rounds.bring(content, rounds.project())
    assert (result.counts.rows, result.report.refused) == (rows, 0)
    finding = result.report.findings[fault]
    assert (finding.count, finding.fault.severity, finding.fault.remedy) == (1, severity, fault.remedy)
    assert finding.examples[0].line > 0


def test_instructions_and_leaks_are_noted(studio, rounds):
    """An instruction that some rows lack or have twice, and a prompt that the evaluation set has too."""
    told = "Summarise the following post in one sentence.\n\n"
    project = change(studio, rounds.project(), instruction=told.strip())
    rounds.bring(json.dumps({"input_text": f"{told}post 1"}).encode(), project, DatasetKind.EVALUATION)
    posts = [f"{told}post {number}" for number in range(20)] + [f"{told}{told}post 20", "post 21"]
    rows = [line(input_text=post) for post in posts]
    findings = rounds.bring(b"\n".join(rows), project).report.findings
    assert {fault: found.count for fault, found in findings.items()} == {
        Fault.LEAK: 1,
        Fault.INSTRUCTION_TWICE: 1,
        Fault.INSTRUCTION_MISSING: 1,
    }
    recipe = PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION, unseen=True)
    with pytest.raises(InvalidInput, match="1 also posts of pairs"):
        freeze(studio.db, studio.store, SYSTEM, project, recipe)


EMPTY = "rows is empty; it should have one row for each pair or prompt."
PACKED = "rows is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV, and try again."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"\xef\xbb\xbf\r\n \n", EMPTY),
        (b"[]", EMPTY),
        (gzipped(b""), EMPTY),
        (b"PK\x03\x04", PACKED),
    ],
)
def test_a_file_without_rows_is_refused(rounds, content, sentence):
    """Somebody chose the wrong one."""
    with pytest.raises(InvalidInput) as caught:
        rounds.bring(content, rounds.project(), accept_good=True)
    assert str(caught.value) == sentence
