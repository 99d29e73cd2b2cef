"""Candidates keep the order they came in, unless a recipe asks for balance or there was no order."""

import pytest

from core.datasets.freezing import PreferenceRecipe
from core.labelling.hashing import draw
from tests.core.builders import frozen, new_project, row, rows_in, take
from tests.core.datasets.freezing.frozen_sets import SWAPPED, evidence_in

PAIRS = 400
TURN = {"author": "user", "content": "a post"}


def chosen(rows: list[dict]) -> list[tuple[str, str, str]]:
    """Prompt, preferred and other text of each row, whatever their order."""
    return [
        (one["input_text"], one[f"candidate_{one['choice']}"], one[f"candidate_{1 - one['choice']}"])
        for one in rows
    ]


@pytest.fixture
def one_sided(studio, project):
    """Pairs of which candidate 0 is always preferred, as in files of chosen and rejected answers."""
    rows = (row(n, choice=0, source_0="good", source_1="bad") for n in range(PAIRS))
    take(studio, project, *rows)
    return project


def test_without_a_word_the_order_stays(studio, one_sided):
    """And the card warns: candidate 0 is preferred in all rows."""
    made = frozen(studio, one_sided)
    assert {one["choice"] for one in rows_in(made)} == {0}
    assert not any("flipped" in one for one in evidence_in(made))
    assert made.card["candidate_0_preferred"] == 1.0
    assert any("in 100.0% of 400 rows, far from half" in one for one in made.card["weaknesses"])


def test_balance_puts_the_preferred_candidate_first_half_of_the_time(studio, one_sided):
    """Of 400 rows 200, give or take 4 standard deviations of √(400/4) = 10; the texts stay together."""
    plain, made = frozen(studio, one_sided), frozen(studio, one_sided, PreferenceRecipe(balance=True))
    first = sum(one["choice"] == 0 for one in rows_in(made))
    assert abs(first - 200) < 40
    assert made.counts == {"prefers candidate_0": first, "prefers candidate_1": PAIRS - first}
    assert made.card["candidate_0_preferred"] == first / PAIRS
    assert chosen(rows_in(made)) == chosen(rows_in(plain))


def test_balance_is_drawn_by_seed_and_texts_alone(studio, one_sided):
    """The same seed gives the same bytes; which one was preferred is nothing to where it comes to stand."""
    sets = [frozen(studio, one_sided, PreferenceRecipe(balance=True, seed=seed)) for seed in (1, 1, 2)]
    assert sets[0].sha256 == sets[1].sha256 != sets[2].sha256
    marks = [one["pair"] for one in evidence_in(sets[0])]
    assert [one["choice"] for one in rows_in(sets[0])] == [draw("balance", 1, mark, bits=1) for mark in marks]
    other = new_project(studio, "The other way round")
    take(studio, other, *(row(n, choice=1) for n in range(PAIRS)))
    again = frozen(studio, other, PreferenceRecipe(balance=True, seed=1))
    assert [one["choice"] for one in rows_in(again)] == [one["choice"] for one in rows_in(sets[0])]


def test_all_that_is_said_of_candidates_changes_places_with_them(studio, one_sided):
    """Sources and the outcomes of judgments; rows that keep their order are not marked."""
    plain = evidence_in(frozen(studio, one_sided))
    flipped = 0
    for before, after in zip(
        plain, evidence_in(frozen(studio, one_sided, PreferenceRecipe(balance=True))), strict=True
    ):
        if not after.pop("flipped", False):
            assert after == before
            continue
        flipped += 1
        assert (after["source_0"], after["source_1"]) == ("bad", "good")
        (old,), (new,) = before["judgments"], after["judgments"]
        assert new == old | {"outcome": SWAPPED[old["outcome"]]}
    assert 0 < flipped < PAIRS


def test_dialogues_change_places_too(studio, project):
    """Messages are rows of their own; the evidence's are named as the candidates stand."""
    rows = [
        {
            "messages": [TURN | {"content": f"post {n}"}],
            "context": "Be brief.",
            "candidate_0": f"zero {n}",
            "candidate_1": f"one {n}",
            "choice": 0,
        }
        for n in range(12)
    ]
    take(studio, project, *rows)
    assert rows_in(frozen(studio, project)) == rows
    made = rows_in(frozen(studio, project, PreferenceRecipe(balance=True)))
    assert {one["choice"] for one in made} == {0, 1}
    for one, sent in zip(made, rows, strict=True):
        assert (one["messages"], one["context"]) == (sent["messages"], "Be brief.")
        assert one[f"candidate_{one['choice']}"] == sent["candidate_0"]
        assert one[f"candidate_{1 - one['choice']}"] == sent["candidate_1"]


def test_conversations_of_trl_change_places(studio, project):
    """Chosen and rejected messages are kept under the candidates' names."""
    rows = [
        {
            "prompt": [{"role": "user", "content": f"post {n}"}],
            "chosen": [{"role": "assistant", "content": f"good {n}"}],
            "rejected": [{"role": "assistant", "content": f"bad {n}"}],
        }
        for n in range(12)
    ]
    take(studio, project, *rows)
    made = frozen(studio, project, PreferenceRecipe(balance=True))
    assert {one["choice"] for one in rows_in(made)} == {0, 1}
    for one, said, sent in zip(rows_in(made), evidence_in(made), rows, strict=True):
        assert said["conversation"][f"candidate_{one['choice']}"] == sent["chosen"]
        assert said["conversation"][f"candidate_{1 - one['choice']}"] == sent["rejected"]


def test_pairs_of_rankings_get_an_order_by_the_seed(studio):
    """120 sets of three are 360 pairs: some 180 stand the other way, and the same ones for the same seed."""
    project = new_project(studio, mode="rankings")
    take(
        studio,
        project,
        *(
            {"input_text": f"post {n}", "candidates": [f"{n} a", f"{n} b", f"{n} c"], "scores": [3, 2, 1]}
            for n in range(120)
        ),
    )
    sets = [frozen(studio, project, PreferenceRecipe(seed=seed)) for seed in (0, 0, 1)]
    assert sets[0].sha256 == sets[1].sha256 != sets[2].sha256
    lines = evidence_in(sets[0])
    flipped = [one.get("flipped", False) for one in lines]
    assert flipped == [draw("order", 0, one["pair"], bits=1) == 1 for one in lines]
    assert abs(sum(flipped) - 180) < 40  # 4 · √(360/4) = 38
    assert chosen(rows_in(sets[0])) == chosen(rows_in(sets[2]))
    assert {one["judgments"][0]["from_ranking"] for one in lines} == {True}
