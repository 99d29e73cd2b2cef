"""Whatever bytes a file has, reading it ends in rows, problems or a sentence; never in a traceback."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.problems import Problem
from core.datasets.sources import Container, container_of, rows, source_of_bytes
from core.errors import StudioError
from tests.core.datasets.sources.reading_rows import LINE, gzipped, parquet, zstandard

LINES = b"\xef\xbb\xbf" + LINE + b"\r\n\n" + LINE.replace(b"1}", b"-1.5e3}") + b'\n{"a": [[{}]]}\n'
LIST = b"[" + LINE + b",\n" + LINE + rb', {"a": "\ud800\\\"\u00e9"}]'
TABLE = b'input_text,"candidate_0",choice\r\n"a ""b"", c\n",d,1\r\ne,f,0'
COLUMNS = parquet({"a": ["x", None, "é"], "b": [b"\xff", b"", None], "c": [[1.5], [], None]})
SOUND = [LINES, LIST, TABLE, TABLE.replace(b",", b"\t"), COLUMNS]
SEEDS = [*SOUND, *(gzipped(content) for content in SOUND), *(zstandard(content) for content in SOUND)]


def read_through(content):
    """Read bytes in every form; all that comes out has to be sound."""
    source = source_of_bytes("any", content)
    with suppress(StudioError):
        assert container_of(source) in Container
    for container in Container:
        _check_rows(source, container)


def _check_rows(source, container):
    """Their numbers rise, and so do those of the notices."""
    found, notices = [], []
    with suppress(StudioError):
        found.extend(rows(source, container, lambda _, line, **__: notices.append(line)))
    numbers = [number for number, _ in found]
    assert numbers == sorted(set(numbers))
    assert notices == sorted(notices)
    assert all(number > 0 for number in numbers + notices)
    for _, row in found:
        _check(row)


def _check(row):
    """A problem can be shown, and a row can be stored."""
    if isinstance(row, Problem):
        row.sentence("any").encode()
    else:
        json.dumps(row, allow_nan=False)


@given(content=st.binary(max_size=300))
def test_random_bytes(content):
    """Most are no file at all."""
    read_through(content)


@given(
    start=st.sampled_from(
        [b"{", b"[", b'[{"a": "', b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"PAR1", b"a,b\n"]
    ),
    content=st.binary(max_size=300),
)
def test_random_bytes_after_a_known_start(start, content):
    """They are taken for what they are not."""
    read_through(start + content)


@given(content=st.text(alphabet='{}[]",:\\ue019-.truefalsn \r\n\t;\0é', max_size=200).map(str.encode))
def test_random_text_of_the_letters_that_mean_something(content):
    """More of it is half sound."""
    read_through(content)


@settings(max_examples=200)
@given(data=st.data(), seed=st.sampled_from(SEEDS))
def test_changed_and_cut_files(data, seed):
    """Sound files of each form, packed or not, with some bytes changed and the end cut off."""
    content = bytearray(seed)
    for place in data.draw(st.lists(st.integers(0, len(seed) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    read_through(bytes(content[: data.draw(st.integers(0, len(seed)))]))


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_every_cut(seed):
    """A sound file cut after each of its bytes."""
    content = SEEDS[seed]
    for end in range(0, len(content), 1 + len(content) // 150):
        read_through(content[:end])


@pytest.mark.parametrize(
    "bracket", [b"[", b'{"a":', b'[{"a":[', b'"', b"\\", b"-", b"9", b"9,", b"\t", b"\r", b"\0"]
)
def test_much_of_one_thing(bracket):
    """Depth, digits, columns, line ends, a hundred thousand times over."""
    for count in (1, 101, 5_000, 100_000):
        read_through(bracket * count)
        read_through(b'[{"a":' + bracket * count + b"}]")
        read_through(b'{"a":' + bracket * count + b"}\n")
