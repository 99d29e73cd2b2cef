"""What will be sent: the run's own values stand first, and a YAML parser reads the pipeline below them."""

import json
from dataclasses import replace

import pytest
import yaml

from core.datasets.delivery import AS_FROZEN
from core.training.google.storage import upload_input
from core.training.method import Plan
from core.training.methods.vertex_rlhf.method import VertexRlhf
from core.training.methods.vertex_rlhf.pipeline import RUN_ID, Pipeline, specification
from tests.core.training.methods.vertex_rlhf.vertex_runs import checked

SCREEN = 3_000
"""Characters that are seen without scrolling far."""


def text_of(sets, **parameters):
    """What is shown of a plan."""
    return VertexRlhf().specification(Plan(checked(**parameters), sets)).text


def jobs_of(text):
    """The values above the template."""
    comment = "\n".join(
        line.removeprefix("# ") for line in text.partition("# PIPELINE DEFINITION")[0].split("\n")
    )
    shown, _ = json.JSONDecoder().raw_decode(comment[comment.index("{\n") :])
    return shown


@pytest.fixture
def bucket(monkeypatch):
    """Settings without a made-up Google Cloud: whoever asks it, fails."""
    monkeypatch.setenv("STAGING_BUCKET", "staging/here")
    monkeypatch.setenv("SERVICE_ACCOUNT", "tuner@example.org")


@pytest.mark.usefixtures("bucket")
def test_the_runs_own_values_stand_first(sets):
    """Both jobs' values, where they write and as whom they run; addresses are known only at launch."""
    text = text_of(sets, reward_model_train_steps=1410)
    assert '"reward_model_train_steps": 1410' in text[:SCREEN]
    tune, base = jobs_of(text)["tuning job"], jobs_of(text)["base model's job"]
    assert tune["pipeline"] == "rlhf-train-template"
    assert tune["pipeline_root"] == f"gs://staging/here/prefstudio/runs/{RUN_ID}"
    assert tune["service_account"] == base["service_account"] == "tuner@example.org"
    assert tune["parameter_values"]["preference_dataset"] == "<address of data set preference 1>"
    assert "project" not in tune["parameter_values"]  # not given: the pipeline takes its own
    assert base["parameter_values"]["prompt_dataset"] == "<address of data set evaluation 1>"
    without = {role: one for role, one in sets.items() if role != "eval_dataset"}
    assert list(jobs_of(text_of(without))) == ["tuning job"]


def test_the_values_are_those_that_are_sent(runs, sets):
    """But for the addresses of the sets, of both jobs."""
    runs.started()
    shown = jobs_of(text_of(sets))
    for role, job in (("tuning job", runs.tune()), ("base model's job", runs.base())):
        sent = job.body["runtimeConfig"]["parameterValues"]
        values = shown[role]["parameter_values"]
        assert values.keys() == sent.keys()
        assert {name for name in sent if sent[name] != values[name]} <= {*sets}


@pytest.mark.usefixtures("bucket")
def test_a_yaml_parser_reads_the_pipeline_whatever_the_instruction_holds(sets):
    """Ends of lines and what YAML refuses are escaped, so that all of it stays a comment."""
    hostile = "Ünder\nroot: 1\r\x85root: 2\u2028root: 3\u2029\x07\ufeff\U0001f600 end"
    text = text_of(sets, instruction=hostile)
    assert yaml.safe_load(text) == specification(Pipeline.TUNE)
    assert "Ünder" in text
    assert jobs_of(text)["tuning job"]["parameter_values"]["instruction"] == hostile


def test_a_set_in_a_bucket_is_shown_by_its_address(cloud, sets):
    """It is read where it lies."""
    dataset = sets["prompt_dataset"]
    address = upload_input(dataset, AS_FROZEN, cloud.bucket, tell=print)
    text = text_of(sets | {"prompt_dataset": replace(dataset, address=address)})
    assert jobs_of(text)["tuning job"]["parameter_values"]["prompt_dataset"] == address


def test_without_a_bucket_it_says_what_to_set(sets, monkeypatch):
    """The template can be read all the same."""
    monkeypatch.setenv("STAGING_BUCKET", "")
    monkeypatch.setenv("BUCKET_NAME", "")
    assert "STAGING_BUCKET" in jobs_of(text_of(sets))["tuning job"]["pipeline_root"]
