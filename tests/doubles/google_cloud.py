"""Google Cloud without a cloud: Vertex AI's REST interface, sign-in and Cloud Storage in the test process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from tests.doubles.gcs import running_emulator
from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.server import guard_storage, serving_google

__all__ = ["GoogleCloud", "running_cloud"]


@contextmanager
def running_cloud(*, speed: float = 0.0, port: int = 0, storage_port: int = 0) -> Iterator[GoogleCloud]:
    """Run the services of one project, with buckets for data and for runs.

    STORAGE_EMULATOR_HOST points at them meanwhile; the other variables are in ``environment()``.

    Args:
        speed: Seconds for each stage of a job; 0 means that jobs go on only when the test says so.
        port: Where Google's services but Cloud Storage answer; 0 means any free one.
        storage_port: Where Cloud Storage answers.
    """
    with running_emulator(storage_port) as storage:
        cloud = GoogleCloud(storage, speed)
        storage.guard = partial(guard_storage, cloud)
        for bucket in (cloud.bucket, cloud.staging):
            storage.new_bucket(bucket, cloud.region)
        with serving_google(cloud, port):
            yield cloud
