"""What the studio is told about Google Cloud, read from the environment and ``.env`` and checked."""

import os
import re
from functools import lru_cache
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.env_file import env_file, env_path
from core.errors import InvalidInput
from core.settings import absolute
from core.sign_in_settings import is_loopback

BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](/.+)?")
SECRETS = frozenset({"SERVICE_ACCOUNT_KEY"})
REQUEST_SECONDS = 60.0


class CloudSettings(BaseSettings):
    """Google Cloud's settings; the variables have the names that Google's own course and samples use.

    An empty variable counts as not set. Buckets are kept as ``name`` or ``name/prefix``.
    """

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, env_ignore_empty=True, hide_input_in_errors=True
    )

    project_id: str = Field(
        "", pattern=r"^([a-z][a-z0-9.:-]*[a-z0-9])?$", description="The project that is used and billed."
    )
    region: str = Field("us-central1", pattern=r"^[a-z0-9-]+$", description="Where jobs run by default.")
    bucket_name: str = Field("", description="Bucket of frozen data sets.")
    staging_bucket: str = Field(
        "", description="Bucket that runs write to; by default that of the data sets."
    )
    google_application_credentials: Path | None = Field(None, description="A key file.")
    service_account_key: SecretStr = Field(SecretStr(""), description="A key file's content in base64.")
    service_account: str = Field(
        "", pattern=r"^([^@\s]+@[^@\s]+)?$", description="The account that a pipeline runs as."
    )
    google_endpoint: str = Field(
        "",
        validation_alias=AliasChoices("PREFSTUDIO_GOOGLE_ENDPOINT", "google_endpoint"),
        description="An address that answers instead of every googleapis.com: for tests and proxies.",
    )
    request_seconds: float = Field(
        REQUEST_SECONDS,
        ge=0.1,
        le=600,
        validation_alias=AliasChoices("PREFSTUDIO_REQUEST_SECONDS", "request_seconds"),
        description="How long one request to Google may take, in seconds.",
    )

    @field_validator("bucket_name", "staging_bucket")
    @classmethod
    def _bucket(cls, text: str) -> str:
        name = text.removeprefix("gs://").rstrip("/")
        if name and not BUCKET.fullmatch(name):
            msg = "is neither a bucket's name nor gs://name or gs://name/folder"
            raise ValueError(msg)
        return name

    @field_validator("google_application_credentials")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and absolute(path)

    @field_validator("google_endpoint")
    @classmethod
    def _encrypted(cls, address: str) -> str:
        if address and not may_carry_tokens(address):
            msg = "must begin with https://, or with http:// and a loopback address: sign-ins travel there"
            raise ValueError(msg)
        return address.rstrip("/")

    @property
    def data_address(self) -> str:
        """Where frozen data sets go, ``gs://…``, or nothing."""
        return f"gs://{self.bucket_name}" if self.bucket_name else ""

    @property
    def staging_address(self) -> str:
        """Where runs write, ``gs://…``, or nothing."""
        return f"gs://{self.staging_bucket}" if self.staging_bucket else self.data_address

    def service_address(self, service: str) -> str:
        """The address of one of Google's services, such as ``us-central1-aiplatform``."""
        return self.google_endpoint or f"https://{service}.googleapis.com"


VARIABLES = tuple(
    str(field.validation_alias.choices[0])
    if isinstance(field.validation_alias, AliasChoices)
    else name.upper()
    for name, field in CloudSettings.model_fields.items()
)


def cloud_settings() -> CloudSettings:
    """The settings: read once, and again only when ``.env`` or a variable has changed since.

    Raises:
        InvalidInput: A value is wrong; the sentence names the variable and never quotes a secret.
    """
    path = env_path()
    return _read(path, file_stamp(path), tuple(map(os.environ.get, VARIABLES)))


def file_stamp(path: Path) -> tuple[int, ...]:
    """What tells one version of a file from the next; empty where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=8)
def _read(path: Path, stamp: tuple[int, ...], variables: tuple[str | None, ...]) -> CloudSettings:  # noqa: ARG001 - tell versions apart
    try:
        return CloudSettings(_env_file=env_file())
    except ValidationError as error:
        raise InvalidInput(" ".join(_sentence(item) for item in error.errors())) from None


def request_seconds() -> float:
    """How long one request may take; the default where the settings are wrong, which is said elsewhere."""
    try:
        return cloud_settings().request_seconds
    except InvalidInput:
        return REQUEST_SECONDS


def may_carry_tokens(address: str) -> bool:
    """Whether what is sent to an address is encrypted on its way, or never leaves this machine."""
    match = re.fullmatch(r"(https?)://(\[[0-9a-f:]+\]|[^:/?#@\s]+)(:\d+)?(/[^?#@\s]*)?", address)
    if not match:
        return False
    return match[1] == "https" or is_loopback(match[2].strip("[]"))


def _sentence(item: ErrorDetails) -> str:
    name = str(item["loc"][0]).upper()
    value = "" if name in SECRETS else f" (it is {item['input']!r})"
    return f"{name}: {item['msg'].removeprefix('Value error, ')}{value}."
