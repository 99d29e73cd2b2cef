"""JSON lines as they come from all kinds of tools: what is harmless is read, every line keeps its number."""

import json

import pytest

from core.datasets.problems import Fault
from core.datasets.sources import Container, text_lines
from tests.core.datasets.sources.reading_rows import LINE, ROW, faults, good, only_problem, read

BOM = b"\xef\xbb\xbf"
MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [
        LINE + b"\n" + LINE + b"\n",
        LINE + b"\n" + LINE,
        LINE + b"\r\n" + LINE + b"\r\n",
        BOM + LINE + b"\n" + LINE,
        b" " + LINE + b" \t\n\t" + LINE,
    ],
    ids=["newline at the end", "none at the end", "CRLF", "byte order mark", "blanks around"],
)
def test_harmless_differences_are_read(content):
    """Two good lines, whichever tool wrote them."""
    assert read(content)[0] == [(1, ROW), (2, ROW)]


def test_a_byte_order_mark_is_noticed_once():
    """It is no part of the first row, and a second one further down is."""
    assert read(BOM + LINE)[1] == [(Fault.BYTE_ORDER_MARK, 1)]
    assert faults(LINE + b"\n" + BOM + LINE + b"\n") == [(2, Fault.NOT_JSON)]


def test_windows_line_ends_are_noticed_line_by_line():
    """So that the report can count them; a mixed file has some."""
    content = LINE + b"\r\n" + LINE + b"\n" + LINE + b"\r\n"
    assert read(content)[1] == [(Fault.CARRIAGE_RETURNS, 1), (Fault.CARRIAGE_RETURNS, 3)]


def test_blank_lines_are_no_rows_but_have_numbers():
    """The number in a message is the one in the editor."""
    found, notices = read(b"\n" + LINE + b"\n \t\n\n" + LINE + b"\n\n")
    assert [number for number, _ in found] == [2, 5]
    assert notices == [(Fault.BLANK_LINES, line) for line in (1, 3, 4, 6)]


def test_a_blank_line_may_end_as_windows_ends_it():
    """It is both blank and of Windows."""
    assert read(b"\r\n" + LINE)[1] == [(Fault.CARRIAGE_RETURNS, 1), (Fault.BLANK_LINES, 1)]


def test_a_separator_inside_a_text_ends_no_line():
    """U+2028 and U+0085 are line ends to some programs, not in JSON lines."""
    row = {"input_text": "a\u2028b\u0085c"}
    assert good(json.dumps(row, ensure_ascii=False).encode()) == [(1, row)]


def test_every_byte_of_a_text_is_kept():
    """Blanks at the ends, decomposed letters, tabulators, escaped line ends."""
    row = {"input_text": "  e\u0301 \u00e9 \ufeff\t\r\n\u00a0 ", "": "no name"}
    assert good(json.dumps(row).encode()) == good(json.dumps(row, ensure_ascii=False).encode()) == [(1, row)]


def test_numbers_are_kept_exactly():
    """Integers of any size, and decimal numbers as the nearest float."""
    content = (
        b'{"one": 1, "large": 123456789012345678901234567890, "negative": -18446744073709551617, "p": 0.1}'
    )
    [(_, row)] = good(content)
    assert row == {
        "one": 1,
        "large": 123456789012345678901234567890,
        "negative": -18446744073709551617,
        "p": 0.1,
    }
    assert [type(value) for value in row.values()] == [int, int, int, float]


def test_good_rows_go_on_after_bad_ones():
    """One bad line does not hide what follows."""
    content = b"\n".join([LINE, b"{", b"\xff", b"[]", b'"text"', b"{}{}", LINE, b""])
    assert [number for number, _ in good(content)] == [1, 7]
    assert faults(content) == [
        (2, Fault.NOT_JSON),
        (3, Fault.NOT_UTF8),
        (4, Fault.NOT_AN_OBJECT),
        (5, Fault.NOT_AN_OBJECT),
        (6, Fault.NOT_JSON),
    ]


def test_invalid_utf8_names_its_bytes():
    """A file in Latin-1 shows by its first accent."""
    problem = only_problem('{"input_text": "café au lait"}\n'.encode("latin-1"))
    assert problem.sentence("f") == (
        "f, line 1, field (line): is not UTF-8; save the file as UTF-8 (it is bytes e9 20 61 75)."
    )


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400"])
def test_no_number_is_refused(number):
    """Python writes NaN where JSON has no such thing; 1e400 is more than a float holds."""
    assert faults(b'{"score": ' + number + b"}\n" + LINE) == [(1, Fault.NOT_A_NUMBER)]
    assert faults(b'{"scores": [{"score": ' + number + b"}]}\n") == [(1, Fault.NOT_A_NUMBER)]


