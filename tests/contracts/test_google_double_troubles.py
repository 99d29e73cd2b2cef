"""The made-up Google Cloud fails, refuses and checks as Google's services do, to their clients."""

import json
import subprocess
import sys
import time
from typing import Any
from urllib.request import Request, urlopen

import pytest
from google.api_core import exceptions
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession
from google.cloud import storage
from google.cloud.aiplatform_v1 import PipelineServiceClient

from tests.doubles.google.clients import create, job_name, signed_in, small_job, vertex_client
from tests.doubles.google_cloud import GoogleCloud, running_cloud
from tests.doubles.serve_cloud import export_lines


def test_a_lost_response_leaves_a_job(cloud: GoogleCloud, pipelines: Any) -> None:
    """The client sees a broken connection, and the work was done all the same; a disconnect does nothing."""
    cloud.fault("pipelineJobs.create", "disconnect")
    with pytest.raises(Exception, match=r"(?i)connection"):
        create(pipelines, cloud, small_job(cloud.staging))
    assert not cloud.jobs
    cloud.fault("pipelineJobs.create", "lose_response")
    with pytest.raises(Exception, match=r"(?i)connection"):
        create(pipelines, cloud, small_job(cloud.staging))
    assert len(cloud.jobs) == 1
    with pytest.raises(exceptions.Conflict):
        create(pipelines, cloud, small_job(cloud.staging))


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("throttle", 0, exceptions.TooManyRequests),
        ("status", 403, exceptions.Forbidden),
        ("status", 503, exceptions.ServiceUnavailable),
    ],
)
def test_faults_are_met_as_often_as_was_said(
    cloud: GoogleCloud, pipelines: Any, kind: Any, status: int, expected: type[Exception]
) -> None:
    """Twice here; the third request is answered."""
    cloud.fault("pipelineJobs.*", kind, status=status, times=2, message="Said by the test.")
    for _ in range(2):
        with pytest.raises(expected, match="Said by the test"):
            create(pipelines, cloud, small_job(cloud.staging))
    create(pipelines, cloud, small_job(cloud.staging))


def test_a_service_that_hangs_is_given_up(cloud: GoogleCloud, pipelines: Any) -> None:
    """By the client, after its own patience; nothing was made."""
    cloud.fault("pipelineJobs.create", "hang")
    with pytest.raises(Exception, match="timed out"):
        create(pipelines, cloud, small_job(cloud.staging), timeout=0.2)
    assert not cloud.jobs


def test_a_permission_that_is_missing_is_named(cloud: GoogleCloud, pipelines: Any) -> None:
    """In the refusal itself."""
    cloud.deny("aiplatform.pipelineJobs.create")
    with pytest.raises(exceptions.Forbidden, match=r"aiplatform\.pipelineJobs\.create"):
        create(pipelines, cloud, small_job(cloud.staging))


def test_expired_credentials_are_refused_everywhere(
    cloud: GoogleCloud, pipelines: Any, session: AuthorizedSession
) -> None:
    """The services say 401, the token endpoint invalid_grant; renewed, the same key works again."""
    create(pipelines, cloud, small_job(cloud.staging))
    cloud.expire_credentials()
    with pytest.raises((exceptions.Unauthorized, RefreshError)):
        pipelines.get_pipeline_job(name=job_name(cloud))
    with pytest.raises(RefreshError, match="invalid_grant"):
        session.get(f"{cloud.address}/v1/projects/{cloud.project}/services:batchGet")
    cloud.renew_credentials()
    assert pipelines.get_pipeline_job(name=job_name(cloud)).name in cloud.jobs


def test_a_stranger_is_refused(cloud: GoogleCloud) -> None:
    """A key that this cloud did not give, even for the same account, gets no token."""
    with running_cloud() as other:
        stranger = signed_in(other.key(), token_uri=f"{cloud.address}/token")
    with AuthorizedSession(stranger) as session, pytest.raises(RefreshError, match="invalid_grant"):
        session.get(cloud.address)


