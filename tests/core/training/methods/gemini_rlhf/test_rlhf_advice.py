"""What arithmetic says of a reinforcement, with the hand's own beside it."""

from dataclasses import replace

import pytest

from core.findings import Level
from core.rewards import AutoraterPart, CloudRunPart, FormatPart, ModelPart
from core.training.costs import cost
from core.training.methods.gemini_rlhf.costs import ITEM, JUDGE_ITEM, split_off
from core.training.methods.gemini_rlhf.method import GeminiRlhf
from tests.core.rewards.made_rewards import CODE
from tests.core.training.methods.gemini_rlhf.rlhf_plans import PAIRS, plan, prompts, validation

METHOD = GeminiRlhf()
JUDGE = AutoraterPart(
    name="judge", model="gemini-3.5-flash", prompt="x" * 384 + "{{response}}....", expression="<s>(.*)</s>"
)


def found(made, word):
    """The findings that speak of something."""
    return [(one.level, one.text) for one in METHOD.advise(made) if word in one.text]


def levels(made, word):
    return [level for level, _ in found(made, word)]


def test_a_good_plan_has_nothing_against_it():
    """That it is a preview is all there is to say."""
    advice = METHOD.advise(plan(validated=validation(), epoch_count=3))
    [preview] = [one for one in advice if one.level != Level.GOOD]
    assert (preview.level, "as a preview" in preview.text) == (Level.WARNING, True)


def test_the_preview_terms_must_be_accepted():
    """With what they say, and how to accept them."""
    [refused] = [one for one in METHOD.advise(plan(accept_preview_terms=False)) if one.level == Level.STOP]
    assert "pre-GA terms" in refused.text
    assert "no confidential or proprietary data" in refused.remedy
    assert "accept_preview_terms" in refused.remedy


@pytest.mark.parametrize(("rows", "stops"), [(5_000, False), (5_001, True)])
def test_prompts_are_at_most_5000(rows, stops):
    made = plan(training=prompts(rows=rows), validated=validation())
    assert levels(made, f"The prompt set has {rows:,} rows") == ([Level.STOP] if stops else [])


@pytest.mark.parametrize(("rows", "stops"), [(500, False), (501, True)])
def test_validation_prompts_are_at_most_500(rows, stops):
    """What a newer copy of the page says is said beside it."""
    said = found(plan(validated=validation(rows=rows)), f"The validation set has {rows:,} rows")
    assert [level for level, _ in said] == ([Level.STOP] if stops else [])
    assert all("a newer copy of Google's page takes up to 30 %" in text for _, text in said)


def test_the_same_rows_validate_nothing():
    assert levels(plan(validated=prompts()), "validates nothing") == [Level.WARNING]


@pytest.mark.parametrize(("rows", "split"), [(1000, 250), (640, 160), (200, 50), (51, 50), (50, 0), (12, 0)])
def test_a_quarter_or_fifty_prompts_are_split_off(rows, split):
    assert split_off(rows) == split


def test_what_is_split_off_is_said():
    """640 prompts: a quarter, 160, is more than 50. Of 40 nothing would be left to train on."""
    assert found(plan(), "160 of 640, so 480 are trained on")
    assert levels(plan(training=prompts(rows=40)), "what it does with 40 is not documented") == [
        Level.WARNING
    ]


@pytest.mark.parametrize(
    ("given", "rows", "said"),
    [
        ({"epoch_count": 3}, 640, "⌈3 epochs × 640 prompts / 32 a step⌉ = 60 steps."),
        ({"epoch_count": 3, "batch_size": 48}, 650, "⌈3 epochs × 650 prompts / 48 a step⌉ = 41 steps."),
        ({}, 640, "⌈5.5 epochs × 640 prompts / 32 a step⌉ = 110 steps."),  # 110 × 32 / 640 = 5.5
        ({"epoch_count": 1}, 1, "⌈1 epoch × 1 prompt / 32 a step⌉ = 1 step."),
        ({}, 64, "⌈10 epochs × 64 prompts / 32 a step⌉ = 20 steps."),  # 110 × 32 / 64 = 55 > 10
    ],
)
def test_steps_are_worked_out_in_the_open(given, rows, said):
    made = plan(training=prompts(rows=rows), validated=validation(), **given)
    assert levels(made, said) == [Level.GOOD]


def test_more_than_500_steps_are_refused_with_the_most_epochs():
    """26 × 640 / 32 = 520; 500 × 32 / 640 = 25."""
    made = plan(validated=validation(), epoch_count=26)
    [refused] = [one for one in METHOD.advise(made) if "at most 500 steps" in one.text]
    assert refused.level == Level.STOP
    assert "at most 25" in refused.remedy


