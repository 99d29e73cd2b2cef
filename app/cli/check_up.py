"""``prefstudio doctor``: whether this installation can work, with a remedy for what cannot."""

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

import typer

from app.cli.common import MARKS, AsJson, tell
from core.cloud import (
    TASK_LOGS,
    Accelerator,
    CloudSettings,
    Needs,
    check_google,
    check_quota,
    cloud_settings,
    project_id,
)
from core.db import refuse_damaged, refuse_incomplete, revision_of
from core.errors import NotFound, StudioError
from core.findings import Finding, Level
from core.rehome import rehome
from core.services import open_studio
from core.settings import Settings, load_settings
from core.sign_in.providers import fetch_keys, issuer_at
from core.sign_in_settings import SignIn
from core.storage import open_store, translated
from core.training.google import last_checked_words

PACKAGES = ("streamlit", "sqlmodel", "pandas", "plotly", "tbparse", "kfp", "google-cloud-storage")
NEEDED_FREE_BYTES = 200_000_000
NOT_CONFIGURED = "google cloud: not configured (optional; see docs/google-cloud.md)"
NOTHING_SAID = {"region", "request_seconds"}
"""Settings that alone do not mean that somebody wants Google: REGION may be set for anything."""

GOOGLES_PERMISSIONS = (
    *(
        f"aiplatform.{kind}.{action}"
        for kind in ("pipelineJobs", "tuningJobs", "batchPredictionJobs")
        for action in ("create", "get", "list", "cancel")
    ),
    "aiplatform.endpoints.predict",
)
MACHINES: dict[str, Accelerator] = {"us-central1": "GPU", "europe-west4": "TPU"}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; it is good unless it must be mended."""

    name: str
    good: bool
    text: str
    level: Level


def doctor(*, as_json: AsJson = False) -> None:
    """Check settings, folder, database, store, packages and Google Cloud; exit status 1 if one is wrong."""
    checks = list(_checks())
    lines = [f"{MARKS[one.level]} {one.name:10} {one.text}" for one in checks]
    tell("\n".join(lines), checks, as_json=as_json)
    if not all(one.good for one in checks):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    yield _check("python", sys.version.split()[0], good=sys.version_info >= (3, 11))
    yield _try("settings", lambda: f"state in {load_settings().home}")
    try:
        settings = load_settings()
    except StudioError:
        return
    yield _try("folder", lambda: _folder(settings))
    database = _try("database", lambda: _database(settings))
    yield database
    yield _try("sign-in", lambda: _sign_in(settings))
    yield _try("store", lambda: f"{settings.store_address} answers, {_objects(settings)}")
    if database.good:
        yield _try("addresses", lambda: _addresses(settings))
    for package in PACKAGES:
        yield _try("package", partial(_package, package))
    yield from _google(settings)


def _check(name: str, text: str, *, good: bool) -> Check:
    return Check(name, good, text, Level.GOOD if good else Level.STOP)


def _package(name: str) -> str:
    return f"{name} {importlib.metadata.version(name)}"


def _try(name: str, look: Callable[[], str]) -> Check:
    try:
        return _check(name, look(), good=True)
    except importlib.metadata.PackageNotFoundError as error:
        return _check(name, f"{error.name} is not installed; run make setup", good=False)
    except (StudioError, OSError) as error:
        return _check(name, str(error), good=False)


def _folder(settings: Settings) -> str:
    with translated(settings.home):
        settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.W_OK):
        msg = f"{settings.home} cannot be written; set PREFSTUDIO_HOME to a folder of yours"
        raise OSError(msg)
    free = shutil.disk_usage(settings.home).free
    if free < NEEDED_FREE_BYTES:
        msg = f"only {free / 1e6:.0f} MB are free below {settings.home}; make room"
        raise OSError(msg)
    return f"{settings.home} can be written, {free / 1e9:.1f} GB free"


def _database(settings: Settings) -> str:
    with closing(open_studio(settings)) as studio:
        refuse_damaged(studio.db)
        refuse_incomplete(studio.db)
        return f"revision {revision_of(studio.db)}"


def _sign_in(settings: Settings) -> str:
    if settings.sign_in is SignIn.OIDC:
        return f"oidc: {issuer_at(settings.oidc_metadata_url)} answers; people come to {settings.url}"
    if settings.sign_in is SignIn.IAP:
        found = len(fetch_keys(settings.iap_keys_url))
        return f"iap: the proxy's keys can be fetched ({found}); people come to {settings.url}"
    return f"{settings.sign_in}: people come to {settings.url}" if settings.url else settings.sign_in.value


def _addresses(settings: Settings) -> str:
    """After a move or a copy of the home: find what it holds, and say what is nowhere."""
    with closing(open_studio(settings)) as studio:
        found = rehome(studio)
    if found.lost:
        more = f", and {len(found.lost) - 1} more" if len(found.lost) > 1 else ""
        raise NotFound(f"{found.lost[0]}{more}; bring back what the store held, or freeze the recipe again")
    if found.datasets or found.runs:
        return f"{found.datasets} data sets and {found.runs} runs were found where they are now"
    return "every data set is where it should be"


def _objects(settings: Settings) -> str:
    first = next(iter(open_store(settings.store_address).list()), None)
    return "empty" if first is None else "with objects in it"


def _google(settings: Settings) -> Iterator[Check]:
    """What launching at Google needs, as soon as any of its settings is set."""
    try:
        cloud = cloud_settings()
    except StudioError as error:
        yield _check("google", str(error), good=False)
        return
    if not (cloud.model_fields_set - NOTHING_SAID or settings.store_address.startswith("gs://")):
        yield _check("google", NOT_CONFIGURED, good=True)
        return
    for finding in _findings(cloud, settings):
        text = f"{finding.text} {finding.remedy}".strip()
        yield Check("google", finding.level is not Level.STOP, text, finding.level)


def _findings(cloud: CloudSettings, settings: Settings) -> list[Finding]:
    store = settings.store_address if settings.store_address.startswith("gs://") else ""
    bucket = cloud.staging_address or store
    needs = Needs(
        permissions=GOOGLES_PERMISSIONS, bucket=bucket, wanted=TASK_LOGS, whom="all methods at Google"
    )
    found = check_google(location=cloud.region, needs=needs)
    machines = MACHINES.get(cloud.region)
    if machines and found[0].level is Level.GOOD:
        quota = check_quota(project_id(), cloud.region, machines, base_answers=True)
        # a lack of machines stops a launch of the RLHF pipeline, but is no fault of the installation
        found.append(replace(quota, level=Level.WARNING) if quota.level is Level.STOP else quota)
    return [*found, Finding(Level.GOOD, last_checked_words())]
