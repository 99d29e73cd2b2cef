"""A JSON file may be one object around its list of rows, as LLM Comparator and many others write it."""

import json
from collections import Counter

import pytest

from core.datasets.problems import Fault, Problem
from core.datasets.sources import Container, container_of, rows, source_of_bytes
from core.datasets.sources.around_rows import LISTS

ITEMS = [{"q": "Why?", "a": '[{"', "n": [1, {"x": "}"}]}, {"q": "When é?", "a": "]", "n": []}]


def read(content: bytes) -> tuple[list, Counter]:
    """The rows of a file, and what was noted."""
    source, noted = source_of_bytes("rows.json", content), Counter()
    assert container_of(source) == Container.JSON

    def note(fault, line, *, times=1, field="", reason=""):
        noted[(fault, field)] += times

    return list(rows(source, Container.JSON, note)), noted


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("indent", [None, 2])
def test_rows_are_those_of_the_list(name, indent):
    """On one line or many, whatever stands before and behind; the other fields are noted."""
    held = {"version": "1.0", "meta": {"examples": [1]}, name: ITEMS, "clusters": [{"x": [[]]}], "n": 2}
    found, noted = read(b"\xef\xbb\xbf" * (indent is None) + json.dumps(held, indent=indent).encode())
    assert found == list(enumerate(ITEMS, 1))
    fields = {field for fault, field in noted if fault == Fault.AROUND_ROWS}
    assert fields == {"version", "meta", "clusters", "n"}


@pytest.mark.parametrize("escaped", [True, False])
def test_fields_are_noted_by_their_names(escaped):
    """Whatever letters they have, and in front of the list as behind it."""
    held = {"größe": 1, "語": 2, "rows": ITEMS, "länge": 3}
    found, noted = read(json.dumps(held, ensure_ascii=escaped).encode())
    assert len(found) == len(ITEMS)
    assert {field for _, field in noted} == {"größe", "語", "länge"}


def test_models_and_the_annotator_are_those_of_every_row():
    """What rows say themselves goes first."""
    held = {
        "models": [{"name": "é"}],
        "annotator": "Ann",
        "rows": [{"q": "a"}, {"q": "b", "annotator": "Bo"}],
    }
    found, _ = read(json.dumps(held, ensure_ascii=False).encode())
    assert [row["annotator"] for _, row in found] == ["Ann", "Bo"]
    assert all(row["models"] == [{"name": "é"}] for _, row in found)


def test_a_list_longer_than_what_is_looked_at_first():
    """The rows go through one by one."""
    many = [{"q": f"{number} " + "x" * 200, "nan": float("nan")} for number in range(3000)]
    found, noted = read(json.dumps({"examples": many, "annotator": "x"}).encode())
    assert [number for number, _ in found] == list(range(1, 3001))
    assert found[2999][1].row["q"] == many[2999]["q"]
    assert noted == {(Fault.AROUND_ROWS, "annotator"): 1}


def test_what_a_hub_hands_out_is_unwrapped():
    """The rows stand inside what its server calls a row."""
    held = {
        "dataset": "d",
        "features": [{"name": "q"}],
        "rows": [{"row_idx": 0, "row": {"q": "x"}, "truncated_cells": []}],
    }
    assert read(json.dumps(held).encode())[0] == [(1, {"q": "x"})]


@pytest.mark.parametrize("cut", [1, 2, 12, 30])
def test_a_file_cut_off_is_told(cut):
    """In the list, or behind it."""
    whole = json.dumps({"examples": [{"q": "x", "a": "yes"}, {"q": "y", "a": "no"}], "n": 1}).encode()
    *_, (_, last) = read(whole[:-cut])[0]
    assert isinstance(last, Problem)
    assert last.fault == Fault.CUT_OFF


@pytest.mark.parametrize(
    "content",
    [
        b'{"q": "x", "data": [{"a": 1}]}\n{"q": "y", "data": [{"a": 1}]}',
        b'{"id": 1, "annotations": [{"result": []}]}',
        b'{"annotations": [{"result": []}], "data": {"q": "x"}}',
        b'{"examples": [{"a": 1}], "prompt": "x"}',
        b'{"examples": ["a"], "q": "x"}',
        b'{"examples": {"a": 1}}',
        b'{"a": ' + b"[" * 100_000,
        b'{"q": "x"}\n{"examples": [{"a": 1}]}',
        b'{"examples" [{"a": 1}]}',
        b"{1: 2}",
    ],
)
def test_rows_with_such_a_list_are_rows(content):
    """JSON lines, and an object that says what only a row says."""
    assert container_of(source_of_bytes("rows.json", content)) == Container.JSONL
