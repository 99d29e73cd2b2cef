"""Google's own clients, signed in to the made-up cloud, and jobs to give it."""

import base64
import json
import warnings
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from google import genai
from google.auth.transport.requests import AuthorizedSession
from google.cloud import aiplatform_v1
from google.genai import types
from google.oauth2.service_account import Credentials

from tests.doubles.google_cloud import GoogleCloud

SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]
JOB = "run-1"
PROMPTS = [f"First {number}. Middle. Last {number}." for number in range(5)]


class _HomeCredentials(Credentials):
    """Google's ask a service at an address of Google's, in a thread of their own, where data may lie."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


def signed_in(key: str, **changes: str) -> Credentials:
    """The credentials of a SERVICE_ACCOUNT_KEY."""
    entries = json.loads(base64.b64decode(key)) | changes
    return _HomeCredentials.from_service_account_info(entries, scopes=SCOPES)


def vertex_client(kind: Any, address: str, key: str) -> Any:
    """A client of ``aiplatform_v1``."""
    return kind(credentials=signed_in(key), transport="rest", client_options={"api_endpoint": address})


def pipeline_client(cloud: GoogleCloud) -> aiplatform_v1.PipelineServiceClient:
    """A client of pipeline jobs."""
    return vertex_client(aiplatform_v1.PipelineServiceClient, cloud.address, cloud.key())


def gemini_client(cloud: GoogleCloud, location: str = "") -> genai.Client:
    """A client of Gemini at Vertex AI in a location, by default the cloud's region; use it in a ``with``."""
    return genai.Client(
        vertexai=True,
        project=cloud.project,
        location=location or cloud.region,
        credentials=signed_in(cloud.key()),
        http_options=types.HttpOptions(base_url=cloud.address, timeout=5000),
    )


def session_of(cloud: GoogleCloud) -> AuthorizedSession:
    """For services without a client of their own; use it in a ``with``."""
    return AuthorizedSession(signed_in(cloud.key()))


def job_name(cloud: GoogleCloud) -> str:
    """The job's name as the client says it, with the project's id."""
    return f"projects/{cloud.project}/locations/{cloud.region}/pipelineJobs/{JOB}"


def put_prompts(cloud: GoogleCloud, name: str) -> str:
    """Put a data set of prompts into the bucket and give its address."""
    address = f"gs://{cloud.bucket}/{name}.jsonl"
    content = "".join(json.dumps({"input_text": prompt}) + "\n" for prompt in PROMPTS)
    cloud.storage.write(address, content.encode())
    return address


@cache
def rlhf_specification() -> dict[str, Any]:
    """Google's own pipeline, compiled."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"dsl\.Condition is deprecated", DeprecationWarning)
        from google_cloud_pipeline_components.preview.llm import rlhf_pipeline  # noqa: PLC0415 - slow, warns
        from kfp import compiler  # noqa: PLC0415 - slow to import

        path = Path(folder) / "rlhf.yaml"
        compiler.Compiler().compile(rlhf_pipeline, str(path))
        return yaml.safe_load(path.read_text())


def rlhf_job(cloud: GoogleCloud, **values: Any) -> aiplatform_v1.PipelineJob:
    """A job of Google's pipeline on data sets that are in the bucket."""
    given = {
        "prompt_dataset": put_prompts(cloud, "prompts"),
        "preference_dataset": put_prompts(cloud, "preferences"),
        "eval_dataset": put_prompts(cloud, "evaluation"),
        "large_model_reference": "llama-2-7b",
        "reward_model_train_steps": 1400,
        "instruction": "Summarize.",
    }
    config = {"gcs_output_directory": f"gs://{cloud.staging}/runs/1", "parameter_values": given | values}
    return aiplatform_v1.PipelineJob(
        display_name="A run",
        pipeline_spec=rlhf_specification(),
        runtime_config=config,
        labels={"prefstudio-run": JOB},
    )


def small_job(bucket: str) -> aiplatform_v1.PipelineJob:
    """A job with one task that does nothing."""
    spec = {
        "root": {"dag": {"tasks": {"only": {"componentRef": {"name": "comp-only"}}}}},
        "components": {"comp-only": {"executorLabel": "exec-only"}},
    }
    config = {"gcs_output_directory": f"gs://{bucket}/runs/1"}
    return aiplatform_v1.PipelineJob(pipeline_spec=spec, runtime_config=config)


def create(
    pipelines: Any, cloud: GoogleCloud, job: aiplatform_v1.PipelineJob, job_id: str = JOB, **options: Any
) -> Any:
    """Ask for the job once."""
    parent = f"projects/{cloud.project}/locations/{cloud.region}"
    return pipelines.create_pipeline_job(
        parent=parent, pipeline_job=job, pipeline_job_id=job_id, retry=None, **options
    )
