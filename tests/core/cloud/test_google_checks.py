"""Before a launch: each thing that can be wrong at Google is a line with a remedy, and none hides another."""

import pytest

from core.cloud import TASK_LOGS, Needs, check_google
from core.cloud.account import account
from core.cloud.bucket import fits
from core.findings import Level
from tests.doubles.google.cloud import A100, EVERYWHERE, TUNING_JOBS

PERMISSIONS = ("aiplatform.pipelineJobs.create", "aiplatform.pipelineJobs.get", "logging.logEntries.list")
APIS = ("aiplatform.googleapis.com", "storage.googleapis.com")


@pytest.fixture
def check(cloud, monkeypatch):
    """The check of a run with pipelines on GPUs, and its lines of a level."""
    monkeypatch.setenv("SERVICE_ACCOUNT", f"runner@{cloud.project}.iam.gserviceaccount.com")

    def run(*levels, location="us-central1", bucket="", accelerator="GPU", base_answers=False):
        needs = Needs(
            APIS,
            PERMISSIONS,
            bucket or f"gs://{cloud.staging}/folder",
            accelerator,
            base_answers=base_answers,
        )
        found = check_google(location=location, needs=needs)
        return [one for one in found if not levels or one.level in levels]

    return run


def test_everything_is_ready(cloud, check):
    """Who, which project, APIs, permissions, acting as the service account, the bucket twice, the quota."""
    found = check()
    assert [one.level for one in found] == [Level.GOOD] * 7
    assert (
        found[0].text == f"Signed in as {cloud.email} (service account key); the project is {cloud.project}."
    )
    assert "is 8 in us-central1; tuning takes 8." in found[-1].text
    assert "has the 3 permissions in studio-test-project that count for this run." in found[2].text


def test_a_check_changes_nothing(cloud, check):
    check()
    asked = {one.rpartition(".")[2] for one in cloud.requests}
    assert not asked & {"create", "delete", "cancel"}
    assert cloud.storage.names(f"gs://{cloud.staging}/") == []


def test_several_things_are_wrong_at_once(cloud, check):
    """Each has its own line, with the command that mends it."""
    cloud.disabled.add("storage.googleapis.com")
    cloud.deny("aiplatform.pipelineJobs.create", "logging.logEntries.list", "iam.serviceAccounts.actAs")
    cloud.deny("storage.objects.delete")
    cloud.quotas[A100]["us-central1"] = 2
    who = f"--member=serviceAccount:{cloud.email} --role=roles"
    project, runner = cloud.project, f"runner@{cloud.project}.iam.gserviceaccount.com"
    found = check(Level.STOP)
    assert [one.remedy for one in found] == [
        f"gcloud services enable storage.googleapis.com --project={project}",
        f"gcloud projects add-iam-policy-binding {project} {who}/aiplatform.user",
        f"gcloud projects add-iam-policy-binding {project} {who}/logging.viewer",
        f"gcloud iam service-accounts add-iam-policy-binding {runner} {who}/iam.serviceAccountUser",
        f"gcloud storage buckets add-iam-policy-binding gs://{cloud.staging} {who}/storage.objectUser",
        "Ask for 8 in the Google Cloud console, IAM & Admin, Quotas.",
    ]
    assert "lacks storage.objects.delete on the bucket" in found[4].text
    assert "is 2 in us-central1; tuning takes 8." in found[5].text


