"""The life of a job at Google is one, whatever its kind: there is never a second, what is gone is fine."""

import pytest

from core.datasets.exports import export_named
from core.errors import NotFound, Unavailable
from core.training.google import TUNE, TUNED, JobName, has_ended
from core.training.methods.gemini.jobs import Batches, Tunings, name_of
from core.training.methods.gemini.parameters import PreferenceParameters
from core.training.methods.gemini.tuning_request import tuning_request
from core.training.methods.vertex_rlhf.jobs import Pipelines
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.methods.vertex_rlhf.pipeline import Pipeline, pipeline_job, tune_values

REGION, RUN = "us-central1", "a-run"
SETS = dict.fromkeys(("preference_dataset", "prompt_dataset", "eval_dataset"), "gs://a-bucket/rows.jsonl")


def pipelines(cloud):
    """A pipeline job: its name is the studio's."""
    values = tune_values(VertexRlhfParameters(large_model_reference="llama-2-7b"), SETS)
    request = pipeline_job(Pipeline.TUNE, values, run=RUN, title="A run", root=f"gs://{cloud.staging}/r")
    return Pipelines(JobName(cloud.project, REGION, RUN), RUN), TUNE, request


def tunings(cloud):
    """A tuning job: its name is Google's, its label the studio's."""
    request = tuning_request(
        PreferenceParameters(base_model="m").model_dump(), export_named("gemini-preference"), SETS, RUN
    )
    return Tunings(REGION, RUN), TUNE, request


def batches(cloud):
    """A prediction job: its name is Google's, its display name the studio's."""
    return Batches(REGION, RUN), TUNED, {"model": "m", "src": SETS["eval_dataset"], "dest": "gs://b/a"}


@pytest.fixture(params=[pipelines, tunings, batches], ids=lambda make: make.__name__)
def kind(request, cloud):
    """The jobs of a run of one kind, a role and what the job in it is made of."""
    return request.param(cloud)


def test_there_is_one_job_however_often_it_is_submitted(kind, cloud):
    """Also where Google made it and its answer was lost."""
    jobs, role, request = kind
    assert jobs.existing(role) is None
    cloud.fault("*.create", "lose_response")
    try:
        first = jobs.submit(role, request)
    except Unavailable:
        first = jobs.submit(role, request)
    again = jobs.submit(role, request)
    assert name_of(first) == name_of(again) == name_of(jobs.find(role)) == name_of(jobs.poll(first.name))
    assert len(cloud.jobs) == 1


def test_a_refusal_to_look_is_no_refusal_of_the_job(kind, cloud):
    """Whoever would submit it must not take the run for one that was refused."""
    jobs, role, _ = kind
    cloud.fault("*.*", status=403)
    with pytest.raises(Unavailable, match="Whether the run has started is not known"):
        jobs.existing(role)


def test_what_has_ended_or_is_gone_may_be_cancelled_and_deleted_again(kind, cloud):
    """People click twice, and others clean up meanwhile."""
    jobs, role, request = kind
    name = jobs.submit(role, request).name
    jobs.cancel(name)
    while not has_ended(jobs.poll(name)):
        cloud.advance(next(iter(cloud.jobs)))
    jobs.cancel(name)
    if not isinstance(jobs, Tunings):  # which cannot be deleted
        jobs.delete(name)
        jobs.delete(name)
        with pytest.raises(NotFound):
            jobs.poll(name)
    gone = f"{name}9"
    jobs.cancel(gone)
