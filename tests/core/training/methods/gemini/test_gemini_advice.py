"""Advice and costs from arithmetic alone, with the hand's own beside it."""

from dataclasses import replace

import pytest

from core.datasets import DatasetKind, DatasetView
from core.db import now
from core.findings import Level
from core.training.costs import cost
from core.training.method import Plan
from core.training.methods.gemini.costs import ITEM
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from tests.core.training.methods.gemini.gemini_runs import BASE_MODEL

CARD = {"lengths": {"prompt": {"mean": 100, "longest": 1000}, "candidates": {"mean": 50, "longest": 500}}}


def preferences(**changes) -> DatasetView:
    """A frozen set of 1,000 rows that is nowhere."""
    made = DatasetView(
        id=1,
        project_id=1,
        kind=DatasetKind.PREFERENCE,
        number=1,
        address="file:///nowhere",
        size=300_000,
        sha256="a" * 64,
        rows=1000,
        counts={},
        recipe={},
        created_at=now(),
        card=CARD,
    )
    return replace(made, **changes)


def plan(method=GeminiPreference, *, training=None, validation=None, **parameters) -> Plan:
    """A plan with one or two sets."""
    inputs = {"preference_dataset": training or preferences()}
    if validation is not None:
        inputs["validation_dataset"] = validation
    return Plan(method.parameters(**{"base_model": BASE_MODEL} | parameters).model_dump(), inputs)


def found(advice, word):
    """The findings that speak of something."""
    return [(one.level, one.text) for one in advice if word in one.text]


def test_a_good_plan_has_nothing_against_it():
    """The longest row: 1,000 + 2 × 500 = 2,000 characters, 500 tokens."""
    start = "projects/p/locations/us-central1/models/1"
    made = plan(epoch_count=3, beta=0.1, start_from=start, location="us-central1")
    advice = GeminiPreference().advise(made)
    [unsure] = [one.text for one in advice if one.level != Level.GOOD]
    assert unsure.startswith("gemini-3.5-flash is in no list of models for gemini-preference")
    assert found(advice, "2,000 characters, about 500 tokens")
    assert found(advice, "1,000 rows × 3 epochs = 3,000 rows")


def test_a_retired_base_model_stops_and_the_region_is_looked_at():
    """Supervised tuning takes 3.5 Flash, in two regions."""
    retired = GeminiSupervised().advise(plan(GeminiSupervised, base_model="gemini-2.5-flash"))
    assert [one[0] for one in found(retired, "was to be retired on 20 October")] == [Level.STOP]
    elsewhere = GeminiSupervised().advise(plan(GeminiSupervised, location="asia-east1"))
    assert [one[0] for one in found(elsewhere, "is tuned in us-central1 or europe-west4")] == [Level.WARNING]


@pytest.mark.parametrize(
    ("longest", "level"),
    [
        (131_072 * 2, Level.GOOD),  # even at 2 characters a token it fits
        (131_072 * 4, Level.WARNING),  # fits only where tokens are long
        (131_072 * 5 + 5, Level.STOP),  # too long even at 5 characters a token
    ],
)
def test_rows_are_measured_against_131072_tokens(longest, level):
    lengths = {"prompt": {"mean": 1, "longest": longest - 2}, "candidates": {"mean": 1, "longest": 1}}
    advice = GeminiPreference().advise(plan(training=preferences(card={"lengths": lengths})))
    assert [one[0] for one in found(advice, "Google takes 131,072 tokens a row")] == [level]


def test_lengths_that_nobody_knows_are_said_to_be_unknown():
    advice = GeminiPreference().advise(plan(training=preferences(card={})))
    assert [one[0] for one in found(advice, "is not on record")] == [Level.UNKNOWN]


@pytest.mark.parametrize(
    ("size", "rows", "level"),
    [
        (1_000_000_001, 10, Level.STOP),
        (999_000_000, 10_000, Level.WARNING),  # + 10,000 × 134 bytes = 1.00034 GB
        (998_000_000, 10_000, None),
    ],
)
def test_files_are_measured_against_1_gb(size, rows, level):
    advice = GeminiPreference().advise(plan(training=preferences(size=size, rows=rows)))
    assert [one[0] for one in found(advice, "1 GB")] == ([level] if level else [])


@pytest.mark.parametrize(
    ("rows", "of", "stops"),
    [(5_000, 100_000, False), (5_001, 100_000, True), (1_000, 1_000, False), (1_001, 3_000, True)],
)
def test_validation_sets_are_small(rows, of, stops):
    """At most 5,000 rows, and above 1,000 at most 30 % of the training rows: of 3,000 that is 900."""
    made = plan(training=preferences(rows=of), validation=preferences(rows=rows, sha256="b" * 64))
    levels = [one[0] for one in found(GeminiPreference().advise(made), f"The validation set has {rows:,}")]
    assert levels == ([Level.STOP] if stops else [])


