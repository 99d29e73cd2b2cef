"""Files come from all kinds of tools: what is harmless is read, and every line keeps its number."""

import json

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.checks import Report
from core.datasets.checks.report import MOST_PROBLEMS_LISTED
from core.datasets.formats import format_named
from core.datasets.importing import ImportPlan, Shape, check_rows
from core.datasets.importing.read import Reader
from core.datasets.sources import source_of, source_of_bytes, text_lines
from core.errors import InvalidInput

GOOD = [
    json.dumps(
        {"input_text": f"post {number}", "candidate_0": "zero", "candidate_1": "one", "choice": 1}
    ).encode()
    for number in range(4)
]


@pytest.fixture
def read(studio, project):
    """Reads a file; the numbers of its good lines, and the report."""

    def look(content: bytes, kind: DatasetKind = DatasetKind.PREFERENCE) -> tuple[list[int], Report]:
        lines = []
        plan = ImportPlan(project, kind, "f.jsonl", Shape(format_named("vertex")))
        reader = Reader(studio.db, plan)
        reader.read([source_of_bytes("f.jsonl", content)], lambda *good: lines.append(good[-1].line))
        return lines, reader.report

    return look


@pytest.mark.parametrize(
    "content",
    [
        b"\n".join(GOOD) + b"\n",
        b"\n".join(GOOD),
        b"\r\n".join(GOOD) + b"\r\n",
        b"\xef\xbb\xbf" + b"\n".join(GOOD),
        b"\n".join(b"  " + line + b" \t" for line in GOOD),
    ],
    ids=["newline at the end", "none at the end", "CRLF", "byte order mark", "blanks around"],
)
def test_what_is_harmless_is_read(read, content):
    """Four good lines, whichever tool wrote them."""
    lines, report = read(content)
    assert lines == [1, 2, 3, 4]
    assert (report.good, report.with_choice, report.refused, report.duplicates) == (4, 4, 0, 0)


def test_blank_lines_are_no_rows_but_have_numbers(read):
    """So that the number in a message is the one in the editor."""
    lines, report = read(b"\n" + GOOD[0] + b"\n \t\r\n\n" + GOOD[1] + b"\n\n")
    assert (lines, report.refused) == ([2, 5], 0)


def test_a_separator_inside_a_text_ends_no_line(read):
    """U+2028 and U+0085 are line ends to some programs, not in JSON lines."""
    row = {"input_text": "a\u2028b\u0085c\x0bd", "candidate_0": "x", "candidate_1": "y"}
    lines, report = read(json.dumps(row, ensure_ascii=False).replace("\x0b", "\\u000b").encode())
    assert (lines, report.refused) == ([1], 0)


def test_a_byte_order_mark_further_down_is_refused(read):
    """Two files were glued together; the line says so instead of being read wrongly."""
    lines, report = read(GOOD[0] + b"\n\xef\xbb\xbf" + GOOD[1])
    assert lines == [1]
    assert report.problems[0][1].sentence("f").startswith("f, line 2, field (line): is no JSON")


def test_good_rows_go_on_after_bad_ones(read):
    """One bad line does not hide what follows."""
    lines, report = read(b"\n".join([GOOD[0], b"{", b"\xff", b"[]", GOOD[1]]))
    assert lines == [1, 5]
    assert [problem.line for _, problem in report.problems] == [2, 3, 4]


def test_a_line_that_never_ends(read, monkeypatch):
    """Past the limit (lowered here) it is refused without being kept, and the next line is read."""
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 1024)
    monkeypatch.setattr("core.datasets.sources.source.BLOCK", 512)
    long = b'{"input_text": "' + b"x" * 5000 + b'"}'
    lines, report = read(GOOD[0] + b"\n" + long + b"\n" + GOOD[1] + b"\n" + long)
    assert lines == [1, 3]
    assert [(problem.line, problem.field) for _, problem in report.problems] == [(2, "(line)"), (4, "(line)")]
    assert report.problems[0][1].reason.endswith("the file is probably no JSON lines")


