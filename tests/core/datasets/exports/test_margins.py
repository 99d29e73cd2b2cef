"""How far apart two answers are, from the judgments of a row."""

from io import BytesIO
from typing import Any

import orjson
import pytest
from making_rows import judgment, pair

from core.datasets.delivery import Form
from core.datasets.exports import FrozenRow, export_named, exports_for, write_rows
from core.datasets.exports.margin import margin_of
from core.errors import InvalidInput

FIRST, SECOND = "candidate_0", "candidate_1"


@pytest.mark.parametrize(
    ("judgments", "margin"),
    [
        ([judgment(strength=4)], 1.0),
        ([judgment(strength=1)], 0.25),
        ([judgment(confidence=2)], 0.6667),  # 2/3
        ([judgment()], 1.0),
        ([judgment(strength=4), judgment(2, SECOND, strength=2)], 0.25),  # (1 - 1/2) / 2
        ([judgment(strength=3), judgment(2, "tie")], 0.375),  # 3/4 / 2
        ([judgment(strength=1), judgment(2, SECOND, strength=4)], 0.0),
        ([judgment(1, "tie"), judgment(2, "both_bad")], 0.0),
        ([], 0.0),
        (None, 0.0),
    ],
)
def test_margins_by_hand(judgments: Any, margin: float) -> None:
    """Strength before confidence before a plain vote; votes against it take as much away, ties nothing."""
    assert margin_of(pair(0, judgments=judgments)) == margin


def test_a_coin_leaves_no_margin() -> None:
    """However strong the vote was that it fell on."""
    votes = [judgment(strength=4), judgment(2, SECOND, strength=1)]
    assert margin_of(pair(0, judgments=votes, decided_by="coin")) == 0.0


@pytest.mark.parametrize(
    "export", [one for one in exports_for() if one.takes_margin], ids=lambda one: one.name
)
def test_it_stands_in_the_row(export: Any) -> None:
    """Only where it is asked for, and before a field of the imported row that is called so too."""
    row = pair(0, judgments=[judgment(strength=2)], metadata={"margin": 9, "id": 1})
    assert "margin" not in made(export.name, row)
    assert made(export.name, row, margin=True)["margin"] == 0.5
    both = made(export.name, row, margin=True, metadata=True)
    assert (both["margin"], both["id"]) == (0.5, 1)


def test_a_format_without_a_place_refuses_it() -> None:
    """With the names of those that have one."""
    with pytest.raises(InvalidInput, match=r"nemo-rl has no place for a margin; .* are: trl, trl-conv"):
        Form(export_named("nemo-rl"), margin=True)


def test_prompts_have_no_margin() -> None:
    """There are no answers to be apart."""
    with pytest.raises(InvalidInput, match="no choice between two candidates"):
        made("trl", FrozenRow({"input_text": "Hi."}, {}), margin=True)


def test_a_form_has_its_own_name() -> None:
    """In the list of copies, and of its file."""
    form = Form(export_named("trl"), metadata=True, margin=True)
    assert (form.name, form.ending) == (
        "trl with metadata with margin",
        ".with-metadata.with-margin.trl.jsonl",
    )


def made(name: str, row: FrozenRow, **beside: bool) -> dict[str, Any]:
    """The one line that a row becomes."""
    file = BytesIO()
    write_rows(export_named(name), [row], file, **beside)
    line: dict[str, Any] = orjson.loads(file.getvalue())
    return line
