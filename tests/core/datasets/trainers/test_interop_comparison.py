"""What `make interop` compares with: what a trainer's loader lost or turned round is told, and nothing else.

The comparison's files are imported as its run imports them, from their own folder.
"""

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

INTEROP = Path(__file__).parents[3] / "interop"
PLAIN = {"turns": True, "template": "", "joined": False, "end": "", "unpaired": False}
SYSTEM, EARLIER = 0, 1
"""The places of the system text and of the first turn in the row's prompt."""


@pytest.fixture
def comparison(monkeypatch):
    """The module that compares; with a row that has a system text, earlier turns and a margin."""
    monkeypatch.syspath_prepend(INTEROP)
    module = import_module("expected")
    yield module
    for name in ("expected", "rows"):
        del sys.modules[name]


def held(comparison, *, flipped: bool = False):
    """The row as the studio holds it."""
    (row,) = (one for one in sys.modules["rows"].ROWS if one.system and one.history)
    return comparison.Held(row, "as text", flipped)


def told(comparison, form: dict[str, Any], given: list[dict[str, Any]]) -> list[str]:
    """The fields that differ, or the sentence where no field is named."""
    found = comparison.differences([held(comparison)], {"form": form, "given": given})
    return [re.sub(r"^row \d+: (\w+) is .* and not .*", r"\1", one, flags=re.DOTALL) for one in found]


def without(row: dict[str, Any], place: int) -> dict[str, Any]:
    """The row with a message less in its prompt."""
    return row | {"prompt": row["prompt"][:place] + row["prompt"][place + 1 :]}


@pytest.mark.parametrize(
    ("changed", "differ"),
    [
        (lambda row: [row], []),
        (lambda row: [row | {"chosen": row["rejected"], "rejected": row["chosen"]}], ["chosen", "rejected"]),
        (lambda row: [without(row, SYSTEM)], ["prompt"]),
        (lambda row: [without(row, EARLIER)], ["prompt"]),
        (lambda row: [row | {"prompt": row["prompt"][-1:]}], ["prompt"]),
        (lambda row: [row | {"rejected": [{"role": "assistant", "content": ""}]}], ["rejected"]),
        (lambda row: [row | {"margin": -row["margin"]}], ["margin"]),
        (lambda row: [{"prompt": row["prompt"]}], ["row 1: it has neither prompt nor answer"]),
        (lambda _: [], ["0 rows came back of 1"]),
        (lambda row: [row, row], ["2 rows came back of 1"]),
    ],
    ids=["as held", "sides", "system", "turn", "history", "answer", "margin", "alone", "none", "twice"],
)
def test_what_a_loader_changed_is_told(comparison, changed, differ):
    """Of rows as messages."""
    (right,) = comparison.expected(held(comparison), PLAIN)
    assert told(comparison, PLAIN, changed(right)) == differ


@pytest.mark.parametrize("template", ["chatml", "llama3"])
def test_what_a_template_swallowed_is_told(comparison, template):
    """Of rows as the text that a model is trained on; a line end behind the last mark is the template's."""
    form = PLAIN | {"template": template}
    (right,) = comparison.expected(held(comparison), form)
    system = held(comparison).row.system
    assert system in right["prompt"]
    assert told(comparison, form, [right | {"chosen": right["chosen"] + "\n"}]) == []
    assert told(comparison, form, [right | {"prompt": right["prompt"].replace(system, "")}]) == ["prompt"]
    assert told(comparison, form, [right | {"chosen": right["rejected"]}]) == ["chosen"]


def test_what_unpaired_data_lost_is_told(comparison):
    """A row an answer; a turned label is a turned choice."""
    form = PLAIN | {"turns": False, "unpaired": True}
    better, worse = comparison.expected(held(comparison), form)
    assert (better["label"], worse["label"]) == (True, False)
    assert told(comparison, form, [better, worse]) == []
    assert told(comparison, form, [worse, better]) == ["completion", "label"] * 2
    assert told(comparison, form, [better, worse | {"label": True}]) == ["label"]


def test_a_tie_decided_the_other_way_is_the_other_way(comparison):
    """The coin's choice counts, not which answer the row calls better."""
    (as_written,) = comparison.expected(held(comparison), PLAIN)
    (flipped,) = comparison.expected(held(comparison, flipped=True), PLAIN)
    assert (flipped["chosen"], flipped["rejected"]) == (as_written["rejected"], as_written["chosen"])
