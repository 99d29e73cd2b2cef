"""The made-up Google Cloud answers Google's own clients as Vertex AI does: Google's pipeline, whole."""

import json
from pathlib import Path
from typing import Any

import pytest
import tbparse
from google.api_core import exceptions
from google.auth.transport.requests import AuthorizedSession
from google.cloud.aiplatform_v1 import EndpointServiceClient, ModelServiceClient

from tests.doubles.google.clients import JOB, PROMPTS, create, job_name, rlhf_job, small_job, vertex_client
from tests.doubles.google_cloud import GoogleCloud


def details(pipelines: Any, cloud: GoogleCloud) -> dict[str, Any]:
    """The job's tasks by name; names that occur more than once keep the last."""
    job = pipelines.get_pipeline_job(name=job_name(cloud))
    return {detail.task_name: detail for detail in job.job_detail.task_details}


def written(cloud: GoogleCloud, part: str) -> list[str]:
    """The objects of runs with this in their names."""
    return [name for name in cloud.storage.names(f"gs://{cloud.staging}/") if part in name]


def test_googles_pipeline_runs_to_its_end(cloud: GoogleCloud, pipelines: Any) -> None:
    """Created, queued, running, succeeded; its tasks are nested as in the specification."""
    made = create(pipelines, cloud, rlhf_job(cloud))
    assert made.name == f"projects/{cloud.number}/locations/us-central1/pipelineJobs/{JOB}"
    assert (made.state.name, made.labels["prefstudio-run"]) == ("PIPELINE_STATE_PENDING", JOB)
    cloud.advance(JOB)
    running = details(pipelines, cloud)
    assert set(running) == {JOB, "validate-pipeline", "rlhf-preprocessor"}
    assert {detail.state.name for detail in running.values()} == {"RUNNING"}
    cloud.finish(JOB)
    ended = pipelines.get_pipeline_job(name=job_name(cloud))
    assert (ended.state.name, ended.error.message) == ("PIPELINE_STATE_SUCCEEDED", "")
    assert ended.create_time <= ended.start_time <= ended.end_time
    tasks = details(pipelines, cloud)
    by_id = {detail.task_id: detail.task_name for detail in tasks.values()}
    assert by_id[tasks["reward-model-trainer"].parent_task_id] == "reward-model-graph"
    assert by_id[tasks["reward-model-graph"].parent_task_id] == JOB
    assert by_id[tasks["bulk-inferrer"].parent_task_id] == "infer-eval-template"
    assert {detail.state.name for detail in tasks.values()} == {"SUCCEEDED"}


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_event_files_grow_while_a_trainer_runs(cloud: GoogleCloud, pipelines: Any, tmp_path: Path) -> None:
    """The same object in ever newer versions; the reward model's steps do not start at 0."""
    create(pipelines, cloud, rlhf_job(cloud))
    sizes: list[int] = []
    while not cloud.advance(JOB).ended_at:
        found = [name for name in written(cloud, "tfevents") if "reward-model-trainer_" in name]
        sizes += [len(cloud.storage.read(name)) for name in found]
    assert min(sizes) < sizes[-1]
    [reward] = [name for name in written(cloud, "tfevents") if "reward-model-trainer_" in name]
    folder = details(pipelines, cloud)["reward-model-trainer"].outputs["tensorboard_metrics"].artifacts[0].uri
    assert reward.startswith(f"{folder}/train/events.out.tfevents.")
    assert folder.startswith(f"gs://{cloud.staging}/runs/1/{cloud.number}/{JOB}/reward-model-trainer_")
    (tmp_path / "events.out.tfevents.1.v2").write_bytes(cloud.storage.read(reward))
    frame = tbparse.SummaryReader(str(tmp_path)).tensors
    assert set(frame["tag"]) >= {"rank_loss", "learning_rate"}
    assert frame["step"].min() == 217_810


def test_predictions_come_in_shards_of_the_tuned_model(cloud: GoogleCloud, pipelines: Any) -> None:
    """From the evaluation set that is in the bucket; the tuned model gives each prompt's last sentence."""
    create(pipelines, cloud, rlhf_job(cloud))
    cloud.finish(JOB)
    folder = details(pipelines, cloud)["bulk-inferrer"].execution.metadata[
        "output:output_prediction_gcs_path"
    ]
    shards = cloud.storage.names(f"{folder}/text")
    assert [name.rpartition("/")[2] for name in shards] == ["text-00000-of-00002", "text-00001-of-00002"]
    lines = [json.loads(line) for name in shards for line in cloud.storage.read(name).splitlines()]
    assert {line["inputs"]["inputs_pretokenized"]: line["prediction"] for line in lines} == {
        f"Summarize.\n\n\n{prompt}": prompt.split(". ")[-1] for prompt in PROMPTS
    }


