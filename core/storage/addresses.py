"""Addresses as people and Google write them, made into typed values and back."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, unquote_to_bytes

from core.errors import InvalidInput
from core.storage.base import key_problem

ACCEPTED = (
    "Accepted are gs://bucket/name, hf://datasets/owner/name/path, file:///absolute/path (with '#', '?' and "
    "'%' written as %23, %3F and %25) and a plain path on this machine"
)
DATASET = "dataset"  # what the hub's clients call this kind of repository
HUB = f"hf://{DATASET}s/"
MAIN = "main"
COMMIT = re.compile(r"[0-9a-f]{40}")
BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
"""The hub's rule for either half of a repository's name."""
REVISION = re.compile(r"[^\s\\?*\[^~:]{1,250}")
KEPT_REVISION = re.compile(r"refs/(?:convert/[\w.-]+|pr/\d+)")
"""Revisions that the hub itself makes; the slashes in them are written as they are."""
BAD_IN_FILE_ADDRESS = re.compile(r"[?#]|%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class LocalAddress:
    """A file or folder of this machine; ``path`` is absolute and free of '..'."""

    path: Path

    def __str__(self) -> str:
        return f"file://{quote(str(self.path))}"


@dataclass(frozen=True)
class CloudAddress:
    """A bucket and a name in it; an empty name means the whole bucket. Nothing is percent-encoded."""

    bucket: str
    name: str = ""

    def __str__(self) -> str:
        return f"gs://{self.bucket}/{self.name}".rstrip("/")


@dataclass(frozen=True)
class HubAddress:
    """A data set's repository on a hub, a revision of it, and a name in it; an empty name means all of it.

    Attributes:
        repository: ``owner/name``.
        name: The path in the repository; nothing in it is percent-encoded.
        revision: A branch, a tag or a commit; empty for the branch that the hub shows first.
    """

    repository: str
    name: str = ""
    revision: str = ""

    @property
    def branch(self) -> str:
        """The revision that is meant where none is named."""
        return self.revision or MAIN

    def __str__(self) -> str:
        kept = KEPT_REVISION.fullmatch(self.revision)
        revision = self.revision if kept else quote(self.revision, safe="")
        at = f"@{revision}" if revision else ""
        return f"{HUB}{self.repository}{at}/{self.name}".rstrip("/")


Address = LocalAddress | CloudAddress | HubAddress


def parse_address(text: str) -> Address:
    """Read a ``gs://``, ``hf://`` or ``file://`` address or a plain local path (``~`` and relative ones too).

    A '/' at the end is dropped: a folder and its address are the same with and without it.

    Raises:
        InvalidInput: It is none of these; the sentence says which are accepted.
    """
    if text != text.encode(errors="replace").decode():
        raise _refusal(text, "is not valid Unicode")
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _local(text, os.path.expanduser(text))  # noqa: PTH111 - Path's own raises for an unknown ~user
    if scheme == "gs":
        return _cloud(text, rest)
    if scheme == "hf":
        return _hub(text)
    if scheme == "file":
        return _local(text, _decoded(text, rest))
    raise _refusal(text, f"has the unknown scheme '{scheme}://'")


def _cloud(text: str, rest: str) -> CloudAddress:
    bucket, _, name = rest.partition("/")
    if not BUCKET.fullmatch(bucket):
        raise _refusal(text, f"names no possible bucket ({bucket!r})")
    name = name.removesuffix("/")
    if name and (problem := key_problem(name)):
        raise _refusal(text, f"has a name that {problem}")
    return CloudAddress(bucket, name)


def _hub(text: str) -> HubAddress:
    if not text.startswith(HUB):
        raise _refusal(text, f"is on a hub and does not begin with {HUB}")
    owner, _, rest = text.removeprefix(HUB).partition("/")
    repository, revision, name = _split(rest)
    if not (REPOSITORY.fullmatch(owner) and REPOSITORY.fullmatch(repository)):
        raise _refusal(text, f"names no repository ({HUB}owner/name)")
    if revision is not None and not REVISION.fullmatch(revision):
        raise _refusal(text, "names no possible revision")
    name = name.removesuffix("/")
    if name and (problem := key_problem(name)):
        raise _refusal(text, f"has a name that {problem}")
    return HubAddress(f"{owner}/{repository}", name, revision or "")


def _split(rest: str) -> tuple[str, str | None, str]:
    """What stands behind the owner: the repository's name, the revision if one is named, and the path."""
    repository, at, behind = rest.partition("@")
    if not at or "/" in repository:  # an @ in the path is a part of it
        repository, _, name = rest.partition("/")
        return repository, None, name
    kept = KEPT_REVISION.match(behind)
    if kept and behind[kept.end() : kept.end() + 1] in {"", "/"}:
        return repository, kept[0], behind[kept.end() + 1 :]
    revision, _, name = behind.partition("/")
    return repository, unquote(revision), name


def _decoded(text: str, rest: str) -> str:
    path = rest.removeprefix("localhost")
    if not path.startswith("/"):
        raise _refusal(text, "is not an absolute path of this machine")
    if BAD_IN_FILE_ADDRESS.search(path):
        raise _refusal(text, "has a '#', '?' or '%' that is not percent-encoded")
    try:
        return unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        raise _refusal(text, "does not decode to UTF-8") from None


def _local(text: str, path: str) -> LocalAddress:
    if not path or "\0" in path:
        raise _refusal(text, "is empty or has a NUL in it")
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps '..'
    return LocalAddress(Path("/" + absolute.lstrip("/")))  # POSIX lets '//x' stay apart from '/x'


def _refusal(text: str, problem: str) -> InvalidInput:
    return InvalidInput(f"The address {text[:200]!r} {problem}. {ACCEPTED}.")
