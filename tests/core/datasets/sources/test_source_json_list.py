"""A JSON list is read item by item, as lines are: same rows, same problems, nothing changed on the way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.problems import Fault
from core.datasets.sources import Container, text_lines
from tests.core.datasets.sources.reading_rows import LINE, ROW, only_problem, read
from tests.core.datasets.sources.reading_rows import faults as faults_of
from tests.core.datasets.sources.reading_rows import good as good_of

HOSTILE = r'quote " backslash \ both \" brackets ]}[{ comma , end \\'


def good(content):
    return good_of(content, Container.JSON)


def faults(content):
    return faults_of(content, Container.JSON)


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_the_objects_of_a_list_are_numbered(indent):
    """However the list is laid out, and whatever brackets and commas are inside texts."""
    rows = [ROW, {"input_text": HOSTILE, "list": [[1, 2], {"a": [{}]}]}, {}, {"": ""}]
    assert good(json.dumps(rows, indent=indent).encode()) == list(enumerate(rows, 1))


@pytest.mark.parametrize("content", [b"", b"  \n", b"[]", b" [ \n ] \n", b"\xef\xbb\xbf[]"])
def test_a_list_without_items(content):
    """It has no rows and nothing wrong with it."""
    assert read(content, Container.JSON)[0] == []


def test_numbers_are_kept_exactly():
    """Integers of any size as integers, decimal numbers as floats."""
    large = 123456789012345678901234567890
    content = json.dumps([{"a": large, "b": [-large, 0.1, 1.0, 2**63, 2**64]}]).encode()
    [(_, row)] = good(content)
    assert row == {"a": large, "b": [-large, 0.1, 1.0, 2**63, 2**64]}
    assert [type(value) for value in row["b"]] == [int, float, float, int, int]


def test_half_a_surrogate_pair_is_kept_for_the_checks():
    """Some parsers make it a question mark without a word; here the check of the field refuses it."""
    assert good(rb'[{"a": "\ud800x"}]') == [(1, {"a": "\ud800x"})]


def test_bad_items_do_not_hide_good_ones():
    """Each has its number and its fault."""
    items = [LINE, b"1", b"NaN", b'{"a": NaN}', b'"\xff"', b"", b"[1, 2]", b"{]", b'{"a": 1e999}', LINE]
    content = b"[" + b", ".join(items) + b"]"
    assert [number for number, _ in good(content)] == [1, 10]
    assert faults(content) == [
        (2, Fault.NOT_AN_OBJECT),
        (3, Fault.NOT_A_NUMBER),
        (4, Fault.NOT_A_NUMBER),
        (5, Fault.NOT_UTF8),
        (6, Fault.NOT_JSON),
        (7, Fault.NOT_AN_OBJECT),
        (8, Fault.NOT_JSON),
        (9, Fault.NOT_A_NUMBER),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[", 1),
        (b'[{"a": 1}', 1),
        (b'[{"a": 1},', 2),
        (b'[{"a": 1}, {"a": "te', 2),
        (b'[{"a": 1}, {"a": "te\\', 2),
        (b'[{"a": [1, 2', 1),
    ],
)
def test_a_list_that_is_cut_off(content, line):
    """One problem, at the item where the file ends."""
    assert faults(content) == [(line, Fault.CUT_OFF)]
    assert [number for number, _ in good(content)] == list(range(1, line))


def test_a_cut_says_what_is_left():
    """The sentence shows the beginning of the item."""
    problem = only_problem(b'[{"a": "te', Container.JSON)
    assert problem.sentence("f") == (
        "f, line 1, field (line): is not whole; the file ends before its list does "
        r'(it is "{\"a\": \"te").'
    )


@pytest.mark.parametrize("rest", [b"x", b"[]", b', {"a": 2}]', b"]"])
def test_what_follows_the_list_is_no_row(rest):
    """Two lists glued together are not silently half read."""
    assert faults(b'[{"a": 1}] ' + rest) == [(2, Fault.NOT_JSON)]


@pytest.mark.parametrize("content", [LINE, b'"a"', b"x", b"PAR1"])
def test_what_is_no_list(content):
    """A person may have chosen the wrong form."""
    problem = only_problem(content, Container.JSON)
    assert (problem.fault, problem.reason) == (Fault.NOT_JSON, "is no JSON list, which would begin with [")


@pytest.mark.parametrize("depth", [101, 2_000, 1_000_000])
def test_deep_nesting_is_refused(depth):
    """As in a line; the next item is read."""
    assert faults(b'[{"a": ' + b"[" * depth + b"]" * depth + b"}, " + LINE + b"]") == [(1, Fault.TOO_DEEP)]


def test_a_list_that_only_opens():
    """A million brackets are one item that is cut off."""
    assert faults(b"[" * 1_000_000) == [(1, Fault.CUT_OFF)]


def test_a_long_item_is_refused_and_the_next_is_read(monkeypatch):
    """Over the limit (lowered here), wherever it stands in the list."""
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 100)
    long = json.dumps({"a": 'x",]' * 50}).encode()
    assert faults(b"[" + long + b"," + LINE + b"," + long + b"]") == [
        (1, Fault.TOO_LONG),
        (3, Fault.TOO_LONG),
    ]
    assert faults(b"[" + LINE + b"]" + b" " * 200) == [(2, Fault.NOT_JSON)]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    rows=st.lists(st.dictionaries(st.text(), JSON_VALUES, max_size=4), max_size=5),
    block=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
    ascii_only=st.booleans(),
)
def test_any_list_comes_back_as_it_was(rows, block, indent, ascii_only):
    """Hostile texts and blocks of any size: the same objects, types and all."""
    content = json.dumps(rows, indent=indent, ensure_ascii=ascii_only).encode()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.datasets.sources.source.BLOCK", block)
        assert json.dumps(good(content)) == json.dumps(list(enumerate(rows, 1)))


@given(content=st.text(alphabet='[]{},:"\\a1 \n').map(str.encode), block=st.integers(1, 9))
def test_where_blocks_end_changes_nothing(content, block):
    """Also for what is no sound list."""
    expected = read(b"[" + content, Container.JSON)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.datasets.sources.source.BLOCK", block)
        assert read(b"[" + content, Container.JSON) == expected
