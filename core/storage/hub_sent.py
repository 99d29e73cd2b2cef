"""Files on their way into a commit: told from what is there, and metered while they are sent."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from core.progress import Progress, ShowProgress, Step
from core.storage.base import BLOCK


@dataclass(frozen=True)
class Upload:
    """A file for one commit; ``git_sha1`` is its hash as git has it, which the hub knows small files by."""

    path: str
    operation: Any
    git_sha1: str

    def is_there(self, found: Any) -> bool:
        """Whether what the hub has at that path is this very content."""
        if found is None or not is_file(found):
            return False
        if found.lfs:
            return bool(found.lfs.sha256 == self.operation.upload_info.sha256.hex())
        return bool(found.blob_id == self.git_sha1)


def is_file(found: Any) -> bool:
    """Whether what the hub tells of a path is a file, and no folder."""
    return hasattr(found, "blob_id")


def uploads(files: Mapping[str, BinaryIO], progress: ShowProgress | None) -> list[Upload]:
    """Files made ready for a commit; each is read once for its hashes, and once when it is sent."""
    meter = _Meter(progress, sum(map(_size_of, files.values())))
    return [_upload(path, source, meter) for path, source in files.items()]


def _upload(path: str, source: BinaryIO, meter: "_Meter") -> Upload:
    from huggingface_hub import CommitOperationAdd  # noqa: PLC0415 - slow to import

    sent = _Sent(source, meter)
    hashed = _git_sha1(source)
    # An open file goes by HTTP: so it is metered and can be cancelled, other than by Xet's own way.
    operation = CommitOperationAdd(path, io.BufferedReader(sent, BLOCK))
    sent.is_metered = True
    return Upload(path, operation, hashed)


def _git_sha1(source: BinaryIO) -> str:
    digest = hashlib.sha1(f"blob {_size_of(source)}\0".encode(), usedforsecurity=False)
    source.seek(0)
    while block := source.read(BLOCK):
        digest.update(block)
    source.seek(0)
    return digest.hexdigest()


def _size_of(source: BinaryIO) -> int:
    here = source.tell()
    end = source.seek(0, io.SEEK_END)
    source.seek(here)
    return end


class _Meter:
    """How many bytes of all files are sent; those that are sent anew after a fault count once."""

    def __init__(self, progress: ShowProgress | None, total: int) -> None:
        self._progress, self._total = progress, total
        self._reached: dict[int, int] = {}

    def reach(self, file: int, place: int) -> None:
        """Somebody has read a file up to here."""
        self._reached[file] = max(place, self._reached.get(file, 0))
        if self._progress:
            self._progress(Progress(Step.UPLOADING, sum(self._reached.values()), self._total))


class _Sent(io.RawIOBase):
    """A file as it is read by whoever sends it."""

    def __init__(self, source: BinaryIO, meter: _Meter) -> None:
        self._source, self._meter = source, meter
        self.is_metered = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()

    def readinto(self, buffer: Any) -> int:
        block = self._source.read(len(buffer))
        buffer[: len(block)] = block
        if self.is_metered:
            self._meter.reach(id(self), self._source.tell())
        return len(block)
