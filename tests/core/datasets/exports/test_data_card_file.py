"""The data card as a README: what a hub reads, what people read, and what hostile names cannot do."""

from datetime import UTC, datetime
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from making_rows import HOSTILE, judgment, pair
from markdown_it import MarkdownIt

from core.datasets.card import CardMaker
from core.datasets.exports import data_card
from core.datasets.models import DatasetKind, DatasetView

MARKDOWN = MarkdownIt("commonmark", {"html": True})
HASH = "0123456789abcdef" * 4


def _card() -> dict[str, Any]:
    maker = CardMaker()
    for number in range(4):
        frozen = pair(
            number % 2, judgments=[judgment(1), judgment(2)], confidence=0.5, decided_by="judgments"
        )
        maker.see(frozen.row, frozen.evidence)
    return maker.finish() | {"made_by": "Ada"}


def _dataset(kind: DatasetKind = DatasetKind.PREFERENCE, **fields: Any) -> DatasetView:
    usual: dict[str, Any] = {
        "id": 7,
        "project_id": 1,
        "kind": kind,
        "number": 3,
        "address": "file:///x",
        "size": 1234,
        "sha256": HASH,
        "rows": 92858,
        "counts": {"ties": 2},
        "recipe": {"ties": "drop", "people": [1, 2]},
        "created_at": datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
        "title": "Summaries",
        "card": _card(),
    }
    return DatasetView(**{**usual, **fields})


def _parts(text: str) -> tuple[Any, str]:
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def test_the_head_is_what_a_hub_reads() -> None:
    """Name, size and task under the names of the Hugging Face hub."""
    head, _ = _parts(data_card(_dataset(), "TL;DR", instruction="Choose."))
    assert head == {
        "pretty_name": "Summaries",
        "task_categories": ["text-generation"],
        "tags": ["rlhf", "human-feedback"],
        "size_categories": ["10K<n<100K"],
    }


def test_people_read_what_it_is_and_rests_on() -> None:
    """What, when, by whom, from which judgments, agreement, weaknesses, recipe and instruction."""
    text = data_card(_dataset(), "TL;DR", instruction="Choose the better\nsummary.")
    for said in (
        "# `Summaries`",
        "A data set of 92,858 rows: which of two answers to a prompt people prefer.",
        "`preference 3` of the project `TL;DR`, frozen on 2026-03-04 05:06 UTC by `Ada`.",
        f"1,234 bytes with the sha256 `{HASH}`",
        "- Judgments: 8 on these rows, 2.00 a row",
        "- Agreement: 100.0% on 4 rows with two judgments or more",
        "- Given: `2026-03-04T05:06:07+00:00` to `2026-03-04T05:06:07+00:00`",
        "- The preferred candidate is candidate_0 in 50.0% of the rows.",
        "- The set has 4 rows; Google advises 1,000 to 10,000 for preference tuning.",
        "- `ties`: `drop`",
        "- `people`: `[1,2]`",
        "- `ties`: `2`",
        "```text\nChoose the better\nsummary.\n```",
        "**Parquet with all judgments** (`*.parquet`)",
        "ties were left out or decided by a seeded coin",
        "No licence is stated",
    ):
        assert said in text


def test_a_set_from_before_cards_says_that_it_does_not_know() -> None:
    """Nothing is invented for it."""
    text = data_card(_dataset(card=None, title=""), "TL;DR", instruction="")
    assert "# `preference 3`" in text
    assert "- Distinct prompts: unknown" in text
    assert "Not known: the set was frozen before cards were made." in text
    assert "The project has no instruction." in text
    assert "## Judgments" not in text


def test_a_prompt_set_speaks_of_prompts_only() -> None:
    """Neither ties nor candidates, and only the formats it has."""
    maker = CardMaker()
    maker.see({"input_text": "A post."}, {"origin": "p.jsonl", "line": 1})
    dataset = _dataset(DatasetKind.EVALUATION, card=maker.finish(), rows=1)
    text = data_card(dataset, "TL;DR", instruction="")
    head, _ = _parts(text)
    assert head["tags"] == ["rlhf", "prompts"]
    assert head["size_categories"] == ["n<1K"]
    assert "None was found." in text
    for unsaid in ("## Candidates", "## Judgments", "ties were", "preferred answer"):
        assert unsaid not in text


def _shape(body: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Blocks, and the kinds of what stands in them: what the text looks like without its words."""
    return [
        (token.type, token.tag, tuple(child.type for child in token.children or ()))
        for token in MARKDOWN.parse(body)
    ]


@settings(deadline=None)
@given(*[HOSTILE] * 4, st.dictionaries(st.sampled_from(["a", "b"]), HOSTILE, min_size=2))
def test_hostile_names_change_words_but_never_the_shape(
    title: str, project: str, made_by: str, instruction: str, recipe: dict[str, str]
) -> None:
    """The card of a hostile set has the headings, lists and spans of a harmless one, and no HTML."""
    card = _card()
    hostile = _dataset(title=title, recipe=recipe, card=card | {"made_by": made_by or "x"})
    harmless = _dataset(title="x", recipe={"a": "x", "b": "x"}, card=card | {"made_by": "x"})
    head, body = _parts(data_card(hostile, project, instruction=instruction + "."))
    assert head["pretty_name"] == (title or "preference 3")
    assert _shape(body) == _shape(_parts(data_card(harmless, "x", instruction="x"))[1])
    assert instruction in body


@settings(deadline=None)
@given(HOSTILE)
def test_figures_that_hold_text_cannot_break_out_either(text: str) -> None:
    """Counts, what decided and times come from files and are treated as such."""
    card = _card()
    changes = {"decided_by": {text: 4}, "first_judgment": text or "x", "last_judgment": text}
    hostile = data_card(_dataset(card=card | changes, counts={text: 1}), "x", instruction="x")
    changes = {"decided_by": {"x": 4}}
    harmless = data_card(_dataset(card=card | changes, counts={"x": 1}), "x", instruction="x")
    assert _shape(_parts(hostile)[1]) == _shape(_parts(harmless)[1])
