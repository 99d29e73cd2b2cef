"""Tell the folders of several runs apart where Vertex AI wrote them below one root."""

import re
from collections.abc import Iterable

from core.training.methods.vertex_rlhf.jobs import BASE_SUFFIX

# Vertex AI lays out <root>/<project number>/<job id>/<task>_<task id>/; the last such place in an address
# is the job's, whatever the folders above it are called.
JOB_FOLDER = re.compile(r"(.*)/(\d+)/([^/]+)/[^/]+_-?\d+/")

Job = tuple[str, str, str]
"""The address above, the project's number and the job's id."""


def run_folders(addresses: Iterable[str]) -> list[str]:
    """The folders of the runs whose jobs on Vertex AI left these files.

    The job in which a studio has the untuned model answer belongs to the run of its tuning job.

    Returns:
        Addresses, sorted; none where no file lies as Vertex AI lays them out.
    """
    jobs = {_job(match) for one in addresses if (match := JOB_FOLDER.match(one))}
    return sorted({_folder(*job) for job in jobs if not _is_base(job, jobs)})


def _job(match: re.Match[str]) -> Job:
    return match[1], match[2], match[3]


def _is_base(job: Job, jobs: set[Job]) -> bool:
    above, number, job_id = job
    return job_id.endswith(BASE_SUFFIX) and (above, number, job_id.removesuffix(BASE_SUFFIX)) in jobs


def _folder(above: str, number: str, job_id: str) -> str:
    """A run of a studio has a folder of its own around its jobs, which is called as the tuning job is."""
    if above.endswith(f"/{job_id.removesuffix(BASE_SUFFIX)}"):
        return above
    return f"{above}/{number}/{job_id}"
