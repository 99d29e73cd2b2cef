"""A database file that lost its content, which SQLite would take for a new one."""

from pathlib import Path

from core.errors import Conflict

EMPTY = 1
"""Bytes: SQLite takes a file of one for empty, too."""
LOG = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How SQLite's write-ahead logs begin."""
NOTHING = bytes(4)
SEE_BACKUP = "“Backup” in the README says how to bring a studio back"


def refuse_lost(file: Path) -> None:
    """Look before SQLite does: it deletes the write-ahead log of a file that is missing or empty.

    Raises:
        Conflict: Only that log, beside a file without content, holds changes; or it cannot be read any more.
    """
    log = file.with_name(f"{file.name}-wal")
    if _is_damaged(log):
        raise Conflict(
            f"The file {log} is damaged, and what was saved last may stand only there; opening the database "
            f"would delete it. Copy the whole folder to a safe place; {SEE_BACKUP}. "
            f"To go on without it, remove {log.name}."
        )
    if _size(log) and _size(file) <= EMPTY:
        raise Conflict(
            f"The database {file} is {'empty' if file.exists() else 'missing'}, and {log.name} beside it "
            f"holds changes that opening would delete. Copy the whole folder to a safe place; {SEE_BACKUP}. "
            f"To begin anew, remove {log.name}."
        )


def refuse_emptied(file: Path, kept: list[Path]) -> None:
    """Refuse to make tables in a file that once had some.

    Args:
        file: A file without tables that was there before.
        kept: Folders that hold something only if there were rows.

    Raises:
        Conflict: One of them does.
    """
    if full := [folder for folder in kept if _holds_something(folder)]:
        raise Conflict(
            f"The database {file} has no tables, but {full[0]} holds something: the file was emptied, "
            f"or copied without its {file.name}-wal. {SEE_BACKUP}. To begin anew, remove {file.name}."
        )


def _is_damaged(log: Path) -> bool:
    """Whether a log does not begin as one; after a power cut it may begin with zeros, and holds nothing."""
    if not _size(log):
        return False
    with log.open("rb") as opened:
        beginning = opened.read(len(NOTHING))
    # A studio that ends meanwhile makes it shorter.
    return len(beginning) == len(NOTHING) and beginning not in {NOTHING, *LOG}


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(not one.name.startswith(".") for one in folder.iterdir())
