"""A report counts, keeps a few examples, tells them in words, and fits a database's JSON column."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.checks import CANDIDATES, PROMPTS, Report
from core.datasets.checks.findings import LONGEST_PART, Example, excerpt
from core.datasets.checks.report import MOST_PROBLEMS_LISTED
from core.datasets.formats import Columns, Wanted, format_named
from core.datasets.models import DatasetKind
from core.datasets.problems import Fault, Problem, Severity

MOST_BYTES = 200_000
HOSTILE = st.text(st.characters(codec=None), max_size=2 * LONGEST_PART)


def new_report(name: str = "rows.jsonl") -> Report:
    return Report(name, DatasetKind.PREFERENCE)


def missing(line: int) -> Problem:
    return Problem(line, "candidate_1", "missing", "is missing; the row has no fields", Fault.MISSING)


def test_a_fault_is_counted_with_its_first_three_places():
    """The fourth is counted only."""
    report = new_report()
    for line in (4, 7, 9, 12):
        report.note(Fault.DUPLICATE, "a.jsonl", line, "choice", "null", "says that both are as good")
    (finding,) = report.findings.values()
    assert (finding.fault, finding.count) == (Fault.DUPLICATE, 4)
    assert [example.line for example in finding.examples] == [4, 7, 9]
    assert finding.examples[0] == Example("a.jsonl", 4, "choice", "null", "says that both are as good")
    assert (finding.fault.severity, finding.fault.remedy) == (Severity.LEFT_OUT, Fault.DUPLICATE.remedy)


def test_rows_are_the_good_the_repeated_and_the_refused():
    """5 + 2 + 1 = 8."""
    report = new_report()
    report.good, report.duplicates = 5, 2
    report.refuse("rows.jsonl", missing(3))
    assert (report.refused, report.rows) == (1, 8)
    assert report.summary()[0] == "8 rows read: 5 good (0 with a choice), 2 repeated, 1 refused."


def test_a_refused_row_is_listed_with_its_file_and_is_a_finding():
    """The list begins with the first; the finding is that of the problem's fault."""
    report = new_report()
    report.refuse("a.jsonl", missing(3))
    report.refuse("b.jsonl", missing(1))
    assert report.problems == [("a.jsonl", missing(3)), ("b.jsonl", missing(1))]
    finding = report.findings[Fault.MISSING]
    assert [(one.source, one.line) for one in finding.examples] == [("a.jsonl", 3), ("b.jsonl", 1)]


def test_only_the_first_thousand_refused_rows_are_listed():
    """All are counted."""
    report = new_report()
    for line in range(MOST_PROBLEMS_LISTED + 5):
        report.refuse("rows.jsonl", missing(line))
    assert (report.refused, len(report.problems)) == (1005, 1000)
    assert report.findings[Fault.MISSING].count == 1005


def test_an_example_is_a_sentence():
    """With what is known of it."""
    whole = Example("a.jsonl", 4, "choice", '"1"', "must be the number 0 or 1")
    assert whole.sentence() == 'a.jsonl, line 4, field choice: must be the number 0 or 1 (it is "1").'
    assert Example("a.jsonl", 4).sentence() == "a.jsonl, line 4."
    assert Example("a.jsonl", 4, reason="is blank").sentence() == "a.jsonl, line 4: is blank."


def test_the_gravest_findings_come_first():
    """Refused rows, rows left out, warnings, notes; within those the most frequent."""
    report = new_report()
    for fault, count in ((Fault.BLANK_LINES, 9), (Fault.LEAK, 1), (Fault.SWAPPED, 2), (Fault.DUPLICATE, 1)):
        for line in range(count):
            report.note(fault, "a.jsonl", line)
    report.refuse("a.jsonl", missing(3))
    order = [finding.fault for finding in report.ordered()]
    assert order == [Fault.MISSING, Fault.DUPLICATE, Fault.SWAPPED, Fault.LEAK, Fault.BLANK_LINES]


def test_a_report_as_text():
    """Counts, findings with examples and remedies, languages."""
    report = new_report("posts.jsonl")
    report.format, report.good, report.languages = format_named("vertex"), 1234, {"en": 480, "und": 20}
    report.note(Fault.LEAK, "posts.jsonl", 5, "input_text", '"a post"', "is also an evaluation prompt")
    assert report.as_text().splitlines() == [
        "posts.jsonl",
        "1,234 rows read: 1,234 good (0 with a choice), 0 repeated, 0 refused.",
        "Read as: Vertex RLHF.",
        "",
        f"Warning: on both sides of a split, 1 time. {Fault.LEAK.remedy}",
        '  posts.jsonl, line 5, field input_text: is also an evaluation prompt (it is "a post").',
        "",
        "Languages, estimated from a sample of 500 prompts: English 480, unclear 20.",
    ]


def test_a_report_as_a_table():
    """A line for each refused row, more than there are examples, and for each example of the others."""
    report = new_report()
    for line in (1, 2, 3, 4):
        report.refuse("a,b.jsonl", missing(line))
    report.note(Fault.BYTE_ORDER_MARK, "a,b.jsonl", 1)
    header, *rows = csv.reader(io.StringIO(report.as_csv()))
    assert header[:5] == ["finding", "severity", "count", "file", "line"]
    assert [(row[0], row[1], row[2], row[3], row[4]) for row in rows] == [
        *(("missing field", "refused", "4", "a,b.jsonl", str(line)) for line in (1, 2, 3, 4)),
        ("byte order mark", "note", "1", "a,b.jsonl", "1"),
    ]
    assert rows[0][8] == Fault.MISSING.remedy


