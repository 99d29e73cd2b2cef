"""Lay logs out as TensorBoard tells runs apart: a folder for each, named as the studio names it."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from core.event_files import MARK, FoundFile
from core.progress import Tell, silent
from core.storage import LocalAddress, local_copy, parse_address

Logs = Mapping[str, Sequence[FoundFile]]
"""The files of logs by the name of the run that wrote them, empty where they stand for themselves."""

LONGEST_NAME = 120  # bytes of a folder's name; a file system takes 255
LONGEST_FILE = 240
LONGEST_PATH = 6  # folders of a name
DIGITS = 8


def lay_out(folder: Path, logs: Logs, *, cache: Path, tell: Tell = silent) -> None:
    """Put each log into a folder of its own; may be called again as logs grow and others begin.

    Files of this machine are linked, so what is written to them is seen at once. A file in the cloud is
    written anew as a whole; its copy here only grows, because TensorBoard reads on from where it was.

    Args:
        folder: Where; what lies in it and is no part of these logs is removed.
        logs: What to show.
        cache: The folder for copies of remote files.
        tell: Told how far it is.

    Raises:
        NotFound: A file is gone.
        Unavailable: A file cannot be fetched.
    """
    placed = dict(_placed(folder, logs))
    for number, (target, file) in enumerate(placed.items(), start=1):
        tell(f"Log file {number:,} of {len(placed):,}: {file.address}")
        _bring(file, target, cache)
    for path in list(folder.rglob("*")):
        if path not in placed and (path.is_symlink() or path.is_file()):
            path.unlink(missing_ok=True)


def _placed(folder: Path, logs: Logs) -> Iterator[tuple[Path, FoundFile]]:
    """Where each file goes; names that would be one are told apart."""
    taken: set[Path] = set()
    for run, files in logs.items():
        for file in files:
            parts = [*_parts(run.replace("/", "_")), *_parts(file.task)]
            target = folder.joinpath(*parts, _part(file.address.rpartition("/")[2], longest=LONGEST_FILE))
            if target in taken:
                target = target.with_name(f"{target.name}.{_digits(file.address)}")
            taken.add(target)
            yield target, file


def _parts(name: str) -> list[str]:
    """A name as folders below each other; many would make a path that no file system takes."""
    parts = [_part(one) for one in name.split("/") if one]
    return parts if len(parts) <= LONGEST_PATH else [*parts[: LONGEST_PATH - 1], _digits(name)]


def _part(name: str, *, longest: int = LONGEST_NAME) -> str:
    """A name that is one folder or file here, whatever others called theirs."""
    seen = "".join(one if one.isprintable() else "_" for one in name)
    if seen in {"", ".", ".."}:
        return "_"
    return seen if len(seen.encode()) <= longest else f"{_digits(name)}.{MARK}"


def _digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGITS]


def _bring(file: FoundFile, target: Path, cache: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = local_copy(file, cache=cache)
    if isinstance(parse_address(file.address), LocalAddress):
        if not target.is_symlink() or target.readlink() != copy:
            target.unlink(missing_ok=True)
            target.symlink_to(copy)
        return
    with copy.open("rb") as source, target.open("ab") as grown:
        if file.size > grown.tell():
            source.seek(grown.tell())
            shutil.copyfileobj(source, grown)
