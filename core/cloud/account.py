"""Who the studio is at Google: from a key in the environment, a key file, or this machine's sign-in."""

import os
import warnings
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr

from core.cloud.secrets import KEY_FILE, MAKE_ONE, decoded_key, key_from_file, require_service_account
from core.cloud.settings import CloudSettings, cloud_settings, file_stamp, request_seconds
from core.errors import InvalidInput, NotAllowed

SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
Kind = Literal["service account key", "key file", "application default"]


@dataclass(frozen=True, eq=False)
class Account:
    """An account at Google; two are the same only if they are one object, so clients can be kept by it.

    Attributes:
        kind: Where it comes from.
        email: The service account's, or nothing where nobody tells, as for a person's own sign-in.
        project: The project that is used and billed, or nothing where none is known.
        credentials: What Google's clients take; never shown.
    """

    kind: Kind
    email: str
    project: str
    credentials: Any = field(repr=False)


def account() -> Account:
    """The account of the settings; the same object as long as neither they nor the files change.

    Raises:
        NotAllowed: There is none, or it cannot be used; the sentence says why and what to do.
        InvalidInput: A setting is wrong.
    """
    settings = cloud_settings()
    if settings.service_account_key.get_secret_value():
        return _of_key(settings.service_account_key, settings.project_id)
    path = settings.google_application_credentials
    if path:
        return _of_file(path, file_stamp(path), settings.project_id)
    return _of_machine(_machine_stamp(), settings.project_id)


def has_own_key(settings: CloudSettings) -> bool:
    """Whether a key or a key file is set, so that this machine's sign-in does not count."""
    return bool(settings.service_account_key.get_secret_value() or settings.google_application_credentials)


def project_id() -> str:
    """The project: PROJECT_ID, else that of the key or the sign-in.

    Raises:
        InvalidInput: None is known.
        NotAllowed: There is no account.
    """
    if project := cloud_settings().project_id or account().project:
        return project
    raise InvalidInput("No Google Cloud project is known. Set PROJECT_ID to the project's id.")


@lru_cache(maxsize=8)
def _of_key(key: SecretStr, project: str) -> Account:
    info = decoded_key(key.get_secret_value())
    return _of_service_account("service account key", info, "SERVICE_ACCOUNT_KEY", project)


@lru_cache(maxsize=8)
def _of_file(path: Path, stamp: tuple[int, ...], project: str) -> Account:  # noqa: ARG001 - tells versions apart
    info = key_from_file(path)
    if info.get("type") == "service_account":
        return _of_service_account("key file", info, KEY_FILE, project)
    from google.auth import load_credentials_from_file  # noqa: PLC0415 - slow to import

    # workload identity, or a person's sign-in, which Google's library tells apart
    return _found("key file", KEY_FILE, partial(load_credentials_from_file, str(path)), project)


def _of_service_account(kind: Kind, info: dict[str, Any], source: str, project: str) -> Account:
    require_service_account(info, source)
    try:
        credentials = _bounded_class().from_service_account_info(info, scopes=SCOPES)
    except ValueError:
        raise NotAllowed(
            f"{source} holds a private_key that is no private key in PEM form. {MAKE_ONE}."
        ) from None
    return Account(kind, info["client_email"], project or str(info.get("project_id", "")), credentials)


@lru_cache(maxsize=8)
def _of_machine(stamp: tuple[Any, ...], project: str) -> Account:  # noqa: ARG001 - tells sign-ins apart
    from google.auth import default  # noqa: PLC0415 - slow to import

    return _found("application default", "This machine's own sign-in", default, project)


def _found(kind: Kind, source: str, load: Any, project: str) -> Account:
    """An account whose kind of credentials Google's library picks."""
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415 - slow to import

    try:
        with warnings.catch_warnings():
            # it advises against files in general, and against a person's own sign-in
            warnings.filterwarnings("ignore", module=r"google\.auth")
            credentials, of_source = load(scopes=SCOPES)
    except (GoogleAuthError, ValueError):
        raise NotAllowed(
            f"{source} cannot be used to sign in to Google. Set SERVICE_ACCOUNT_KEY or "
            "GOOGLE_APPLICATION_CREDENTIALS, or run 'gcloud auth application-default login'."
        ) from None
    fetch = credentials.refresh
    credentials.refresh = lambda request: fetch(partial(request, timeout=request_seconds()))
    return Account(kind, email_of(credentials), project or of_source or "", credentials)


@cache
def _bounded_class() -> Any:
    """Credentials whose sign-in takes no longer than any other request.

    Google's wait two minutes for a token, longer than a run may be held by one follower.
    """
    from google.oauth2 import service_account  # noqa: PLC0415 - slow to import

    class BoundedCredentials(service_account.Credentials):
        def refresh(self, request: Any) -> None:
            """Fetch a new token."""
            super().refresh(partial(request, timeout=request_seconds()))  # type: ignore[no-untyped-call] # Google's

        def _is_regional_access_boundary_lookup_required(self) -> bool:
            """Google's library would ask another host beside the one that is to answer instead of all."""
            return not cloud_settings().google_endpoint and bool(
                super()._is_regional_access_boundary_lookup_required()  # type: ignore[no-untyped-call] # Google's
            )

    return BoundedCredentials


def email_of(credentials: Any) -> str:
    """The service account's email as far as the credentials know it."""
    email = str(getattr(credentials, "service_account_email", "") or "")
    return email if "@" in email else ""  # Compute Engine's is 'default' until it is asked


def _machine_stamp() -> tuple[Any, ...]:
    """What changes when somebody signs in or out with gcloud."""
    folder = Path(os.environ.get("CLOUDSDK_CONFIG") or Path.home() / ".config" / "gcloud")
    return (str(folder), file_stamp(folder / "application_default_credentials.json"))
