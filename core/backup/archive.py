"""The file of a backup: a zip with a manifest at its end, written once and read by name."""

import errno
import hashlib
import os
import secrets
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.backup.manifest import MANIFEST, SEAL, Manifest, Part, read_manifest
from core.errors import Conflict, InvalidInput
from core.storage import translated

BLOCK = 1 << 20
OWN = 0o600
"""It holds everybody's answers, and the hashes of their passwords."""
QUICK = 1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What zipfile raises for bytes that were changed: an offset that became negative is an OSError, for one."""
Count = Callable[[int], object]
"""Told how many more bytes have gone through."""


class ArchiveWriter:
    """Writes one file after another."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK)

    def add(self, member: str, blocks: Iterable[bytes], count: Count) -> Part:
        """Write a file; its name in the part is the member's."""
        info = zipfile.ZipInfo(member)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | OWN) << 16
        size, digest = 0, hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as out:
            for block in blocks:
                out.write(block)
                digest.update(block)
                size += len(block)
                count(len(block))
        return Part(name=member, size=size, sha256=digest.hexdigest())

    def abandon(self) -> None:
        """Let go of a file that nobody wants any more; an end is written to it if that can be."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def end(self, manifest: Manifest) -> None:
        """Write the manifest, and its hash."""
        text = manifest.model_dump_json(indent=1).encode()
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SEAL, hashlib.sha256(text).hexdigest())
        self._zip.close()


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner may read, and that has its name when all of it is on the disk, or never.

    Raises:
        Conflict: Something has the name.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with translated(path):
            if path.exists():
                raise Conflict(f"{path} is there already; a backup replaces nothing. Name another file.")
            number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN)
        with open(number, "wb", buffering=BLOCK) as file:  # noqa: PTH123 - by its number
            yield file
            file.flush()
            os.fsync(number)
        with translated(path):
            _publish(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _publish(partial: Path, path: Path) -> None:
    """Give the file its name, down to the disk; a name that somebody has taken meanwhile stays theirs."""
    try:
        os.link(partial, path)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}:
            raise
        partial.rename(path)  # a file system without second names
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class ArchiveReader:
    """Reads a backup; what is not as its manifest says is refused by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with translated(path):
            self._file = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
            self.manifest = self._manifest()
        except BaseException as error:
            self._file.close()
            if isinstance(error, DAMAGED):
                raise self._refusal(f"it is no backup, or was cut short ({error})") from error
            raise

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()
        self._file.close()

    def blocks(self, member: str, part: Part) -> Iterator[bytes]:
        """The content of a file, in blocks.

        Raises:
            InvalidInput: It is not what the manifest says. What was given until then may be wrong.
        """
        size, digest = 0, hashlib.sha256()
        try:
            with self._zip.open(member) as file:
                while size <= part.size and (block := file.read(BLOCK)):
                    size += len(block)
                    digest.update(block)
                    yield block
        except (KeyError, *DAMAGED) as error:
            raise self._refusal(f"{member} in it is damaged ({error})") from error
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise self._refusal(f"{member} in it is not what it was made with")

    def lines(self, member: str, part: Part) -> Iterator[bytes]:
        """The content of a file of lines, line by line, as `blocks`."""
        rest = b""
        for block in self.blocks(member, part):
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def check(self, count: Count) -> None:
        """Read all of it.

        Raises:
            InvalidInput: Something is missing, damaged or too much.
        """
        parts = dict(self.manifest.parts)
        if strange := sorted(set(self._zip.namelist()) - parts.keys() - {MANIFEST, SEAL}):
            raise self._refusal(f"{strange[0]} in it is no part of what was made")
        for member, part in parts.items():
            for block in self.blocks(member, part):
                count(len(block))

    def _manifest(self) -> Manifest:
        try:
            text, seal = self._zip.read(MANIFEST), self._zip.read(SEAL)
        except KeyError as error:
            raise self._refusal("it is no backup of a studio: it has no manifest") from error
        except DAMAGED as error:
            raise self._refusal(f"{MANIFEST} in it is damaged ({error})") from error
        if hashlib.sha256(text).hexdigest().encode() != seal:
            raise self._refusal(f"{MANIFEST} in it is not what it was made with")
        return read_manifest(text, of=self.path)

    def _refusal(self, why: str) -> InvalidInput:
        return InvalidInput(f"{self.path} cannot be used: {why}. Take another backup.")


def blocks_of(file: BinaryIO, length: int | None = None) -> Iterator[bytes]:
    """What is left to read of a file, in blocks; no more than so many bytes, if a length is given."""
    left = length
    with file:
        while block := file.read(BLOCK if left is None else min(BLOCK, left)):
            yield block
            left = None if left is None else left - len(block)
