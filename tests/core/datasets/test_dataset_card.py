"""The figures of a set's card and the weaknesses they tell, worked out by hand."""

import json
from typing import Any

import pytest

from core.datasets.card import CardMaker
from core.datasets.checks.findings import EDGES
from core.datasets.exports import certainty_words


def _judgment(annotator: int, outcome: str, **more: Any) -> dict[str, Any]:
    return {"annotator": annotator, "outcome": outcome, "purpose": "regular", **more}


def _row(choice: int = 0, prompt: str = "A post.", first: str = "aa", second: str = "bb") -> dict[str, Any]:
    return {"input_text": prompt, "candidate_0": first, "candidate_1": second, "choice": choice}


def _evidence(*judgments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"judgments": list(judgments), "decided_by": "judgments", "confidence": 1.0, **more}


def _card(*rows: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    maker = CardMaker()
    for row, evidence in rows:
        maker.see(row, evidence)
    card = maker.finish()
    assert json.loads(json.dumps(card)) == card
    return card


def _mentions(card: dict[str, Any], words: str) -> bool:
    return any(words in one for one in card["weaknesses"])


def test_choices_lengths_and_prompts_are_counted() -> None:
    """Four rows, three prompts; candidate_0 preferred in 3 of 4; of three unequal rows the longer wins 1."""
    card = _card(
        (_row(0, "one", "longer", "x"), {}),  # the longer one preferred
        (_row(0, "one", "x", "longer"), {}),
        (_row(1, "two2", "longer", "x"), {}),
        (_row(0, "three", "aa", "bb"), {}),  # equally long
    )
    assert (card["rows"], card["distinct_prompts"]) == (4, 3)
    assert card["candidate_0_preferred"] == 0.75  # 3 / 4
    assert (card["longer_preferred"], card["rows_of_unequal_length"]) == (0.3333, 3)  # 1 / 3
    prompts = card["lengths"]["prompt"]
    # Lengths 3, 3, 4, 5: mean 15 / 4 = 3.75, to one digit 3.8; the lower middle one is 3.
    assert (prompts["mean"], prompts["median"], prompts["longest"]) == (3.8, 3, 5)
    candidates = card["lengths"]["candidates"]
    # Lengths 6, 1, 1, 6, 6, 1, 2, 2: mean 25 / 8 = 3.125; in order 1 1 1 2 2 6 6 6, so 2 in the middle.
    assert (candidates["mean"], candidates["median"], candidates["longest"]) == (3.1, 2, 6)
    assert len(candidates["counts"]) == len(EDGES) + 1
    assert (sum(candidates["counts"]), candidates["counts"][0]) == (8, 8)  # all below 10 characters


def test_without_evidence_judgments_are_unknown() -> None:
    """A set from before evidence does not claim to rest on no judgment."""
    card = _card((_row(), {}))
    names = ("judgments", "judgments_per_row", "annotators", "agreement", "imported", "mean_confidence")
    assert [card[name] for name in names] == [None] * 6


def test_every_row_counts_the_same_in_agreement() -> None:
    """Of three votes one pair in three is equal, of two ties the only one; skips and lone votes have none."""
    card = _card(
        (
            _row(),
            _evidence(_judgment(1, "candidate_0"), _judgment(2, "candidate_0"), _judgment(3, "candidate_1")),
        ),
        (_row(), _evidence(_judgment(1, "tie"), _judgment(2, "tie"), _judgment(3, "skip"))),
        (_row(), _evidence(_judgment(1, "candidate_1"))),
        (_row(), _evidence(_judgment(1, "candidate_1"), _judgment(2, "skip"))),
    )
    assert (card["agreement"], card["rows_compared"]) == (0.6667, 2)  # (1/3 + 1) / 2
    assert card["judgments_compared"] == 4
    assert (card["judgments"], card["judgments_per_row"]) == (9, 2.25)
    assert card["rows_judged_once"] == 2  # the last two: a skip says nothing
    assert (card["annotators"], card["busiest_annotator"]) == (3, 0.4444)  # 4 of 9 by the first


def test_gold_rows_do_not_swamp_agreement() -> None:
    """A gold row that twelve people got right, and a disputed one that became gold afterwards."""
    gold = [_judgment(number, "candidate_0", purpose="gold") for number in range(12)]
    disputed = [_judgment(1, "candidate_0"), _judgment(2, "candidate_1")]
    card = _card((_row(), _evidence(*gold)), (_row(), _evidence(*disputed, *gold)))
    assert (card["agreement"], card["rows_compared"]) == (0.0, 1)
    assert (card["judgments"], card["rows_judged_once"]) == (26, 0)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ({}, "Mean share of the votes for the choice"),
        ({"consensus": "majority", "weights": False, "minimum_confidence": 0.0}, "Mean share of the votes"),
        ({"consensus": "majority", "weights": True}, "Mean confidence that the choice is right (majority)"),
        ({"consensus": "weighted"}, "Mean confidence that the choice is right (votes weighted by gold)"),
        (
            {"consensus": "dawid-skene", "minimum_confidence": 0.9},
            "Mean posterior of the choice (Dawid–Skene)",
        ),
        ({"consensus": "of another version"}, "Mean share of the votes"),
    ],
)
def test_what_a_choice_is_sure_of_depends_on_the_recipe(recipe: dict[str, Any], words: str) -> None:
    """A posterior is no share of the votes."""
    assert certainty_words(recipe).startswith(words)