def test_only_bison_models_are_deployed(cloud: GoogleCloud, pipelines: Any) -> None:
    """What was deployed can be taken down with Google's clients: undeploy, endpoint, model, job."""
    create(pipelines, cloud, rlhf_job(cloud, large_model_reference="text-bison@001"))
    cloud.finish(JOB)
    outputs = details(pipelines, cloud)["llm-deployment-graph"].execution.metadata
    model, endpoint = outputs["output:model_resource_name"], outputs["output:endpoint_resource_name"]
    endpoints = vertex_client(EndpointServiceClient, cloud.address, cloud.key())
    models = vertex_client(ModelServiceClient, cloud.address, cloud.key())
    with pytest.raises(exceptions.BadRequest):
        models.delete_model(name=model)
    deployed = endpoints.get_endpoint(name=endpoint).deployed_models[0]
    assert deployed.model == model
    endpoints.undeploy_model(endpoint=endpoint, deployed_model_id=deployed.id).result()
    endpoints.delete_endpoint(name=endpoint).result()
    models.delete_model(name=model).result()
    pipelines.delete_pipeline_job(name=job_name(cloud)).result()
    assert (cloud.models, cloud.endpoints, cloud.jobs) == ({}, {}, {})


def test_without_an_evaluation_set_nothing_is_predicted(cloud: GoogleCloud, pipelines: Any) -> None:
    """The condition does not hold, so its tasks never begin."""
    job = rlhf_job(cloud, eval_dataset="")
    create(pipelines, cloud, job)
    cloud.finish(JOB)
    tasks = details(pipelines, cloud)
    assert tasks["condition-1"].state.name == "NOT_TRIGGERED"
    assert "bulk-inferrer" not in tasks


def test_a_failing_task_fails_the_job_and_leaves_a_log(
    cloud: GoogleCloud, pipelines: Any, session: AuthorizedSession
) -> None:
    """The task has the error, the job names the task, and Cloud Logging has the line of its machine."""
    create(pipelines, cloud, rlhf_job(cloud))
    cloud.fail(JOB, task="reward-model-trainer", message="CUDA out of memory.")
    cloud.finish(JOB)
    job = pipelines.get_pipeline_job(name=job_name(cloud))
    assert job.state.name == "PIPELINE_STATE_FAILED"
    assert "The failed tasks are: [reward-model-trainer]" in job.error.message
    trainer = details(pipelines, cloud)["reward-model-trainer"]
    assert (trainer.state.name, trainer.error.message) == ("FAILED", "CUDA out of memory.")
    number = trainer.executor_detail.container_detail.main_job.rpartition("/")[2]
    body = {"resourceNames": [f"projects/{cloud.project}"], "filter": f'resource.labels.job_id="{number}"'}
    answer = session.post(f"{cloud.address}/v2/entries:list", json=body).json()
    assert [entry["jsonPayload"]["message"] for entry in answer["entries"]] == ["CUDA out of memory."]


def test_a_data_set_that_is_gone_fails_its_task(cloud: GoogleCloud, pipelines: Any) -> None:
    """The job ends, and its task says which object is missing."""
    create(pipelines, cloud, rlhf_job(cloud, preference_dataset="gs://nowhere/rows.jsonl"))
    cloud.finish(JOB)
    failed = [detail for detail in details(pipelines, cloud).values() if detail.state.name == "FAILED"]
    assert any("gs://nowhere/rows.jsonl was not found" in detail.error.message for detail in failed)


def test_jobs_are_listed_cancelled_and_deleted(cloud: GoogleCloud, pipelines: Any) -> None:
    """A running job cannot be deleted; a cancelled one stops at its next stage."""
    create(pipelines, cloud, small_job(cloud.staging))
    cloud.advance(JOB)
    with pytest.raises(exceptions.BadRequest):
        pipelines.delete_pipeline_job(name=job_name(cloud))
    pipelines.cancel_pipeline_job(name=job_name(cloud))
    assert pipelines.get_pipeline_job(name=job_name(cloud)).state.name == "PIPELINE_STATE_CANCELLING"
    cloud.advance(JOB)
    [listed] = pipelines.list_pipeline_jobs(parent=job_name(cloud).partition("/pipelineJobs")[0])
    assert listed.state.name == "PIPELINE_STATE_CANCELLED"
    pipelines.delete_pipeline_job(name=job_name(cloud)).result()
    with pytest.raises(exceptions.NotFound):
        pipelines.get_pipeline_job(name=job_name(cloud))


def test_a_job_id_is_taken_once(cloud: GoogleCloud, pipelines: Any) -> None:
    """The second is refused with 409, and ids that Vertex AI does not take with 400."""
    create(pipelines, cloud, small_job(cloud.staging))
    with pytest.raises(exceptions.Conflict):
        create(pipelines, cloud, small_job(cloud.staging))
    with pytest.raises(exceptions.BadRequest):
        create(pipelines, cloud, small_job(cloud.staging), job_id="No_Such")
