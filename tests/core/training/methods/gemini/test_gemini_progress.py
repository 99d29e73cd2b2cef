"""How far Google says a tuning job is, as a sentence of the run."""

import pytest

from core.training.methods.gemini.method import GeminiPreference
from core.training.methods.gemini.progress import STAGES


@pytest.fixture
def method():
    """One of them: both are followed by the same code."""
    return GeminiPreference()


@pytest.fixture
def going(run):
    """A run whose tuning job goes on."""
    run.submit()
    run.cloud.advance(run.tunings()[0])
    return run


def told(run, **fields):
    """What the run says it does, for these fields of Google's job."""
    run.tunings()[0].result.update(fields)
    return run.look().doing


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_its_sentence(going, stage):
    assert told(going, tuningJobState=f"TUNING_JOB_STATE_{stage}", tuningJobMetadata={}) == STAGES[stage]


@pytest.mark.filterwarnings("ignore:TUNING_JOB_STATE_DREAMING")  # google-genai's own
def test_a_stage_of_the_future_is_passed_over(going):
    """It is no reason for a poll to fail."""
    assert told(going, tuningJobState="TUNING_JOB_STATE_DREAMING", tuningJobMetadata={}) == ""


def test_steps_are_counted_and_a_share_is_given_where_the_whole_is_known(going):
    counts = {"completedStepCount": "40", "completedEpochCount": "1"}
    state = {"tuningJobState": "TUNING_JOB_STATE_TUNING", "tuningJobMetadata": counts}
    assert told(going, **state).startswith("Tuning: step 40, epoch 1")
    said = told(
        going, **state, tuningDataStats={"preferenceOptimizationDataStats": {"tuningStepCount": "110"}}
    )
    assert said.startswith("Tuning: step 40 of 110 (36 %)")


def test_what_waits_or_has_ended_is_not_said_to_be_at_a_step(going):
    """Steps that were done before a pause say less than what it waits for now."""
    counts = {"completedStepCount": "40"}
    assert told(
        going, tuningJobState="TUNING_JOB_STATE_WAITING_FOR_QUOTA", tuningJobMetadata=counts
    ).startswith("Waiting for quota")
    going.cloud.finish(going.tunings()[0])
    assert going.look().doing == ""
