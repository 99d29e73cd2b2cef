"""The studio may be another process: a test then tells the cloud over HTTP what to do."""

from collections.abc import Callable
from typing import Any

from tests.doubles.google.cloud import GoogleCloud

BY_NAME = {"fault", "fail", "hold", "advance", "finish", "expire_credentials", "renew_credentials"}


def obey(cloud: GoogleCloud, order: dict[str, Any]) -> dict[str, Any]:
    """Do what an order such as ``{"do": "fault", "where": "pipelineJobs.create", "status": 403}`` says.

    Orders are the methods of the cloud by name (fault, fail, deny, hold, advance, finish, expire_credentials,
    renew_credentials) with their arguments, ``jobs``, ``requests`` and ``clear_faults``; ``judge`` sets how
    its calls go wrong (trouble, share), ``prefers`` which word it likes; ``plan`` sets values of the plan,
    ``answer_validation`` how the next validations are answered.
    """
    what = order.pop("do", "jobs")
    does = {**{name: getattr(cloud, name) for name in BY_NAME}, **_orders(cloud)}.get(what)
    if does is None:
        return {"error": f"There is no order {what!r}."}
    does(**order)
    with cloud.lock:
        jobs = [job.as_json() for job in cloud.jobs.values()]
    return {"jobs": jobs, "requests": list(cloud.requests)}


def _orders(cloud: GoogleCloud) -> dict[str, Callable[..., Any]]:
    """The orders that are no methods of the cloud."""
    return {
        "jobs": lambda: None,
        "requests": lambda: None,
        "deny": lambda permissions: cloud.deny(*permissions),
        "clear_faults": cloud.faults.clear,
        "judge": vars(cloud.judge).update,
        "prefers": cloud.judge.prefers,
        "plan": cloud.plan.change,
        "answer_validation": cloud.plan.answer_validation,
    }