def test_an_interval_longer_than_the_run_is_warned_of():
    made = plan(validated=validation(), epoch_count=1, evaluate_interval=25, checkpoint_interval=25)
    assert levels(made, "but the run has 20 steps") == [Level.WARNING] * 2


@pytest.mark.parametrize(
    ("location", "serving", "word"),
    [
        ("us-central1", "eu", "served from us"),
        ("us-central1", "", "served from us"),
        ("asia-east1", "us", "is tuned in us-central1 or europe-west4"),
    ],
)
def test_places_that_google_does_not_document_are_warned_of(location, serving, word):
    assert levels(plan(location=location, serving_location=serving), word) == [Level.WARNING]


def test_placeholders_that_no_prompt_fills_stop():
    """The studio's prompts have no references, so Google would leave the braces in."""
    wanted = FormatPart(name="named", expression="{{references.name}}")
    people = ModelPart(name="people", code=CODE)
    assert levels(plan(people, wanted), "part named names {{references.…}}") == [Level.STOP]
    judged = JUDGE.model_copy(update={"prompt": "{{references.best}} {{response}}"})
    assert levels(plan(judged), "part judge names") == [Level.STOP]


@pytest.mark.parametrize(
    ("longest", "level"),
    [(32_768 * 2, Level.GOOD), (32_768 * 4, Level.WARNING), (32_768 * 5 + 5, Level.STOP)],
)
def test_prompts_are_measured_against_32768_tokens(longest, level):
    """At 2, 4 and 5 characters a token."""
    card = {"lengths": {"prompt": {"mean": 1, "longest": longest}}}
    made = plan(training=prompts(card=card), validated=validation())
    assert levels(made, "No row of prompt_dataset")[0] == level


def test_files_are_measured_against_1_gb():
    assert levels(plan(training=prompts(size=1_000_000_001)), "at most 1 GB") == [Level.STOP]


def test_the_cost_is_steps_times_answers_times_tokens():
    """20 steps × 32 × 16 = 10,240 answers of 200 / 4 = 50 tokens: 0.512 million. Least: 200 / 5 = 40, 0.4096.

    Most: 1,024 and a prompt of 400 / 2 = 200: 10,240 × 1,224 = 12.53376 million.
    """
    made = plan(validated=validation(), epoch_count=1)
    [line] = METHOD.estimate(made).lines
    assert (line.item, line.likely, line.low) == (ITEM, 0.512, 0.4096)
    assert line.high == pytest.approx(12.53376)
    assert "= 20 steps × 32 prompts × 16 answers = 10,240 answers of about 50 tokens" in line.basis
    assert "1.5 times" in line.basis
    assert cost(METHOD.estimate(made), {ITEM: 10.0}).likely == pytest.approx(5.12)


def test_the_cost_of_googles_own_defaults():
    """110 steps × 32 × 16 = 56,320 answers of 800 characters: 11.264 million tokens, 112.64 $."""
    made = plan(validated=validation())
    card = {"lengths": PAIRS["lengths"] | {"candidates": {"mean": 800, "longest": 2000}}}
    longer = replace(made.reward, dataset=replace(made.reward.dataset, card=card))
    estimate = METHOD.estimate(replace(made, reward=longer))
    assert estimate.lines[0].likely == pytest.approx(11.264)
    assert cost(estimate, {ITEM: 10.0}).likely == pytest.approx(112.64)


def test_answers_cost_no_more_than_they_may_have_tokens():
    made = plan(validated=validation(), epoch_count=1, max_output_tokens=30)
    [line] = METHOD.estimate(made).lines
    assert line.low == line.likely == pytest.approx(10_240 * 30 / 1e6)


def test_a_judge_reads_each_answer_as_often_as_it_is_asked():
    """10,240 answers × 3; it reads 400 + 400 characters, 200 tokens, and the answer's 50."""
    made = plan(JUDGE.model_copy(update={"samples": 3}), validated=validation(), epoch_count=1)
    _, line = METHOD.estimate(made).lines
    assert line.item == JUDGE_ITEM
    assert line.likely == pytest.approx(3 * 10_240 * 250 / 1e6)
    assert "30,720 calls" in line.basis


def test_a_reward_server_costs_no_tokens():
    assert len(METHOD.estimate(plan(CloudRunPart(name="rm", address="https://rm.example"))).lines) == 1


def test_without_lengths_files_are_the_estimate():
    """Half of 300,000 bytes for 2,000 answers: 75 characters, 18.75 tokens × 10,240."""
    made = plan(validated=validation(), epoch_count=1)
    bare = replace(made.reward, dataset=replace(made.reward.dataset, card={}))
    [line] = METHOD.estimate(replace(made, reward=bare)).lines
    assert line.likely == pytest.approx(10_240 * 18.75 / 1e6)