def test_checks_before_launch_are_answered(cloud: GoogleCloud, session: AuthorizedSession) -> None:
    """APIs, permissions in project and account, and quotas."""
    project = f"{cloud.address}/v1/projects/{cloud.project}"
    cloud.disabled.add("storage.googleapis.com")
    names = [f"projects/p/services/{name}.googleapis.com" for name in ("aiplatform", "storage")]
    services = session.get(f"{project}/services:batchGet", params={"names": names}).json()["services"]
    assert [service["state"] for service in services] == ["ENABLED", "DISABLED"]
    cloud.deny("b")
    asked = {"permissions": ["a", "b"]}
    for place in (project, f"{cloud.address}/v1/projects/-/serviceAccounts/{cloud.email}"):
        assert session.post(f"{place}:testIamPermissions", json=asked).json() == {"permissions": ["a"]}
    address = f"{cloud.address}/v1beta1/projects/{cloud.project}/services/aiplatform.googleapis.com"
    metrics = session.get(f"{address}/consumerQuotaMetrics").json()["metrics"]
    buckets = metrics[0]["consumerQuotaLimits"][0]["quotaBuckets"]
    assert buckets[1] == {"effectiveLimit": "8", "defaultLimit": "0", "dimensions": {"region": "us-central1"}}


def test_buckets_are_as_cloud_storage_has_them(cloud: GoogleCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A location, permissions, generations; a sign-in that has expired is refused, and faults are met."""
    # Else the client asks for the bucket once more, in a thread of its own, and meets the fault below.
    monkeypatch.setenv("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
    client = storage.Client(project=cloud.project, credentials=signed_in(cloud.key()))
    bucket = client.get_bucket(cloud.staging)
    assert bucket.location == "US-CENTRAL1"
    cloud.deny("storage.objects.create")
    wanted = ["storage.objects.create", "storage.objects.get"]
    assert bucket.test_iam_permissions(wanted) == ["storage.objects.get"]
    first = bucket.blob("object")
    first.upload_from_string(b"old", checksum=None)
    generation = first.generation
    cloud.storage.write(f"gs://{cloud.staging}/object", b"new")
    with pytest.raises(exceptions.NotFound):
        bucket.blob("object", generation=generation).download_as_bytes(retry=None)
    with pytest.raises(exceptions.PreconditionFailed):
        bucket.blob("object").delete(if_generation_match=generation)
    assert bucket.blob("object").download_as_bytes() == b"new"
    cloud.fault("storage.GET", status=403, message="Said by the test.")
    with pytest.raises(exceptions.Forbidden):
        bucket.reload(retry=None)
    cloud.expire_credentials()
    with pytest.raises((exceptions.Unauthorized, RefreshError)):
        bucket.reload(retry=None)


def test_the_cloud_runs_as_a_process_of_its_own(cloud: GoogleCloud) -> None:
    """It prints its environment, goes on by its own clock, takes orders and ends when it is told to."""
    command = [sys.executable, "-m", "tests.doubles.serve_cloud", "--speed", "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        environment = json.loads(process.stdout.readline())
        address = environment["PREFSTUDIO_GOOGLE_ENDPOINT"]
        client = vertex_client(PipelineServiceClient, address, environment["SERVICE_ACCOUNT_KEY"])
        create(client, cloud, small_job(environment["STAGING_BUCKET"]))
        deadline = time.monotonic() + 20
        while (state := told(address)["jobs"][0]["state"]) != "PIPELINE_STATE_SUCCEEDED":
            assert time.monotonic() < deadline, state
            time.sleep(0.02)
        told(address, do="fault", where="pipelineJobs.get", status=404)
        with pytest.raises(exceptions.NotFound):
            client.get_pipeline_job(name=job_name(cloud))
        process.terminate()
    assert process.returncode == 0


def test_its_environment_can_be_read_by_a_shell(cloud: GoogleCloud) -> None:
    """A second terminal gets every variable; what is no name stays quoted."""
    names = cloud.environment().keys()
    command = [sys.executable, "-m", "tests.doubles.serve_cloud", "--export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        lines = "".join(process.stdout.readline() for _ in names)
        process.terminate()
    program = "import json, os; print(json.dumps(dict(os.environ)))"
    shell = ["sh", "-c", f'{lines}exec "$0" -c "$1"', sys.executable, program]
    seen = json.loads(subprocess.run(shell, env={}, capture_output=True, check=True).stdout)
    assert seen.keys() >= names
    assert seen["PROJECT_ID"] == cloud.project
    assert export_lines({"A": "it's $HOME"}) == "export A='it'\"'\"'s $HOME'"


def told(address: str, **order: Any) -> dict[str, Any]:
    """Give an order to a cloud in another process."""
    with urlopen(Request(f"{address}/_control", json.dumps(order).encode())) as answer:
        return json.loads(answer.read())


def test_secrets_are_known(cloud: GoogleCloud, session: AuthorizedSession) -> None:
    """The key in its forms and every token given out, so that a test can search for them."""
    session.get(cloud.address)
    found = cloud.secrets()
    assert cloud.key() in found
    assert any(secret.startswith("ya29.PLANTED-SECRET") for secret in found)
    assert all(len(secret) > 10 for secret in found)