@pytest.mark.parametrize("depth", [101, 2_000, 1_000_000])
def test_deep_nesting_is_refused(depth):
    """Neither a hundred levels nor a million make a traceback."""
    assert faults(b'{"a": ' + b"[" * depth + b"]" * depth + b"}\n" + LINE) == [(1, Fault.TOO_DEEP)]
    assert faults(b'{"a":' * depth + b"1" + b"}" * depth + b"\n" + LINE) == [(1, Fault.TOO_DEEP)]


def test_an_integer_of_thousands_of_digits_is_refused():
    """Python makes no integer of more than 4,300 digits."""
    assert faults(b'{"a": ' + b"9" * 5_000 + b"}\n" + LINE) == [(1, Fault.NOT_A_NUMBER)]


@pytest.mark.parametrize("kept", [1, 20, len(LINE) - 1])
def test_a_last_line_that_is_cut_off(kept):
    """A copy that stopped; with a line end the same bytes are merely no JSON."""
    assert faults(LINE + b"\n" + LINE[:kept]) == [(2, Fault.CUT_OFF)]
    assert faults(LINE + b"\n" + LINE[:kept] + b"\n") == [(2, Fault.NOT_JSON)]


def test_a_cut_through_a_character_is_a_cut():
    """Half of an é at the end of the file is not a file of another encoding."""
    assert faults('{"input_text": "é'.encode()[:-1]) == [(1, Fault.CUT_OFF)]


def test_a_cut_says_what_is_left():
    """A person finds the place by its text."""
    problem = only_problem(b'{"input_text": "a po')
    assert problem.sentence("f") == (
        "f, line 1, field (line): is not whole; the file ends in the middle of it "
        r'(it is "{\"input_text\": \"a po").'
    )


def test_a_last_line_that_never_began_as_an_object_is_not_cut_off():
    """A file of prose is not half a file of rows."""
    assert faults(b"hello") == [(1, Fault.NOT_JSON)]


def test_a_long_line_is_refused_and_the_next_is_read():
    """Over 16 MiB; also at the end of the file, with and without a line end."""
    long = b'{"a": "' + b"x" * (17 * MEBIBYTE) + b'"}'
    content = LINE + b"\n" + long + b"\n" + LINE + b"\n" + long
    assert [number for number, _ in good(content)] == [1, 3]
    assert faults(content) == [(2, Fault.TOO_LONG), (4, Fault.TOO_LONG)]
    assert only_problem(long).reason == "is longer than 16 MiB; the file is probably no JSON lines"


@pytest.mark.parametrize(("size", "is_good"), [(100, True), (101, False)])
def test_the_limit_of_a_line_counts_its_bytes(monkeypatch, size, is_good):
    """A line of exactly the limit (lowered here) is read, wherever its blocks end."""
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 100)
    monkeypatch.setattr("core.datasets.sources.source.BLOCK", 7)
    line = b'{"a": "' + b"x" * (size - 9) + b'"}'
    assert [number for number, _ in good(LINE[:0] + line + b"\n{}\n" + line)] == (
        [1, 2, 3] if is_good else [2]
    )


@pytest.mark.parametrize("block", [3, 4, 5, 7, 64, 1000])
def test_blocks_end_anywhere(monkeypatch, block):
    """The same rows, wherever one read ends and the next begins."""
    content = BOM + b'{"a": "\xc3\xa9"}\r\n\n{"a": 2}\n{"a"'
    expected = read(content)
    monkeypatch.setattr("core.datasets.sources.source.BLOCK", block)
    assert read(content) == expected
    assert [number for number, _ in expected[0]] == [1, 3, 4]


@pytest.mark.parametrize("container", Container)
def test_an_empty_file_has_no_rows(container):
    """The importer says that it is empty; an empty Parquet file is no Parquet."""
    found, notices = read(b"", container)
    assert notices == []
    assert [row.fault for _, row in found] == ([Fault.DAMAGED] if container == Container.PARQUET else [])


def test_an_object_over_several_lines_is_one_row(monkeypatch):
    """As tools write one for people to read; too long a one is refused, and so is what follows it."""
    content = json.dumps({"a": {"b": ["c"]}}, indent=2).encode()
    assert read(content, Container.OBJECT)[0] == [(1, {"a": {"b": ["c"]}})]
    (more,) = read(content + b"\n{}", Container.OBJECT)[0]
    assert more[1].fault == Fault.NOT_JSON
    monkeypatch.setattr("core.datasets.sources.json_rows.LONGEST_LINE", len(content) - 1)
    (long,) = read(content, Container.OBJECT)[0]
    assert long[1].fault == Fault.TOO_LONG
