"""The studio may be another process: a test then tells the cloud over HTTP what to do."""

from typing import Any

from tests.doubles.google.cloud import GoogleCloud

BY_NAME = {"fault", "fail", "hold", "advance", "finish", "expire_credentials", "renew_credentials"}


def obey(cloud: GoogleCloud, order: dict[str, Any]) -> dict[str, Any]:
    """Do what an order such as ``{"do": "fault", "where": "pipelineJobs.create", "status": 403}`` says.

    Orders are the methods of the cloud by name (fault, fail, deny, hold, advance, finish, expire_credentials,
    renew_credentials) with their arguments, ``jobs``, ``requests`` and ``clear_faults``; ``judge`` sets how
    its calls go wrong (trouble, share), ``prefers`` which word it likes.
    """
    what = order.pop("do", "jobs")
    if what == "deny":
        cloud.deny(*order["permissions"])
    elif what == "clear_faults":
        cloud.faults.clear()
    elif what == "judge":
        vars(cloud.judge).update(order)
    elif what == "prefers":
        cloud.judge.prefers(order["word"])
    elif what in BY_NAME:
        getattr(cloud, what)(**order)
    elif what not in {"jobs", "requests"}:
        return {"error": f"There is no order {what!r}."}
    with cloud.lock:
        jobs = [job.as_json() for job in cloud.jobs.values()]
    return {"jobs": jobs, "requests": list(cloud.requests)}