def test_the_limit_of_a_line_is_16_mib(read):
    """The sentence says it in the unit people know."""
    content = b'{"a": [' + b"1," * (8 * 1024 * 1024) + b"1]}"
    _, report = read(content)
    assert report.problems[0][1].reason.startswith("is longer than 16 MiB")


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \r\n\t"])
def test_an_empty_file_is_refused_by_name(studio, project, content):
    """Whatever blank it is made of."""
    plan = ImportPlan(project, DatasetKind.PROMPT, "f.jsonl")
    with pytest.raises(InvalidInput, match=r"f.jsonl is empty; it should have one row for each pair"):
        check_rows(studio.db, SYSTEM, plan, [source_of_bytes("f.jsonl", content)])


def test_a_file_that_is_not_there(tmp_path):
    """Neither is a folder a file."""
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InvalidInput, match=f"There is no file {path}; check the name"):
            source_of(path)


def test_a_file_can_be_opened_as_often_as_needed(read, tmp_path):
    """Once to check and once to take."""
    path = tmp_path / "f.jsonl"
    path.write_bytes(GOOD[0])
    source = source_of(path)
    for _ in range(2):
        with source.open() as file:
            assert file.read() == GOOD[0]


def test_a_repeated_row_is_counted_and_left_out(read):
    """The first one is taken; which of them it was is told by its line."""
    lines, report = read(b"\n".join([GOOD[0], GOOD[1], GOOD[0], GOOD[0]]))
    assert (lines, report.good, report.duplicates, report.refused) == ([1, 2], 2, 2, 0)


@pytest.mark.parametrize(
    ("first", "then", "good", "duplicates", "refused"),
    [
        (0, 0, 1, 1, 0),
        (1, 1, 1, 1, 0),
        (0, 1, 2, 0, 0),  # two votes of people without a name
        (1, 0, 2, 0, 0),
        (0, None, 1, 1, 0),  # nothing is lost: the choice is taken
        (None, None, 1, 1, 0),
        (None, 1, 2, 0, 0),  # the second line brings the choice that the first one lacks
    ],
)
def test_a_repeated_row_may_say_something_else(read, first, then, good, duplicates, refused):
    """Then it is no repetition."""
    row = {"input_text": "a", "candidate_0": "b", "candidate_1": "c"}
    rows = [row if choice is None else row | {"choice": choice} for choice in (first, then)]
    lines, report = read(b"\n".join(json.dumps(one).encode() for one in rows))
    assert (len(lines), report.duplicates, report.refused) == (good, duplicates, refused)


def test_rows_that_differ_in_the_order_of_candidates_are_two(read):
    """Their choices mean different texts."""
    row = {"input_text": "a", "candidate_0": "b", "candidate_1": "c", "choice": 0}
    swapped = row | {"candidate_0": "c", "candidate_1": "b"}
    _, report = read(json.dumps(row).encode() + b"\n" + json.dumps(swapped).encode())
    assert (report.good, report.duplicates) == (2, 0)


def test_prompts_repeat_by_their_text_alone(read):
    """Whatever else the rows say."""
    content = b'{"input_text": "a", "n": 1}\n{"input_text": "a", "n": 2}\n{"input_text": "a "}'
    lines, report = read(content, DatasetKind.PROMPT)
    assert (lines, report.duplicates, report.with_choice) == ([1, 3], 1, 0)


def test_all_refused_rows_are_counted_and_the_first_thousand_listed(read):
    """A wrong file of a million lines makes no report of a million sentences."""
    _, report = read(b"{\n" * (MOST_PROBLEMS_LISTED + 5))
    assert (report.refused, len(report.problems)) == (MOST_PROBLEMS_LISTED + 5, MOST_PROBLEMS_LISTED)
