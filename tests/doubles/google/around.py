"""The services around Vertex AI that a check before launch asks: APIs, permissions, quotas, logs."""

from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import A100, EVERYWHERE, TPU_V3, TUNING_JOBS, GoogleCloud
from tests.doubles.google.errors import GoogleError, not_found

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

Answer = dict[str, Any]
TITLES = {
    A100: "Restricted image training Nvidia A100 80GB GPUs per region",
    TPU_V3: "Restricted image training TPU V3 pod cores per region",
    TUNING_JOBS: "Global concurrent tuning jobs",
}


def enabled_services(cloud: GoogleCloud, call: "Call") -> Answer:
    """Say of each service whether it is enabled."""
    names = [name.rpartition("/")[2] for name in call.lists.get("names", [])]
    if not names:
        raise GoogleError(400, "names must not be empty.")
    return {"services": [_service(cloud, name) for name in names]}


def _service(cloud: GoogleCloud, name: str) -> Answer:
    parent = f"projects/{cloud.number}"
    state = "DISABLED" if name in cloud.disabled else "ENABLED"
    return {"name": f"{parent}/services/{name}", "parent": parent, "config": {"name": name}, "state": state}


def test_permissions(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give those of the permissions that the caller has; the field is missing when it has none."""
    has = [permission for permission in call.body.get("permissions", []) if permission not in cloud.denied]
    return {"permissions": has} if has else {}


def quotas(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give the limits by metric and region as Service Usage does: all metrics, or one."""
    one = call.parts["metric"]
    metrics = [_metric(cloud, call.parts["id"], name) for name in cloud.quotas if one in {"", name}]
    if one and not metrics:
        raise not_found(one)
    return metrics[0] if one else {"metrics": metrics}


def _metric(cloud: GoogleCloud, service: str, metric: str) -> Answer:
    name = f"projects/{cloud.number}/services/{service}/consumerQuotaMetrics/{metric.replace('/', '%2F')}"
    regions = dict(cloud.quotas[metric])
    buckets = [{"effectiveLimit": str(regions.pop(EVERYWHERE, 0)), "defaultLimit": "0"}]
    for region, limit in regions.items():
        buckets.append({"effectiveLimit": str(limit), "defaultLimit": "0", "dimensions": {"region": region}})
    limits = {
        "name": f"{name}/limits/%2Fproject%2Fregion",
        "metric": metric,
        "unit": "1/{project}/{region}",
        "quotaBuckets": buckets,
    }
    title = TITLES.get(metric) or metric.rpartition("/")[2].replace("_", " ").capitalize()
    return {
        "name": name,
        "metric": metric,
        "displayName": title,
        "unit": "1",
        "consumerQuotaLimits": [limits],
    }


def quota_infos(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give the limits as Cloud Quotas does: all of them, or one."""
    parent = f"projects/{cloud.number}/locations/global/services/{call.parts['id']}/quotaInfos"
    infos = [_quota_info(parent, metric, regions) for metric, regions in cloud.quotas.items()]
    one = call.parts["metric"]
    if not one:
        return {"quotaInfos": infos}
    found = next((info for info in infos if info["quotaId"] == one), None)
    if not found:
        raise not_found(f"{parent}/{one}")
    return found


def _quota_info(parent: str, metric: str, regions: dict[str, int]) -> Answer:
    words = metric.rpartition("/")[2].split("_")
    quota = "".join(word.capitalize() for word in words) + "-per-project-region"
    details = [
        {"dimensions": {"region": region}, "details": {"value": str(limit)}, "applicableLocations": [region]}
        for region, limit in regions.items()
    ]
    return {
        "name": f"{parent}/{quota}",
        "quotaId": quota,
        "metric": metric,
        "dimensions": ["region"],
        "dimensionsInfos": details,
    }


def log_entries(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give the entries of those jobs that the filter names; newest first if asked so."""
    wanted = call.body.get("filter", "")
    found = [entry for entry in cloud.log_entries if _is_named(entry, wanted)]
    if "desc" in call.body.get("orderBy", ""):
        found.reverse()
    return {"entries": found[: call.body.get("pageSize") or 50]}


def _is_named(entry: Answer, wanted: str) -> bool:
    names = [*entry["resource"]["labels"].values(), *entry["labels"].values()]
    return any(name and name in wanted for name in names)


def log(cloud: GoogleCloud, text: str, *, severity: str, time: str, job: str, custom_job: str) -> None:
    """Keep a line that a job's machine wrote."""
    cloud.log_entries.append(
        {
            "logName": f"projects/{cloud.project}/logs/workerpool0-0",
            "resource": {"type": "ml_job", "labels": {"job_id": custom_job, "task_name": "workerpool0-0"}},
            "labels": {"ml.googleapis.com/pipeline_job": job},
            "severity": severity,
            "timestamp": time,
            "insertId": cloud.new_id(),
            "jsonPayload": {"message": text, "levelname": severity},
        }
    )


def require_enabled(cloud: GoogleCloud, service: str) -> None:
    """Refuse a call to a service that is not enabled.

    Raises:
        GoogleError: 403.
    """
    if service in cloud.disabled:
        raise GoogleError(
            403,
            f"Vertex AI API has not been used in project {cloud.number} before or it is disabled. Enable it "
            f"by visiting https://console.developers.google.com/apis/api/{service}/overview?project={cloud.number}"
            " then retry.",
        )


def require_permission(cloud: GoogleCloud, permission: str, location: str) -> None:
    """Refuse a call whose permission was taken away.

    Raises:
        GoogleError: 403.
    """
    if permission in cloud.denied:
        resource = f"//aiplatform.googleapis.com/projects/{cloud.project}/locations/{location}"
        raise GoogleError(
            403, f"Permission '{permission}' denied on resource '{resource}' (or it may not exist)."
        )
