"""Object storage in a Cloud Storage bucket, through Google's own client."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO

from core.cloud import storage_client, translated
from core.errors import Conflict, NotFound
from core.progress import ShowProgress
from core.storage.addresses import CloudAddress
from core.storage.base import BLOCK, MeteredReader, StoredObject, key_problem, same_bytes, valid_key
from core.storage.fetching import buffered

PATIENCE = 60.0  # seconds


class CloudStore:
    """An ``ObjectStore`` in a bucket, below an optional prefix; nothing is asked of Google until it is used.

    An upload that is cancelled leaves no object; Cloud Storage forgets its unfinished session after a week.

    Args:
        bucket: The bucket's name; it must exist.
        prefix: The folder in it, without '/' at either end.
        client: A ``google.cloud.storage.Client``; by default one that the whole process shares, with the
            configured key's account, else the one this machine is signed in with, or none against
            ``STORAGE_EMULATOR_HOST``.
        patience: Seconds until a request that keeps failing is given up.
    """

    def __init__(
        self, bucket: str, prefix: str = "", client: Any = None, *, patience: float = PATIENCE
    ) -> None:
        self._bucket_name = bucket
        self._folder = f"{valid_key(prefix)}/" if prefix else ""
        self._client = client
        self._patience = patience
        self.root = str(CloudAddress(bucket, prefix))

    def put(self, key: str, source: BinaryIO, *, progress: ShowProgress | None = None) -> StoredObject:
        """Store a source; see ``ObjectStore.put``."""
        reader = MeteredReader(source, progress)
        existing = self.stat(key)
        return self._require_same(existing, reader) if existing else self._upload(key, reader)

    def open(self, key: str) -> BinaryIO:
        """Open an object; see ``ObjectStore.open``. What is read is of one generation, from first to last."""
        found = self.stat(key)
        if not found:
            raise NotFound(
                f"There is no object {key!r} in {self.root}. It may have been deleted or misspelt."
            )
        return buffered(partial(self._fetch, found), size=found.size)

    def stat(self, key: str) -> StoredObject | None:
        """Describe an object; see ``ObjectStore.stat``."""
        address = self.address(key)
        with translated(address, stored=True):
            blob = self._bucket().get_blob(self._name(key), **self._patiently())
        return self._view(blob) if blob else None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """List objects; see ``ObjectStore.list``. The web console's empty 'folder/' objects are left out."""
        with translated(self.root, stored=True):
            for blob in self._bucket().list_blobs(prefix=self._folder + prefix, **self._patiently()):
                if not key_problem(blob.name.removeprefix(self._folder)):
                    yield self._view(blob)

    def delete(self, key: str) -> None:
        """Remove an object; see ``ObjectStore.delete``."""
        address = self.address(key)
        with translated(address, stored=True):
            self._bucket().delete_blob(self._name(key), **self._patiently())

    def address(self, key: str) -> str:
        """Give an object's ``gs://`` address; see ``ObjectStore.address``."""
        return str(CloudAddress(self._bucket_name, self._name(key)))

    def _name(self, key: str) -> str:
        return valid_key(self._folder + valid_key(key))  # the limit of length is that of the whole name

    def _upload(self, key: str, reader: MeteredReader) -> StoredObject:
        from google.api_core.exceptions import PreconditionFailed  # noqa: PLC0415 - slow to import

        with translated(self.address(key), stored=True):
            blob = self._bucket().blob(self._name(key), chunk_size=BLOCK)
            with suppress(PreconditionFailed):
                # Without a size the upload is always resumable. The client compares the checksums of what it
                # sent and of what arrived, and deletes the object where they differ.
                blob.upload_from_file(reader, checksum="crc32c", if_generation_match=0, **self._patiently())
                return self._view(blob)
        return self._after_a_race(key, reader)

    def _after_a_race(self, key: str, reader: MeteredReader) -> StoredObject:
        """Somebody else wrote the key since it was looked up: that is fine if it is the same content."""
        existing = self.stat(key)
        if existing and reader.rewind():
            return self._require_same(existing, reader)
        raise Conflict(
            f"{self.address(key)} was written by somebody else meanwhile. Try again to compare the two."
        )

    def _require_same(self, existing: StoredObject, reader: MeteredReader) -> StoredObject:
        with self.open(existing.key) as stored:
            if same_bytes(reader, stored):
                return existing
        raise Conflict(
            f"{existing.address} holds other content, and what is stored never changes. Choose another key."
        )

    def _fetch(self, found: StoredObject, start: int, size: int) -> bytes:
        """Give some bytes of one generation of an object, as stored: never unzipped on the way."""
        how = {"raw_download": True, "checksum": None}  # the server only knows the whole object's checksum
        with translated(found.address, stored=True):
            blob = self._bucket().blob(self._name(found.key), generation=int(found.generation))
            end = start + size - 1
            return bytes(blob.download_as_bytes(start=start, end=end, **how, **self._patiently()))

    def _bucket(self) -> Any:
        self._client = self._client or storage_client()
        return self._client.bucket(self._bucket_name)

    def _patiently(self) -> dict[str, Any]:
        from google.cloud.storage.retry import DEFAULT_RETRY  # noqa: PLC0415 - slow to import

        return {"retry": DEFAULT_RETRY.with_timeout(self._patience), "timeout": self._patience}

    def _view(self, blob: Any) -> StoredObject:
        key = blob.name.removeprefix(self._folder)
        return StoredObject(
            address=self.address(key),
            key=key,
            size=blob.size,
            generation=str(blob.generation),
            crc32c=blob.crc32c,
            updated_at=blob.updated,
        )