@pytest.mark.parametrize(
    ("columns", "wanted", "sentence"),
    [
        (
            Columns("q", "a", "b", "\x1b", choice_0="A", choice_1="B"),
            Wanted.PAIRS,
            (
                r"Fields: input_text is “q”, candidate_0 is “a”, candidate_1 is “b”, choice is “\x1b”; "
                "choices are written “A” for candidate_0 and “B” for candidate_1."
            ),
        ),
        (
            Columns("q", "a", "b"),
            Wanted.PAIRS,
            "Fields: input_text is “q”, candidate_0 is “a”, candidate_1 is “b”; none is read as the choice.",
        ),
        (Columns("q"), Wanted.PROMPTS, "Fields: input_text is “q”."),
    ],
)
def test_a_report_says_how_fields_were_read(columns, wanted, sentence):
    """For what is guessed may be wrong."""
    report = Report("rows.csv", DatasetKind.PREFERENCE, wanted, format_named("columns"), columns)
    assert report.as_text().splitlines()[2:] == ["Read as: columns.", sentence]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x"])
def test_a_spreadsheet_computes_nothing_of_the_table(name):
    """Names of files and fields come from outside."""
    report = new_report()
    report.note(Fault.DUPLICATE, name, 1, name, name, name)
    _, row = csv.reader(io.StringIO(report.as_csv()))
    assert row[3] == row[5] == row[6] == row[7] == f"'{name}"


def filled() -> Report:
    report = Report("gs://b/p.csv", DatasetKind.PREFERENCE, Wanted.GOLD, format_named("columns"))
    report.columns = Columns("post", "a", "b", choice="better", choice_0="A")
    report.good, report.duplicates, report.with_choice = 3, 2, 1
    report.refuse("p.csv", missing(3))
    report.note(Fault.SWAPPED, "p.csv", 4, "(line)", '"x"', "has the same texts as line 1")
    report.lengths[PROMPTS].add(1500)
    report.lengths[CANDIDATES].add(200)
    report.languages = {"en": 3}
    return report


def test_json_brings_a_report_back():
    """Through text, as a database keeps it."""
    values = json.loads(json.dumps(filled().as_json()))
    assert Report.from_json(values) == filled()


def test_an_empty_report_comes_back():
    """What is not known yet stays unknown."""
    assert Report.from_json(new_report().as_json()) == new_report()


def test_the_sample_stays_in_memory():
    """It is the longest part, and what it is for is told by then."""
    report = new_report()
    report.sample.append("a post")
    assert Report.from_json(report.as_json()).sample == []


def test_json_has_a_bound():
    """Every fault there is and many refused rows, all with the longest of what escapes to most bytes."""
    text = "\U0001f600" * 5000
    report = new_report(text)
    report.columns = Columns(*[text] * 10)
    for fault in Fault:
        for line in range(5):
            report.note(fault, text, line, text, text, text)
    for line in range(1500):
        report.refuse(text, Problem(line, text, text, text))
    report.languages = dict.fromkeys(map(str, range(120)), 1)
    values = report.as_json()
    assert len(json.dumps(values)) < MOST_BYTES
    assert {name: one["count"] for name, one in values["findings"].items()} == {
        fault.value: 5 + 1500 * (fault == Fault.SHAPE) for fault in Fault
    }


def test_usual_reports_keep_what_is_useful():
    """Every example, and hundreds of refused rows, fit."""
    report = new_report()
    for line in range(1000):
        report.refuse("comparisons-of-march.jsonl", missing(line))
        report.note(Fault.SWAPPED, "comparisons-of-march.jsonl", line)
    values = report.as_json()
    assert len(values["problems"]) > 500
    assert [len(one["examples"]) for one in values["findings"].values()] == [3, 3]


@given(text=HOSTILE)
def test_what_comes_from_outside_can_be_stored_and_shown(text):
    """No NUL, no half of a surrogate pair, no control character; and within bounds."""
    report = new_report(text)
    report.columns = Columns(text, choice=text)
    report.note(Fault.DUPLICATE, text, 1, text, text, text)
    report.refuse(text, Problem(1, text, text, text))
    stored = json.dumps(report.as_json(), ensure_ascii=False)
    assert stored.isprintable()
    stored.encode()
    assert report.as_text().replace("\n", "").isprintable()
    assert Report.from_json(json.loads(stored)).as_json() == report.as_json()


def test_text_from_outside_is_spelt_out_and_cut():
    """A terminal's escape, a NUL, a mark that turns the writing; an ellipsis stands for the rest."""
    assert excerpt("a\x1b[2J\0\u202eb\ud800") == r"a\x1b[2J\x00\u202eb\ud800"
    assert excerpt("é日本") == "é日本"
    assert excerpt("x" * 240) == "x" * 240
    assert excerpt("x" * 241) == "x" * 239 + "…"
