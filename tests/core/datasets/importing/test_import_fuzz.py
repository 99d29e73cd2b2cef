"""Whatever is imported: it goes in and comes out again, or a sentence refuses it and all is as before."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.exports import exports_for
from core.datasets.formats import Columns, format_named, known_formats
from core.datasets.freezing import freeze
from core.datasets.importing import ImportPlan, Shape, check_rows, import_rows
from core.datasets.sources import source_of_bytes
from core.errors import StudioError
from core.labelling import Mode
from tests.core.datasets.going_round import RECIPES, rounds
from tests.core.datasets.good_rows import FILES, ROWS
from tests.core.datasets.hostile import NASTY
from tests.core.datasets.sources.reading_rows import gzipped, zstandard
from tests.core.recount import assert_counts_hold

COLUMNS = Columns("question", "response_a", "response_b", "winner", annotator="worker", choice_0="a")
SHAPES = [None] * 6 + [
    Shape(form, COLUMNS if form == format_named("columns") else None) for form in known_formats()
]
ACCEPT_GOOD = st.booleans()
MARKS = [bytes([mark]) for mark in b'"{}[],:;\\\n\r\t\0\xff\xc3-0']
WORDS = [b"\r\n", b"NaN", b"-Infinity", b"1e999", b"1.0", b"true", b"null", b'"\\ud800"', b'""']
MUCH = [b"9" * 400, b"9" * 5000, b"[" * 300, b'{"a":' * 300]
BEGINNINGS = [b"\xef\xbb\xbf", b"\x1f\x8b", b"PAR1", b"(\xb5/\xfd"]
TOKENS = [*MARKS, *WORDS, *MUCH, *BEGINNINGS]
DEEP: Any = "bottom"
for _ in range(98):
    DEEP = [DEEP]
VALUES = st.one_of(
    st.sampled_from(
        [None, True, 0, 1, 1.0, 2, -1, 10**400, -(2**70), 1e308, 5e-324, "", " ", "\0", "\ud800", "0"]
    ),
    st.sampled_from(
        [[], {}, [[]], [None], [{}], {"": None}, {"\ud800": "\udfff"}, {"content": 1}, DEEP, {"x": DEEP}]
    ),
    st.sampled_from(NASTY),
    st.sampled_from([part for _, row in ROWS.values() for part in row.values()]),
)
bounded = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # the same examples each time: a fault that is found by chance would be found in somebody else's change


class Target:
    """A studio that is sent files."""

    def __init__(self, opened) -> None:
        self._rounds = opened
        self.taken = self.refused = 0

    def send(
        self, content: bytes, kind: DatasetKind, mode: Mode, *, gold=False, shape=None, accept_good=True
    ):
        """Import into a project of its own; if that succeeds, take it through to every export."""
        studio, project = self._rounds.studio, self._rounds.project(mode=mode)
        source = source_of_bytes("rows", content)
        before = self._rounds.counts()
        try:
            plan = ImportPlan(project, kind, "rows", shape, gold=gold)
            self._assert_readable(check_rows(studio.db, SYSTEM, plan, [source]))
            result = import_rows(studio.db, SYSTEM, plan, [source], accept_good=accept_good)
        except StudioError as error:
            str(error).encode()
            assert self._rounds.counts() == before
            self.refused += 1
            return
        self._assert_readable(result.report)
        self.taken += 1
        self._bring_out(project, kind)

    def _assert_readable(self, report) -> None:
        """It can be shown, stored and downloaded."""
        json.dumps(report.as_json(), allow_nan=False).encode()
        (report.as_text() + report.as_csv() + "".join(report.summary())).encode()

    def _bring_out(self, project, kind: DatasetKind) -> None:
        studio = self._rounds.studio
        try:
            dataset = freeze(studio.db, studio.store, SYSTEM, project, RECIPES[kind])
        except StudioError:
            return  # nobody has chosen anything
        for form in exports_for(kind):
            self._rounds.out(dataset, form.name, metadata=True)


@pytest.fixture(scope="module")
def target():
    """One studio for all examples; its counts have to hold at the end."""
    with rounds() as opened:
        yield Target(opened)
        assert_counts_hold(opened.studio)


def send(target, data, content: bytes) -> None:
    """Send bytes to a place drawn by lot."""
    kind = data.draw(st.sampled_from(DatasetKind))
    target.send(
        content,
        kind,
        data.draw(st.sampled_from([Mode.PAIRS, Mode.PAIRS, Mode.RANKINGS])),
        gold=data.draw(st.integers(0, 4)) == 0,
        shape=data.draw(st.sampled_from(SHAPES)),
        accept_good=data.draw(ACCEPT_GOOD),
    )


@settings(bounded, max_examples=20)
@given(data=st.data())
def test_random_bytes(target, data):
    """Alone, or behind a beginning that promises more."""
    start = data.draw(
        st.sampled_from([b"", b"", b"{", b"[", b"a,b\n", b"\x1f\x8b\x08\0", b"(\xb5/\xfd", b"PAR1"])
    )
    send(target, data, start + data.draw(st.binary(max_size=400)))


@settings(bounded, max_examples=40)
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_changed_and_cut_files(target, data, name):
    """A sound file of any kind with pieces changed, doubled, put in or cut off, before or after packing."""
    packer = data.draw(st.sampled_from([bytes, bytes, gzipped, zstandard]))
    packed_first = data.draw(st.booleans())
    content = changed(data, packer(FILES[name]) if packed_first else FILES[name])
    send(target, data, content if packed_first else packer(content))


@settings(bounded, max_examples=50)
@given(data=st.data(), name=st.sampled_from(sorted(ROWS)))
def test_changed_rows(target, data, name):
    """A sound row, one or two of whose parts are something else: any type, any depth, any number."""
    row = json.loads(json.dumps(ROWS[name][1]))
    for _ in range(data.draw(st.integers(1, 2))):
        replace_part(data, row)
    sound = json.dumps(ROWS[name][1]).replace("a post", "another post")
    send(target, data, f"{sound}\n{json.dumps(row)}\n".encode())


@pytest.mark.parametrize("name", sorted(FILES))
def test_sound_files_are_taken(target, name):
    """The fuzzing starts from files that go through somewhere."""
    before = target.taken
    for mode in Mode:
        for kind in DatasetKind:
            target.send(FILES[name], kind, mode)
    assert target.taken - before >= 3


def changed(data, content: bytes) -> bytes:
    """Bytes with up to three changes."""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.sampled_from([0, 1, 2, 7, 40])))
        way = data.draw(st.sampled_from(["replace", "remove", "double", "put in", "cut"]))
        middle = {
            "replace": data.draw(st.binary(min_size=end - start, max_size=end - start))
            if way == "replace"
            else b"",
            "double": content[start:end] * 2,
            "put in": data.draw(st.sampled_from(TOKENS)) if way == "put in" else b"",
        }.get(way, b"")
        content = content[:start] + middle + (b"" if way == "cut" else content[end:])
    return content


def replace_part(data, value: Any) -> None:
    """Put something else in the place of some part of a row, however deep it lies, or add it."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inner = value[key]
        if not isinstance(inner, dict | list) or data.draw(st.booleans()):
            value[key] = deepcopy(data.draw(VALUES))
            return
        value = inner
