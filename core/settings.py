"""Every setting of the studio, typed, read from the environment and ``.env`` and checked at start."""

import os
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import DotEnvSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.db import Deadlines
from core.env_file import STARTED_IN, env_file
from core.errors import InvalidInput
from core.provider_settings import ProviderSettings
from core.server_settings import ServerSettings
from core.sign_in_settings import PREFIX, is_loopback

SECRETS = frozenset({"database", "metrics_token", "oidc_client_secret"})
CLOUD_VARIABLES = frozenset({"PREFSTUDIO_GOOGLE_ENDPOINT", "PREFSTUDIO_REQUEST_SECONDS"})  # core.cloud's
TEST_VARIABLES = frozenset({"PREFSTUDIO_REAL_DATA", "PREFSTUDIO_REQUIRE_ALL"})
REMOTE_VARIABLES = frozenset({"PREFSTUDIO_REMOTE", "PREFSTUDIO_TOKEN"})  # the command's
HIDDEN_VARIABLES = TEST_VARIABLES | REMOTE_VARIABLES | {STARTED_IN}
LARGEST_PORT = 65_535
IMPOSSIBLE = (
    "is no address: it is postgresql://user:password@host:port/name, the port is a number up to 65535, and "
    "@ : / ? # % in user and password are written %40 %3A %2F %3F %23 %25"
)


class Settings(ProviderSettings, ServerSettings):
    """What can be set, each as ``PREFSTUDIO_<NAME>``; the README documents every one, and a test holds it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    home: Path = Field(Path(".prefstudio"), description="Folder of all state: database, objects, runs, logs.")
    database: SecretStr = Field(
        SecretStr(""),
        description="postgresql://user:password@host/name for a team; empty means SQLite in home.",
    )
    connect_seconds: int = Field(
        10, ge=2, le=600, description="How long PostgreSQL may take to let the studio in."
    )
    statement_seconds: float = Field(
        60.0, ge=1, le=86_400, description="How long PostgreSQL may take for one statement."
    )
    lock_seconds: float = Field(
        30.0, ge=1, le=86_400, description="How long a change waits for those of others."
    )
    store: str = Field("", description="Address of the object store; empty means the folder objects in home.")
    host: str = Field(
        "127.0.0.1", description="Address the studio listens on; loopback only where people sign in locally."
    )
    port: int = Field(8501, ge=1, le=LARGEST_PORT, description="Port the studio listens on.")
    sample: bool = Field(True, description="Fill an empty database with the sample project.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much the log tells."
    )
    poll_seconds: float = Field(
        1.0, ge=0.05, le=60, description="Seconds between two rounds of polling the active runs."
    )
    cache_megabytes: int = Field(
        2_000, ge=1, description="Largest size of the cache of files that runs left in the cloud."
    )

    api_calls: int = Field(
        600, ge=10, le=1_000_000, description="How many calls a minute a personal token has."
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return absolute(home)

    @field_validator("database")
    @classmethod
    def _postgresql(cls, database: SecretStr) -> SecretStr:
        address = database.get_secret_value()
        if address and not address.startswith("postgresql://"):
            msg = "the address must begin with postgresql://, or be empty for SQLite in home"
            raise ValueError(msg)
        if address and not _is_possible(address):
            raise ValueError(IMPOSSIBLE)
        return database

    @field_validator("store")
    @classmethod
    def _absolute_store(cls, store: str) -> str:
        if store.startswith("hf:"):
            msg = "the store is a folder or a bucket; to a hub, sets are exported"
            raise ValueError(msg)
        return str(absolute(Path(store))) if store and "://" not in store else store

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        if self.is_local and not is_loopback(self.host):
            msg = (
                f"{PREFIX}HOST: {self.host!r} is not a loopback address. While {PREFIX}SIGN_IN is local, a "
                "name is all it takes to be somebody, so the studio listens on 127.0.0.1, ::1 or localhost "
                "only; accounts, oidc or iap let others in"
            )
            raise ValueError(msg)
        return self

    @property
    def database_url(self) -> str:
        """SQLAlchemy's address of the database; it may hold a password, so never show it."""
        if address := self.database.get_secret_value():
            return address.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{quote(str(self.home / 'studio.db'))}"

    @property
    def database_file(self) -> Path | None:
        """SQLite's file; None on PostgreSQL."""
        return None if self.database.get_secret_value() else self.home / "studio.db"

    @property
    def deadlines(self) -> Deadlines:
        """How long the database is waited for."""
        return Deadlines(self.connect_seconds, self.statement_seconds, self.lock_seconds)

    @property
    def store_address(self) -> str:
        """Address of the object store, ``file://`` or ``gs://``."""
        return self.store or (self.home / "objects").as_uri()

    @property
    def runs_folder(self) -> Path:
        """Folder with one folder a run."""
        return self.home / "runs"

    @property
    def cache_folder(self) -> Path:
        """Folder for copies of remote files; it may be deleted at any time."""
        return self.home / "cache"

    @property
    def log_file(self) -> Path:
        """The studio's own log."""
        return self.home / "logs" / "studio.log"


def absolute(path: Path) -> Path:
    """A path that a person gave, from the root on.

    Raises:
        ValueError: It cannot be one.
    """
    try:
        str(path).encode()
        return path.expanduser().resolve()
    except UnicodeEncodeError:
        msg = "is not valid Unicode; give a path that is"
    except (RuntimeError, OSError):  # a person whom nobody knows, or links that lead round in a circle
        msg = "leads nowhere; give a path that does"
    raise ValueError(msg)


def _is_possible(address: str) -> bool:
    """Whether a database's address can be taken apart."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return False
    # What follows an @ in a password would be taken for a host, and a host is shown.
    return 1 <= (url.port or LARGEST_PORT) <= LARGEST_PORT and "@" not in (url.host or "")


def load_settings(**given: object) -> Settings:
    """Read the settings; values given here win over the environment, and that over ``.env``.

    Raises:
        InvalidInput: A value is wrong, or a ``PREFSTUDIO_`` variable is not a setting (a typing mistake).
    """
    file = env_file()
    _refuse_unknown_variables(file)
    try:
        return Settings(_env_file=file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise InvalidInput(_sentence(error)) from None


def _refuse_unknown_variables(file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | CLOUD_VARIABLES | HIDDEN_VARIABLES
    in_file = {name.upper() for name in DotEnvSettingsSource(Settings, env_file=file).env_vars}
    given = {*os.environ, *in_file}
    unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    if unknown:
        settings = ", ".join(sorted(known - HIDDEN_VARIABLES))
        raise InvalidInput(
            f"The environment or .env sets {', '.join(unknown)}, which is no setting; there are: {settings}."
        )


def _sentence(error: ValidationError) -> str:
    parts = []
    for item in error.errors():
        said = item["msg"].removeprefix("Value error, ")
        if not item["loc"]:  # of several settings together, which the sentence names
            parts.append(f"{said}.")
            continue
        name = PREFIX + str(item["loc"][0]).upper()
        value = "" if item["loc"][0] in SECRETS else f" (it is {item['input']!r})"
        parts.append(f"{name}: {said}{value}.")
    return " ".join(parts)
