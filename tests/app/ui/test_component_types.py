"""What Python sends and takes has the same fields as what JavaScript is checked against."""

import re

import pytest

from app.ui.components import answer_ranker, content, desk, outbox, own_keys, pair_labeller, text_diff
from app.ui.components.assembly import FRONTEND

ADDED = {"keys", "buttons", "height", "seen_after_ms", "handled"}
"""What mounting adds to what the page says."""


def interfaces() -> dict[str, set[str]]:
    """The fields of each interface, with those that it extends."""
    text = (FRONTEND / "types.d.ts").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for name, bases, body in re.findall(
        r"^export interface (\w+)(?:<[^{]*?>)?(?: extends ([^{]+))? \{(.*?)\}", text, re.MULTILINE | re.DOTALL
    ):
        own = set(re.findall(r"^  (\w+)\??:", body, re.MULTILINE))
        inherited = (found[re.match(r"\w+", base.strip())[0]] for base in bases.split(",") if base.strip())
        found[name] = own.union(*inherited)
    return found


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("Candidate", outbox.Candidate),
        ("Item", pair_labeller.Item),
        ("RankingItem", answer_ranker.RankingItem),
        ("Said", pair_labeller.Said),
        ("AnswerForm", pair_labeller.AnswerForm),
        ("Feedback", pair_labeller.Feedback),
        ("Refusal", outbox.Refusal),
        ("Meter", outbox.Meter),
        ("ShownAs", content.ShownAs),
        ("Words", outbox.Words),
        ("DeskData", desk.DeskData),
        ("KeyButton", own_keys.Button),
        ("ShownPrompt", text_diff.ShownPrompt),
        ("ShownAnswer", text_diff.ShownAnswer),
        ("TextDiffData", text_diff.TextDiffData),
    ],
)
def test_shapes_have_the_same_fields(name, python):
    """A field that one side renames, the other would miss without a word."""
    assert interfaces()[name] == set(python.__annotations__)


@pytest.mark.parametrize(
    ("name", "python"), [("Labelling", pair_labeller.Labelling), ("RankingData", answer_ranker.RankingData)]
)
def test_the_browser_is_given_what_the_page_says_and_what_mounting_adds(name, python):
    """Everything of one run."""
    assert interfaces()[name] == set(python.__annotations__) | ADDED


def test_an_answer_has_the_fields_of_both_components():
    """The browser has one kind of answer, with what either asks."""
    python = set(pair_labeller.Answer.__annotations__) | set(answer_ranker.Ranking.__annotations__)
    assert interfaces()["Answer"] == python