def test_what_is_only_wanted_is_warned_of(cloud):
    """A run without log excerpts is a run; what it needs beside that still stops it."""
    needs = Needs(APIS, ("aiplatform.pipelineJobs.get",), f"gs://{cloud.staging}/x", wanted=TASK_LOGS)
    ready = check_google(location="us-central1", needs=needs)
    assert {one.level for one in ready} == {Level.GOOD}
    assert "has the 2 permissions" in ready[2].text
    cloud.disabled.add("logging.googleapis.com")
    cloud.deny("logging.logEntries.list")
    apis, permissions = (one for one in check_google(location="us-central1", needs=needs) if one.remedy)
    assert (apis.level, permissions.level) == (Level.WARNING, Level.WARNING)
    assert "logging.googleapis.com. Without that, log excerpts of failed tasks will be" in apis.text
    assert permissions.text.endswith("log excerpts of failed tasks will be missing.")
    assert permissions.remedy.endswith("roles/logging.viewer")
    cloud.disabled.add("aiplatform.googleapis.com")
    cloud.deny("aiplatform.pipelineJobs.get")
    levels = [one.level for one in check_google(location="us-central1", needs=needs) if one.remedy]
    assert levels == [Level.STOP, Level.WARNING] * 2


def test_what_cannot_be_asked_says_so(cloud, check):
    """Service Usage and Resource Manager may be closed to this account; that is no verdict."""
    for where in ("services.*", "projects.*", "serviceAccounts.*", "quotas.*"):
        cloud.fault(where, status=403, times=0)
    found = check(Level.UNKNOWN)
    assert len(found) == 4
    assert all("could not be checked" in one.text for one in found)
    assert not check(Level.STOP)


def test_no_quota_of_that_name(cloud, check):
    """Google may call it otherwise; then a person must look."""
    cloud.quotas.clear()
    (found,) = check(Level.UNKNOWN)
    assert "could not be checked: Google lists no such quota for us-central1." in found.text
    assert "tuning takes 8" in found.remedy


def test_the_quota_of_tpus_is_found_by_its_title(cloud, check):
    found = check(location="europe-west4", accelerator="TPU")
    assert found[-1].level is Level.GOOD
    assert "is 64 in europe-west4; tuning takes 64." in found[-1].text


@pytest.mark.parametrize(
    ("limit", "level", "remedy"),
    [
        (7, Level.STOP, "Ask for 16 in"),
        (8, Level.WARNING, "Ask for 16 in"),
        (15, Level.WARNING, "Ask for 16 in"),
        (16, Level.GOOD, ""),
        (-1, Level.GOOD, ""),
    ],
)
def test_the_base_models_answers_take_machines_of_their_own(cloud, check, limit, level, remedy):
    """8 for tuning and, in a job beside it, 8 for the answers: 16. Tuning alone can do with 8."""
    cloud.quotas[A100]["us-central1"] = limit
    quota = check(base_answers=True)[-1]
    assert (quota.level, quota.remedy[: len(remedy)]) == (level, remedy)
    assert "tuning takes 8, and the base model's answers, in a job beside it, 8 more." in quota.text


def test_a_bucket_in_another_region(cloud, check):
    """A warning: Google's own words on it differ from service to service."""
    (found,) = check(Level.WARNING, location="europe-west4", accelerator="")
    assert f"The bucket {cloud.staging} is in US-CENTRAL1 and the run in europe-west4" in found.text


def test_a_bucket_that_is_not_there(check):
    """It is said once, with the whole command; nobody asks for access to it."""
    (found,) = (
        one for one in check(bucket="gs://no-such-bucket-1/x") if "no-such-bucket-1" in one.text + one.remedy
    )
    assert (found.level, found.text) == (Level.STOP, "There is no bucket no-such-bucket-1.")
    assert found.remedy == (
        "gcloud storage buckets create gs://no-such-bucket-1 --project=studio-test-project "
        "--location=us-central1 --uniform-bucket-level-access"
    )


def test_no_bucket_is_set(cloud):
    """Everything else is looked at all the same."""
    found = check_google(location="us-central1", needs=Needs(APIS, (), ""))
    assert [one.level for one in found] == [Level.GOOD, Level.GOOD, Level.GOOD, Level.STOP]
    assert found[-1].remedy.startswith("Set BUCKET_NAME (or STAGING_BUCKET, for runs only)")