def test_times_imports_confidence_and_deciders() -> None:
    """First and last judgment, the share that was imported, the mean confidence, what decided."""
    card = _card(
        (_row(), _evidence(_judgment(1, "tie", answered_at="2026-03-04T05:06:07+00:00"), confidence=0.5)),
        (_row(), _evidence(_judgment(1, "tie", answered_at="2026-01-02T03:04:05+00:00", purpose="imported"))),
        (_row(), _evidence(decided_by="gold")),
    )
    assert (card["first_judgment"][:10], card["last_judgment"][:10]) == ("2026-01-02", "2026-03-04")
    assert (card["imported"], card["mean_confidence"]) == (0.5, 0.8333)  # 1 of 2; (0.5 + 1 + 1) / 3
    assert card["decided_by"] == {"gold": 1, "judgments": 2}


def test_the_times_are_those_of_receipt() -> None:
    """A browser whose clock is a year ahead does not make the judgments younger."""
    clocks = {"answered_at": "2027-03-04T05:06:07+00:00", "received_at": "2026-03-03T05:06:07+00:00"}
    card = _card((_row(), _evidence(_judgment(1, "tie", **clocks))))
    assert card["first_judgment"] == card["last_judgment"] == clocks["received_at"]


def test_prompt_sets_have_neither_choices_nor_judgments() -> None:
    """Their evidence says only where they came from, and few of them are no weakness."""
    card = _card(({"input_text": "A post."}, {"origin": "p.jsonl", "line": 1}))
    assert (card["candidate_0_preferred"], card["judgments"], card["decided_by"]) == (None, None, {})
    assert list(card["lengths"]) == ["prompt"]
    assert card["weaknesses"] == []


def test_dialogues_count_by_their_transcripts() -> None:
    """Messages and a context are a prompt like any other; candidates may be messages too."""
    message = {"author": "user", "content": "Hi."}
    said = {"author": "bot", "content": "Yes?"}
    row = {"context": "Be kind.", "messages": [message], "candidate_0": said, "candidate_1": "x", "choice": 0}
    card = _card((row, {}))
    assert card["lengths"]["prompt"]["longest"] == len("Be kind.\n\nHi.")
    assert card["longer_preferred"] == 1


