"""Logs that somebody sends: event files, and zip archives of folders of them, put into a folder."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from core.errors import InvalidInput
from core.event_files.found import MARK, is_log_name

MOST_FILES = 2_000
MOST_BYTES = 1_000_000_000
"""Of all that is put into the folder together; as much as may be uploaded at all."""
LONGEST_INDEX = 16_000_000  # bytes: an archive's table of contents is read as a whole, before anything of it
LONGEST_NAME = 200  # bytes; file systems take 255, and there is more to come before and behind it
BLOCK = 1 << 20
SAFE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Other ways to pack may ask for gigabytes before they give a byte."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, NotImplementedError, ValueError)
"""What `zipfile` raises of archives that are damaged, or packed in a way that it does not know."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: what it is called where it comes from, and its bytes."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Received:
    """What became of files that were sent: how many are there to be read, and how many are no logs."""

    files: int
    passed_over: int


def receive_logs(sent: Iterable[Sent], folder: Path) -> Received:
    """Put the logs among what was sent into a folder, from where `read_curves` reads them.

    Files of an archive keep their folders, so that logs stay apart and a resumed one stays one. Files that
    come one by one tell nothing of their folders: each becomes a log of its own, so that none hides another.

    Args:
        sent: Event files and zip archives, whatever their names claim.
        folder: An empty folder.

    Raises:
        InvalidInput: An archive is damaged, locked or names places outside of itself, or it is too much.
    """
    room = _Room(folder)
    for one in sent:
        if zipfile.is_zipfile(one.content):
            _unpack(one, room)
        else:
            own = _own_name(one.name)
            name = own if is_log_name(own) else f"events.out.{MARK}.{own}"
            one.content.seek(0)
            room.put(room.new_folder(_folder_of(own)) / name, one.content)
    return Received(room.files, room.passed_over)


class _Room:
    """The folder, and how much may still go into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = self.passed_over = 0
        self.left = MOST_BYTES
        self.named: Counter[str] = Counter()

    def new_folder(self, name: str) -> Path:
        """A folder of this name, with a number where there is one already."""
        while True:
            self.named[name] += 1
            number = self.named[name]
            made = self.folder / (name if number == 1 else f"{name} ({number})")
            if not made.exists():
                made.mkdir()
                return made

    def put(self, place: Path, content: BinaryIO) -> None:
        """Write a file, of which no more is read than there is room for."""
        self.files += 1
        if self.files > MOST_FILES:
            raise InvalidInput(
                f"These are more than {MOST_FILES:,} log files; send those of fewer logs at a time, or put "
                "them where the studio can read them, and name the folder."
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            while block := content.read(min(BLOCK, self.left + 1)):
                self.left -= len(block)
                if self.left < 0:
                    raise InvalidInput(
                        f"Unpacked, these logs have more than {MOST_BYTES:,} bytes; send fewer at a time, or "
                        "put them where the studio can read them, and name the folder."
                    )
                file.write(block)


def _unpack(sent: Sent, room: _Room) -> None:
    name = _own_name(sent.name)
    try:
        _refuse_long_index(sent.content, name)
        with zipfile.ZipFile(sent.content) as archive:
            folder = room.new_folder(name.removesuffix(".zip"))
            for member, place in _members(archive, name, room):
                with archive.open(member) as content:
                    room.put(folder / place, content)  # type: ignore[arg-type] # it reads, and no more is asked of it
    except BROKEN as error:
        why = getattr(error, "strerror", None) or "it is damaged"  # a full disk has its own words
        raise InvalidInput(
            f"The archive {name} cannot be unpacked: {why}; make it anew and send it again."
        ) from error


def _refuse_long_index(content: BinaryIO, name: str) -> None:
    """Look at what `zipfile` would read at once, by the very record that it goes by."""
    record = zipfile._EndRecData(content)  # type: ignore[attr-defined] # noqa: SLF001 - there is no public way
    if record is not None and record[5] > LONGEST_INDEX:  # its size in bytes
        raise InvalidInput(
            f"The archive {name} has too many files in it; make one of the folder that holds the logs alone."
        )


def _members(
    archive: zipfile.ZipFile, name: str, room: _Room
) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The logs in an archive, each with its place below the folder."""
    for member in archive.infolist():
        if member.is_dir():
            continue
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if not is_log_name(place.name):
            room.passed_over += 1
            continue
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
            raise InvalidInput(
                f"The archive {name} names places outside of itself; make it anew of the folder of the logs."
            )
        if member.flag_bits & 1 or member.compress_type not in SAFE:
            raise InvalidInput(
                f"The archive {name} is locked by a password, or packed in a rare way; pack it as an "
                "ordinary zip file."
            )
        yield member, place


def _own_name(name: str) -> str:
    """A file's name without folders and what no file system or screen takes."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*')
    return seen.encode()[-LONGEST_NAME:].decode(errors="ignore").strip(". ") or "file"


def _folder_of(name: str) -> str:
    """What a log is called that came as one file: its name without what all such files are called."""
    return name.removeprefix("events.out.").removeprefix(f"{MARK}.") or name