def test_neither_sign_in_nor_bucket(cloud, monkeypatch):
    """Both are said at once, and where the settings stand."""
    monkeypatch.delenv("SERVICE_ACCOUNT_KEY")
    sign_in, bucket, rest = check_google(location="us-central1", needs=Needs(APIS, (), ""))
    assert (sign_in.level, bucket.level, rest.level) == (Level.STOP, Level.STOP, Level.UNKNOWN)
    for one in (sign_in, bucket):
        assert "the file .env; docs/google-cloud.md" in one.remedy


def test_pipelines_that_run_as_nobody_in_particular(cloud, check, monkeypatch):
    """Whether the default account may be used is not known to the studio."""
    monkeypatch.delenv("SERVICE_ACCOUNT")
    (found,) = check(Level.UNKNOWN)
    assert "SERVICE_ACCOUNT is not set" in found.text


def test_an_expired_sign_in_is_said_once(cloud, check):
    cloud.expire_credentials()
    found = check()
    assert [one.level for one in found] == [Level.STOP, Level.UNKNOWN]
    assert "the sign-in has expired or was refused" in found[0].text


def test_no_sign_in_at_all(check, monkeypatch):
    monkeypatch.delenv("SERVICE_ACCOUNT_KEY")
    found = check()
    assert [one.level for one in found] == [Level.STOP, Level.UNKNOWN]
    assert "gcloud auth application-default login" in found[0].text


def test_a_sign_in_service_that_does_not_answer_is_no_verdict(cloud, check):
    cloud.fault("token", status=503, times=0)
    assert [one.level for one in check()] == [Level.UNKNOWN, Level.UNKNOWN]


def test_no_secret_is_in_any_line(cloud, check):
    cloud.fault("*.*", status=403, times=0, message=f"no {cloud.key()} {account().credentials.token} ya29.x")
    said = repr(check())
    assert not [secret for secret in cloud.secrets() if secret in said]


@pytest.mark.parametrize(
    ("place", "region", "parts", "expected"),
    [
        ("US-CENTRAL1", "us-central1", (), True),
        ("US", "us-central1", (), True),
        ("US", "europe-west4", (), False),
        ("EU", "europe-west4", (), True),
        ("ASIA", "asia-northeast1", (), True),
        ("NAM4", "us-central1", (), True),
        ("NAM4", "us-west1", (), False),
        ("EUR4", "europe-west4", (), True),
        ("US", "us-west4", ("US-CENTRAL1", "US-WEST4"), True),
        ("US", "us-east4", ("US-CENTRAL1", "US-WEST4"), False),
        ("EUROPE-WEST4", "europe-west1", (), False),
    ],
)
def test_where_a_bucket_fits(place, region, parts, expected):
    assert fits(place, region, parts) is expected


@pytest.mark.parametrize(
    ("limit", "level", "words"),
    [
        (1, Level.GOOD, "of studio-test-project is 1, over all regions and models; jobs above it wait."),
        (-1, Level.GOOD, "is without limit"),
        (0, Level.STOP, "is 0, so no model of Gemini can be tuned."),
        (None, Level.UNKNOWN, "Google does not list it"),
    ],
)
def test_the_quota_of_tuning_jobs_has_no_region(cloud, limit, level, words):
    cloud.quotas[TUNING_JOBS] = {EVERYWHERE: limit}
    if limit is None:
        del cloud.quotas[TUNING_JOBS]
    needs = Needs(permissions=("aiplatform.tuningJobs.create",), bucket=cloud.staging, tuning=True)
    quota = check_google(location="us-central1", needs=needs)[-1]
    assert quota.level == level
    assert words in quota.text


def test_the_quota_of_tuning_jobs_may_not_be_told(cloud):
    cloud.fault("quotas.*", status=403, times=0)
    needs = Needs(bucket=cloud.staging, tuning=True)
    quota = check_google(location="us-central1", needs=needs)[-1]
    assert quota.level == Level.UNKNOWN
    assert "could not be checked" in quota.text
