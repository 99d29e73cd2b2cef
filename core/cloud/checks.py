"""Looks whether Google Cloud is ready for a run: asks, changes nothing, and says what to do for each line."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any, Literal

from core.cloud.account import Account, account, email_of, project_id
from core.cloud.bucket import check_bucket, no_bucket
from core.cloud.clients import ask_google
from core.cloud.errors import translated
from core.cloud.quota import check_quota, check_tuning_quota
from core.cloud.roles import grant_acting_as, grant_in_project, role_for
from core.cloud.settings import cloud_settings
from core.errors import NotFound, StudioError, Unavailable
from core.findings import Finding, Level

ACT_AS = "iam.serviceAccounts.actAs"
HOW_TO_SIGN_IN = "Settings stand in the file .env; docs/google-cloud.md says how to sign in."
MOST_PERMISSIONS = 100  # that Google takes in one request


@dataclass(frozen=True)
class Wanted:
    """What a run can do without, though less well.

    Attributes:
        apis: Services that should be switched on.
        permissions: What the account should be allowed in the project.
        loss: What is missing without them, as a sentence.
    """

    apis: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    loss: str = ""


TASK_LOGS = Wanted(
    ("logging.googleapis.com",),
    ("logging.logEntries.list",),
    "Without that, log excerpts of failed tasks will be missing.",
)


@dataclass(frozen=True)
class Needs:
    """What a run asks of Google Cloud.

    Attributes:
        apis: Services that must be switched on, such as ``aiplatform.googleapis.com``.
        permissions: What the account must be allowed in the project.
        bucket: Where the run writes, ``name/folder`` or ``gs://name/folder``.
        accelerator: Whose quota counts; empty where the run takes no machines of the project's.
        wanted: What it can do without: a warning where it is not there.
        tuning: Whether it takes one of the tuning jobs of Gemini that may run at once.
        base_answers: Whether the base model answers in a job beside the tuning, on machines of its own.
        whom: Whose needs these are, as it stands in a sentence.
    """

    apis: tuple[str, ...] = ("aiplatform.googleapis.com", "storage.googleapis.com")
    permissions: tuple[str, ...] = ()
    bucket: str = ""
    accelerator: Literal["GPU", "TPU", ""] = ""
    wanted: Wanted = Wanted()
    tuning: bool = False
    base_answers: bool = False
    whom: str = "this run"


def check_google(*, location: str, needs: Needs) -> list[Finding]:
    """Check sign-in, project, APIs, permissions, bucket and quota, side by side; none stops another.

    Without a sign-in or a project nothing else can be asked; one line says so. That no bucket is set is said
    all the same.
    """
    try:
        who, project = account(), project_id()
    except StudioError as error:
        signed_in = Finding(Level.STOP, str(error), HOW_TO_SIGN_IN)
        return [signed_in, *no_bucket(needs.bucket), _rest_unknown("sign-in and project")]
    signed_in = _sign_in(who, project)
    if signed_in.level is not Level.GOOD:
        return [signed_in, *no_bucket(needs.bucket), _rest_unknown("sign-in")]
    who = replace(who, email=email_of(who.credentials) or who.email)  # some only know theirs once signed in
    with ThreadPoolExecutor(max_workers=5) as pool:
        found = list(pool.map(lambda check: check(), _checks(who, project, location, needs)))
    return [signed_in, *(finding for findings in found for finding in findings)]


def _checks(who: Account, project: str, location: str, needs: Needs) -> list[Callable[[], list[Finding]]]:
    checks: list[Callable[[], list[Finding]]] = [
        partial(check_apis, project, needs.apis, needs.wanted),
        partial(check_permissions, who, project, needs),
        partial(check_acting, who, needs.permissions),
        partial(check_bucket, needs.bucket, location=location, who=who),
    ]
    if needs.accelerator:
        quota = partial(check_quota, project, location, needs.accelerator, base_answers=needs.base_answers)
        checks.append(lambda: [quota()])
    if needs.tuning:
        checks.append(lambda: [check_tuning_quota(project)])
    return checks


def check_apis(project: str, apis: tuple[str, ...], wanted: Wanted) -> list[Finding]:
    """Whether the services are switched on in the project; asks Service Usage."""
    path = f"v1/projects/{project}/services:batchGet"
    every = apis + wanted.apis
    names = [("names", f"projects/{project}/services/{api}") for api in every]
    try:
        answer = ask_google("serviceusage", "GET", path, query=names, what=f"the APIs of project {project}")
    except StudioError as error:
        return [_unknown("Which APIs are switched on", error)]
    listed = answer.get("services", ())
    on = {str(one["name"]).rpartition("/")[2] for one in listed if one.get("state") == "ENABLED"}
    if on.issuperset(every):
        return [Finding(Level.GOOD, f"Switched on in {project}: {', '.join(every)}.")]
    found = [_switched_off(project, [api for api in some if api not in on]) for some in (apis, wanted.apis)]
    return [*found[0], *(_less_vital(one, wanted) for one in found[1])]


def check_permissions(who: Account, project: str, needs: Needs) -> list[Finding]:
    """Whether the account may do in the project what the run does; one line for each role it lacks."""
    every = needs.permissions + needs.wanted.permissions
    try:
        allowed = _allowed("cloudresourcemanager", f"projects/{project}", every)
    except StudioError as error:
        return [_unknown(f"What {who.email or 'the account'} may do in {project}", error)]
    if allowed.issuperset(every):
        has = f"{who.email or 'The account'} has the {len(every)} permissions in {project}"
        return [Finding(Level.GOOD, f"{has} that count for {needs.whom}.")]
    found = [
        _lacking(who, project, [one for one in some if one not in allowed])
        for some in (needs.permissions, needs.wanted.permissions)
    ]
    return [*found[0], *(_less_vital(one, needs.wanted) for one in found[1])]


def check_acting(who: Account, permissions: tuple[str, ...]) -> list[Finding]:
    """Whether the account may start pipelines that run as the service account; nothing without pipelines."""
    if "aiplatform.pipelineJobs.create" not in permissions:
        return []
    runs_as = cloud_settings().service_account
    if not runs_as:
        return [_acting_as_default()]
    try:
        allowed = _allowed("iam", f"projects/-/serviceAccounts/{runs_as}", (ACT_AS,))
    except NotFound:
        text = f"There is no service account {runs_as}, which SERVICE_ACCOUNT names."
        return [Finding(Level.STOP, text, "Set SERVICE_ACCOUNT to the email of one that exists.")]
    except StudioError as error:
        return [_unknown(f"Whether pipelines may run as {runs_as}", error)]
    if ACT_AS in allowed:
        return [
            Finding(Level.GOOD, f"{who.email or 'The account'} may start pipelines that run as {runs_as}.")
        ]
    title = role_for(ACT_AS)[1]
    text = f"{who.email or 'The account'} lacks the role {title} on {runs_as}, as which pipelines would run."
    return [Finding(Level.STOP, text, grant_acting_as(runs_as, who.email))]


def _sign_in(who: Account, project: str) -> Finding:
    """Fetch a token, which is the only proof that a sign-in is still good."""
    from google.auth.transport.requests import Request  # noqa: PLC0415 - slow to import

    request: Any = partial(Request(), timeout=cloud_settings().request_seconds)
    try:
        with translated(f"the sign-in of {who.email or 'this machine'}"):
            who.credentials.refresh(request)
    except Unavailable as error:
        return Finding(Level.UNKNOWN, f"The sign-in could not be checked: {error}")
    except StudioError as error:
        return Finding(Level.STOP, str(error), HOW_TO_SIGN_IN)
    email = email_of(who.credentials) or who.email or "a person"
    return Finding(Level.GOOD, f"Signed in as {email} ({who.kind}); the project is {project}.")


def _allowed(service: str, resource: str, permissions: tuple[str, ...]) -> set[str]:
    """Those of the permissions that the account has on a resource."""
    answer = ask_google(
        service,
        "POST",
        f"v1/{resource}:testIamPermissions",
        body={"permissions": list(permissions[:MOST_PERMISSIONS])},
        what=f"the permissions on {resource}",
    )
    return set(answer.get("permissions", ()))


def _switched_off(project: str, apis: list[str]) -> list[Finding]:
    """One line with one command for all of them."""
    command = f"gcloud services enable {' '.join(apis)} --project={project}"
    text = f"Not switched on in {project}: {', '.join(apis)}."
    return [Finding(Level.STOP, text, command)] if apis else []


def _lacking(who: Account, project: str, permissions: list[str]) -> list[Finding]:
    """A line with a command for each role that would give some of them."""
    lacks = f"{who.email or 'The account'} lacks"
    return [
        Finding(
            Level.STOP,
            f"{lacks} {', '.join(ones)} in {project}; the role {title} has it.",
            grant_in_project(project, who.email, name),
        )
        for (name, title), ones in groupby(sorted(permissions, key=role_for), key=role_for)
    ]


def _less_vital(stop: Finding, wanted: Wanted) -> Finding:
    return replace(stop, level=Level.WARNING, text=f"{stop.text} {wanted.loss}")


def _acting_as_default() -> Finding:
    return Finding(
        Level.UNKNOWN,
        "SERVICE_ACCOUNT is not set, so pipelines run as the project's Compute Engine default account, which "
        "there is only once compute.googleapis.com is switched on; whether it is there and may be used "
        "was not checked. Tuning of Gemini runs none.",
        "Set SERVICE_ACCOUNT to the email of the account that pipelines should run as.",
    )


def _unknown(what: str, error: StudioError) -> Finding:
    return Finding(Level.UNKNOWN, f"{what} could not be checked: {error}")


def _rest_unknown(without: str) -> Finding:
    return Finding(
        Level.UNKNOWN,
        f"APIs, permissions, bucket and quota could not be checked without {without}.",
        "Mend what is said above, then check again.",
    )
