"""Where runs write in the cloud."""

from core.cloud import NO_BUCKET, SET_BUCKET, cloud_settings
from core.errors import InvalidInput

RUNS = "prefstudio/runs"
RUN_ID = "<the run's id>"
"""What stands for it in what is shown before the launch."""


def staging_address() -> str:
    """Where runs write.

    Raises:
        InvalidInput: No bucket is set.
    """
    if address := cloud_settings().staging_address:
        return address
    raise InvalidInput(f"{NO_BUCKET} {SET_BUCKET}")


def root_of(job_id: str) -> str:
    """Where a run writes.

    Raises:
        InvalidInput: No bucket is set.
    """
    return f"{staging_address()}/{RUNS}/{job_id}"


def bucket_of(root: str) -> str:
    """Where the run's bucket (and its folder there) was when the run was launched; settings may change."""
    return root.partition(f"/{RUNS}/")[0]