@pytest.mark.parametrize(
    ("first", "rows", "weak"),
    [
        # At 1,000 rows three standard errors are 3 × sqrt(0.25 / 1000) = 0.0474.
        (547, 1000, False),
        (548, 1000, True),
        (452, 1000, True),
        # At 90,000 they are 0.005, and 2 points count instead.
        (46_790, 90_000, False),  # 0.5199
        (46_900, 90_000, True),  # 0.5211
    ],
)
def test_an_order_far_from_half_is_a_weakness(first: int, rows: int, weak: bool) -> None:  # noqa: FBT001
    """Further than chance allows, and further than two points."""
    maker = CardMaker()
    for number in range(rows):
        maker.see(_row(int(number >= first)), {})
    assert _mentions(maker.finish(), "The preferred candidate is candidate_0 in") == weak


def test_a_liking_for_length_is_a_weakness() -> None:
    """300 of 400 rows prefer the longer candidate: 75 %, more than 10 points and 3 × 0.025 from half."""
    card = _card(*[(_row(int(number >= 300), first="longer", second="x"), {}) for number in range(400)])
    assert _mentions(card, "The longer candidate is preferred in 75.0% of 400 rows")
    card = _card(*[(_row(int(number >= 220), first="longer", second="x"), {}) for number in range(400)])
    assert not _mentions(card, "The longer candidate")  # 55 %: within 10 points


def test_a_coin_is_a_weakness() -> None:
    """However few rows it decided."""
    rows = [(_row(), _evidence(decided_by="coin" if number == 0 else "judgments")) for number in range(8)]
    assert _mentions(_card(*rows), "A coin decided 1 of 8 rows (12.5%)")


def test_few_rows_are_a_weakness_of_preference_sets() -> None:
    """Google advises 1,000 to 10,000."""
    assert _mentions(_card(*[(_row(), {})] * 999), "The set has 999 rows; Google advises 1,000 to 10,000")
    assert not _mentions(_card(*[(_row(), {})] * 1000), "Google advises")


def test_lone_judgments_are_a_weakness_where_they_are_half() -> None:
    """One of two rows is enough, one of three is not."""
    once = (_row(), _evidence(_judgment(1, "candidate_0")))
    twice = (_row(), _evidence(_judgment(1, "candidate_0"), _judgment(2, "candidate_0")))
    assert _mentions(_card(once, twice), "1 of 2 rows rest on one judgment")
    assert not _mentions(_card(once, twice, twice), "rest on one judgment")


def test_low_agreement_is_a_weakness_once_enough_is_compared() -> None:
    """12 of 20 comparisons agree: 60 %, below 65 %; of 19 comparisons nothing is said."""
    alike = (_row(), _evidence(_judgment(1, "candidate_0"), _judgment(2, "candidate_0")))
    apart = (_row(), _evidence(_judgment(1, "candidate_0"), _judgment(2, "candidate_1")))
    assert _mentions(_card(*[alike] * 12, *[apart] * 8), "agree in 60.0% of 20 comparisons")
    assert not _mentions(_card(*[alike] * 11, *[apart] * 8), "agree in")


def test_one_busy_annotator_is_a_weakness() -> None:
    """Three of four judgments are by the first."""
    rows = [(_row(), _evidence(_judgment(number, "candidate_0"))) for number in (1, 1, 1, 2)]
    assert _mentions(_card(*rows), "One annotator or file gave 75.0% of 4 judgments")
    assert not _mentions(_card(*rows[2:]), "One annotator")  # one each


def test_long_texts_are_a_weakness() -> None:
    """8,192 tokens are estimated as 32,768 characters, 1,024 as 4,096; one more is too many."""
    card = _card((_row(prompt="x" * 32_768, first="y" * 4_096), {}))
    assert (card["long_prompts"], card["long_candidates"]) == (0, 0)
    card = _card((_row(prompt="x" * 32_769, first="y" * 4_097), {}))
    assert _mentions(card, "1 of 1 prompts are longer than 8,192 tokens, estimated at 4 characters a token")
    assert _mentions(card, "1 of 2 candidates are longer than 1,024 tokens")
