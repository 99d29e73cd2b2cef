"""CSV and TSV: every byte of a field is kept, and a row that does not fit its header says so."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.problems import Fault
from core.datasets.sources import Container, delimited
from tests.core.datasets.sources.reading_rows import faults, good, only_problem, read

HEADER = b"prompt,answer\n"


def good_csv(content):
    return good(content, Container.CSV)


def csv_faults(content):
    return faults(content, Container.CSV)


@pytest.mark.parametrize(
    ("container", "content"),
    [
        (Container.CSV, b"prompt,answer\na,b\n"),
        (Container.CSV, b"prompt;answer\na;b"),
        (Container.CSV, b'"prompt","answer"\n"a","b"\n'),
        (Container.CSV, b"\xef\xbb\xbfprompt,answer\r\na,b\r\n"),
        (Container.CSV, b"\nprompt,answer\n\na,b\n\n"),
        (Container.TSV, b"prompt\tanswer\na\tb\n"),
    ],
)
def test_what_programs_write(container, content):
    """Commas, semicolons, tabulators; with and without quotation marks, byte order mark, blank lines."""
    assert [row for _, row in good(content, container)] == [{"prompt": "a", "answer": "b"}]
    assert faults(content, container) == []


def test_every_byte_of_a_field_is_kept():
    """Blanks, line ends of either kind inside quotation marks, doubled quotation marks, other delimiters."""
    content = HEADER + b'" a ","line\r\nline\nline\r ""quoted"", ;\t"\n x , \n'
    assert good_csv(content) == [
        (2, {"prompt": " a ", "answer": 'line\r\nline\nline\r "quoted", ;\t'}),
        (5, {"prompt": " x ", "answer": " "}),
    ]


def test_values_stay_text():
    """What a column means is for the mapping to say."""
    assert good_csv(HEADER + b"01,NULL\n") == [(2, {"prompt": "01", "answer": "NULL"})]


def test_notices_have_the_line_of_their_record():
    """A byte order mark once, Windows line ends a record, blank lines each."""
    content = b'\xef\xbb\xbfprompt,answer\r\na,"b\nc"\r\n\r\nd,e\n'
    assert read(content, Container.CSV)[1] == [
        (Fault.BYTE_ORDER_MARK, 1),
        (Fault.CARRIAGE_RETURNS, 1),
        (Fault.CARRIAGE_RETURNS, 2),
        (Fault.CARRIAGE_RETURNS, 4),
        (Fault.BLANK_LINES, 4),
    ]


def test_another_number_of_columns():
    """Too few or too many: the line, and both numbers."""
    content = HEADER + b"a\na,b\na,b,c\na,b\n"
    assert csv_faults(content) == [(2, Fault.SHAPE), (4, Fault.SHAPE)]
    problem = only_problem(HEADER + b"a,b,c\n", Container.CSV)
    assert problem.sentence("f.csv") == (
        'f.csv, line 2, field (line): must have 2 columns, as the header has (it is 3: ["a", "b", "c"]).'
    )


def test_two_columns_of_one_name():
    """A row could hold only one of them, so nothing is read."""
    problem = only_problem(b"prompt,answer,prompt\na,b,c\n", Container.CSV)
    assert problem.sentence("f.csv") == (
        "f.csv, line 1, field (header): stands 2 times in the header; give each column a name of its own "
        '(it is "prompt").'
    )


@pytest.mark.parametrize("last", [b"c", b'c,"d', b'"c,d'])
def test_a_last_row_that_is_cut_off(last):
    """Columns are missing, or a quotation mark is open, where the file ends."""
    assert csv_faults(HEADER + b"a,b\n" + last) == [(3, Fault.CUT_OFF)]
    assert [number for number, _ in good_csv(HEADER + b"a,b\n" + last)] == [2]


def test_a_row_with_bytes_that_are_no_text_does_not_hide_the_next():
    """Not even where its bad line is one of several."""
    content = HEADER + b'"a\n\xff\n",b\nc,d\n"\0",e\nf,g\n'
    assert [row["prompt"] for _, row in good_csv(content)] == ["c", "f"]
    assert [
        (row.line, row.fault) for _, row in read(content, Container.CSV)[0] if not isinstance(row, dict)
    ] == [(3, Fault.NOT_UTF8), (6, Fault.NUL)]


def test_a_header_that_is_no_text():
    """There is nothing to call the columns by, so nothing is read."""
    assert csv_faults(b"pr\xff,answer\na,b\n") == [(1, Fault.NOT_UTF8)]


@pytest.mark.parametrize("row", [b'"a"x,b', b"a\rb,c"])
def test_a_row_that_cannot_be_parted(row):
    """Something after a closing quotation mark, a bare carriage return: no guess is made."""
    assert csv_faults(HEADER + row + b"\nc,d\n") == [(2, Fault.SHAPE)]
    assert good_csv(HEADER + row + b"\nc,d\n") == [(3, {"prompt": "c", "answer": "d"})]


def test_a_long_row_is_refused(monkeypatch):
    """One line over the limit (lowered here), or the lines of a quotation mark that is never closed."""
    monkeypatch.setattr(delimited, "LONGEST_LINE", 100)
    content = HEADER + b"x" * 200 + b",b\na,b\n" + b'"open,\n' + b"c,d\n" * 40
    found = csv_faults(content)
    assert found[:2] == [(2, Fault.TOO_LONG), (4, Fault.TOO_LONG)]
    assert len(found) == 2
    assert good_csv(content)[0] == (3, {"prompt": "a", "answer": "b"})
    assert good_csv(content)[-1] == (44, {"prompt": "c", "answer": "d"})


def test_a_field_of_megabytes_is_read():
    """Python's own limit is 131,072 characters."""
    [(_, row)] = good_csv(HEADER + b"x" * 5_000_000 + b",b\n")
    assert len(row["prompt"]) == 5_000_000


FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(
    rows=st.lists(st.tuples(FIELDS, FIELDS), max_size=5),
    form=st.sampled_from([(Container.CSV, ","), (Container.CSV, ";"), (Container.TSV, "\t")]),
    ending=st.sampled_from(["\n", "\r\n"]),
    block=st.integers(3, 40),
)
def test_any_table_comes_back_as_it_was(rows, form, ending, block):
    """What Python writes with quotation marks is read byte for byte, wherever blocks end."""
    container, delimiter = form
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([("left", "right"), *rows])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.datasets.sources.source.BLOCK", block)
        found = good(file.getvalue().encode(), container)
    assert [(row["left"], row["right"]) for _, row in found] == rows