def test_validating_on_the_training_rows_is_warned_of():
    advice = GeminiPreference().advise(plan(validation=preferences()))
    assert [one[0] for one in found(advice, "validates nothing")] == [Level.WARNING]


def test_few_rows_and_an_unusual_beta_are_warned_of():
    advice = GeminiPreference().advise(plan(training=preferences(rows=99), beta=0.9))
    assert found(advice, "99 training rows are few")
    assert found(advice, "beta is 0.9; Google recommends 0.01 to 0.5.")


def test_preference_tuning_without_supervised_tuning_is_warned_of():
    """With what to do; supervised tuning itself is not."""
    advice = GeminiPreference().advise(plan())
    [warned] = [one for one in advice if "strongly recommends" in one.text]
    assert "start_from" in warned.remedy
    supervised = GeminiSupervised().advise(plan(GeminiSupervised))
    assert not found(supervised, "strongly recommends")


def test_the_cost_of_preference_tuning():
    """Characters: prompts 1,000 × 100 = 100,000, answers 1,000 × 2 × 50 = 100,000.

    A prompt is billed with both answers: (2 × 100,000 + 100,000) / 4 × 2 epochs = 0.15 million. Least: / 5
    × 2 = 0.12. Most: / 2 × 2 = 0.3.
    """
    [line] = GeminiPreference().estimate(plan(epoch_count=2)).lines
    assert (line.item, line.likely, line.low, line.high) == (ITEM, 0.15, 0.12, 0.3)
    assert line.basis.startswith("About 75,000 tokens (characters / 4;")
    paid = cost(GeminiPreference().estimate(plan(epoch_count=2)), {ITEM: 10.0})
    assert (paid.low, paid.likely, paid.high) == pytest.approx((1.2, 1.5, 3.0))


def test_the_cost_of_supervised_tuning():
    """It sees one answer of two: (100,000 + 50,000) / 4 × 2 epochs = 0.075 million."""
    [line] = GeminiSupervised().estimate(plan(GeminiSupervised)).lines
    assert (line.likely, line.low, line.high) == (0.075, 0.06, 0.15)


def test_epochs_left_to_google_are_guessed():
    """1 to 10, likely 3: 300,000 / 5 × 1 = 0.06; 75,000 × 3 = 0.225; 300,000 / 2 × 10 = 1.5 million."""
    [line] = GeminiPreference().estimate(plan()).lines
    assert (line.low, line.likely, line.high) == (0.06, 0.225, 1.5)
    assert "a guess as Google is to choose" in line.basis


def test_without_lengths_the_file_itself_is_the_estimate():
    """Half of 300,000 bytes twice, the other half once: 450,000 / 4 × 2 epochs = 0.225 million."""
    [line] = GeminiPreference().estimate(plan(training=preferences(card={}), epoch_count=2)).lines
    assert line.likely == 0.225


def test_without_a_training_set_there_is_no_estimate():
    empty = Plan(GeminiPreference.parameters(base_model=BASE_MODEL).model_dump(), {})
    assert GeminiPreference().estimate(empty) is None
    assert {one.level for one in GeminiPreference().advise(empty)} == {Level.WARNING}


def test_the_instruction_is_billed_with_every_row():
    """40 characters × 1,000 rows = 40,000 beside the prompts' 100,000 and the answers' 100,000.

    Likely: (2 × 140,000 + 100,000) / 4 × 2 epochs = 0.19 million. Least: / 5 × 2 = 0.152. Most: / 2 × 2
    = 0.38.
    """
    [line] = GeminiPreference().estimate(plan(epoch_count=2, instruction="x" * 40)).lines
    assert (line.likely, line.low, line.high) == (0.19, 0.152, 0.38)
    supervised = plan(GeminiSupervised, epoch_count=2, instruction="x" * 40)
    assert GeminiSupervised().estimate(supervised).lines[0].likely == 0.095  # 190,000 / 4 × 2


def test_the_instruction_is_billed_where_lengths_are_unknown_too():
    """(2 × (150,000 bytes + 40 × 1,000) + 150,000) / 4 × 2 epochs = 0.265 million."""
    made = plan(training=preferences(card={}), epoch_count=2, instruction="x" * 40)
    assert GeminiPreference().estimate(made).lines[0].likely == 0.265


def test_the_instruction_makes_the_longest_row_longer():
    """262,144 characters are 131,072 tokens at 2 characters each; 4 characters more may be too many."""
    lengths = {"prompt": {"mean": 1, "longest": 262_142}, "candidates": {"mean": 1, "longest": 1}}
    training = preferences(card={"lengths": lengths})
    for instruction, level in (("", Level.GOOD), ("x" * 4, Level.WARNING)):
        advice = GeminiPreference().advise(plan(training=training, instruction=instruction))
        [(found_level, text)] = found(advice, "Google takes 131,072 tokens a row")
        assert found_level == level
    assert "more than 262,148 characters" in text
