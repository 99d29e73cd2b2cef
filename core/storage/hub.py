"""Files of a data set's repository on a hub, through ``huggingface_hub`` and its file system for fsspec."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any, BinaryIO

from core.errors import Conflict, NotFound
from core.progress import ShowProgress
from core.storage.addresses import COMMIT, DATASET, HubAddress
from core.storage.base import BLOCK, StoredObject, key_problem, valid_key
from core.storage.fetching import buffered
from core.storage.hub_client import hub_client
from core.storage.hub_commit import commit_files, head_of, require_writable
from core.storage.hub_errors import hub_told
from core.storage.hub_sent import is_file

BLOCKS_KEPT = 16
"""Of a file that is read in several places in turn, as Parquet is: 32 MiB."""
BUFFER = 256 * 1024
UNTOLD = datetime(1970, 1, 1, tzinfo=UTC)
"""When something was written of which the hub does not say when."""


class HubStore:
    """An ``ObjectStore`` in the repository of a data set, below an optional folder.

    What is read is of the commit that the revision names when it is asked first, and what is written is one
    commit. Nothing is asked of the hub until it is used.

    Args:
        where: The repository, the revision, and the folder.
    """

    def __init__(self, where: HubAddress) -> None:
        self._where = where
        self._folder = f"{valid_key(where.name)}/" if where.name else ""
        self.root = str(where)

    def put(self, key: str, source: BinaryIO, *, progress: ShowProgress | None = None) -> StoredObject:
        """Commit one file to a repository that is there; see ``ObjectStore.put``."""
        path = self._path(key)
        commit_files(replace(self._where, name=""), {path: source}, f"Add {path}", progress=progress)
        stored = self.stat(key)
        if stored is None:
            raise Conflict(f"{self.address(key)} was removed by somebody else meanwhile. Do it again.")
        return stored

    def open(self, key: str) -> BinaryIO:
        """Open a file of the commit; see ``ObjectStore.open``. Only what is read is fetched."""
        found = self._info(key, self.commit_read)
        if found is None:
            raise NotFound(f"There is no file {key!r} in {self.root}. It may have been deleted or misspelt.")
        address = str(HubAddress(self._where.repository, self._path(key), self.commit_read))
        with hub_told(address, of=self._where.repository):
            file = self._opened(address, found.size)
        return buffered(partial(self._fetch, file, address), size=found.size, block=BUFFER)

    def stat(self, key: str) -> StoredObject | None:
        """Describe a file; its generation is the last commit that changed it. See ``ObjectStore.stat``."""
        found = self._info(key, self._where.branch)
        return self._view(found) if found else None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """List files of the commit; see ``ObjectStore.list``. Their generation is that commit."""
        from huggingface_hub.errors import EntryNotFoundError  # noqa: PLC0415 - slow to import

        folder = (self._folder + prefix).rpartition("/")[0]
        how = {"repo_type": DATASET, "revision": self.commit_read, "recursive": True}
        with hub_told(self.root, of=self._where.repository):
            try:
                below = [*self._api.list_repo_tree(self._where.repository, folder or None, **how)]
            except EntryNotFoundError:
                return
        for found in sorted(filter(is_file, below), key=lambda each: str(each.path)):
            key = found.path.removeprefix(self._folder)
            if found.path.startswith(self._folder + prefix) and not key_problem(key):
                yield self._view(found)

    def delete(self, key: str) -> None:
        """Remove a file with a commit of its own; see ``ObjectStore.delete``."""
        require_writable(self._where)
        how = {"repo_type": DATASET, "revision": self._where.branch}
        with hub_told(self.address(key), of=self._where.repository):
            self._api.delete_file(self._path(key), self._where.repository, **how)

    def address(self, key: str) -> str:
        """A file's address in the revision that was named; see ``ObjectStore.address``."""
        return str(replace(self._where, name=self._path(key)))

    @cached_property
    def commit_read(self) -> str:
        """The commit that the revision names now."""
        if COMMIT.fullmatch(self._where.revision):
            return self._where.revision
        with hub_told(self.root, of=self._where.repository):
            return head_of(self._api, self._where)

    @cached_property
    def _api(self) -> Any:
        return hub_client()

    def _path(self, key: str) -> str:
        return valid_key(self._folder + valid_key(key))

    def _info(self, key: str, revision: str) -> Any:
        """What the hub says of a file, with its last commit; None if there is none."""
        how = {"repo_type": DATASET, "revision": revision, "expand": True}
        with hub_told(self.address(key), of=self._where.repository):
            found = self._api.get_paths_info(self._where.repository, [self._path(key)], **how)
        return next(filter(is_file, found), None)

    def _opened(self, address: str, size: int) -> Any:
        from huggingface_hub import HfFileSystem  # noqa: PLC0415 - slow to import

        # It remembers folders that it has listed, which of a commit never change: that spares requests.
        files = HfFileSystem(endpoint=self._api.endpoint, token=self._api.token)
        kept = {"maxblocks": BLOCKS_KEPT}
        how = {"block_size": BLOCK, "size": size, "cache_type": "blockcache", "cache_options": kept}
        return files.open(address, "rb", **how)

    def _fetch(self, file: Any, address: str, start: int, size: int) -> bytes:
        with hub_told(address, of=self._where.repository):
            file.seek(start)
            return bytes(file.read(size))

    def _view(self, found: Any) -> StoredObject:
        last = found.last_commit
        key = found.path.removeprefix(self._folder)
        return StoredObject(
            address=self.address(key),
            key=key,
            size=found.size,
            generation=last.oid if last else self.commit_read,
            crc32c=None,
            updated_at=last.date if last else UNTOLD,
        )


def pinned(where: HubAddress) -> HubAddress:
    """The same address at the commit that its revision names now.

    Raises:
        NotFound: There is no such repository or revision, or none that may be seen.
    """
    return replace(where, revision=HubStore(replace(where, name="")).commit_read)
