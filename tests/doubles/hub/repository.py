"""Repositories as a hub keeps them: commits, each with all of its files; large ones by their sha256."""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

LARGE = (".parquet", ".gz", ".zst")
LARGEST_SMALL = 10 * 1024 * 1024


@dataclass(frozen=True)
class Commit:
    """One state of a repository."""

    oid: str
    title: str
    files: dict[str, bytes]
    at: str


@dataclass
class Repository:
    """A data set's repository.

    Attributes:
        id: ``owner/name``, as it is called now.
        private: Only the account of the token sees it.
        gated: Whoever has not accepted its terms may not read it.
        commits: From the first to the last one of the branch main.
        tags: Other names of commits.
    """

    id: str
    private: bool = False
    gated: bool = False
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes], title: str = "Add files", gone: tuple[str, ...] = ()) -> str:
        """Add a commit; its files are those of the last one and these, without those that are gone."""
        before = self.commits[-1].files if self.commits else {}
        after = {path: content for path, content in (before | files).items() if path not in gone}
        number = len(self.commits) + 1
        oid = f"{uuid4().hex}{number:08x}"
        self.commits.append(Commit(oid, title, after, f"2026-11-{number:02d}T10:00:00.000Z"))
        return oid

    def at(self, revision: str) -> Commit | None:
        """The commit that a revision names."""
        wanted = self.commits[-1].oid if revision == "main" and self.commits else revision
        wanted = self.tags.get(wanted, wanted)
        return next((each for each in self.commits if each.oid == wanted), None)

    def told(self, commit: Commit, path: str, *, expand: bool) -> dict[str, Any]:
        """What the hub says of a file."""
        content = commit.files[path]
        about: dict[str, Any] = {"type": "file", "path": path, "size": len(content), "oid": git_hash(content)}
        if is_large(path, len(content)):
            oid = hashlib.sha256(content).hexdigest()
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"
            about["oid"] = git_hash(pointer.encode())
            about["lfs"] = {"oid": oid, "size": len(content), "pointerSize": len(pointer)}
        if expand:
            last = self._last_change(commit, path)
            about["lastCommit"] = {"id": last.oid, "title": last.title, "date": last.at}
        return about

    def _last_change(self, commit: Commit, path: str) -> Commit:
        upto = self.commits[: self.commits.index(commit) + 1]
        last = upto[-1]
        for each in reversed(upto):
            if each.files.get(path) != commit.files[path]:
                break
            last = each
        return last


def is_large(path: str, size: int) -> bool:
    """Whether a file goes past git, as `.gitattributes` and the hub's limit have it."""
    return path.endswith(LARGE) or size > LARGEST_SMALL


def git_hash(content: bytes) -> str:
    """The hash by which git knows a content."""
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()  # noqa: S324 - as git does
