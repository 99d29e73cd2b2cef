"""Which machine a folder of local runs is on: replicas that share a database need not share a disk."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

MARK = ".machine"


def mark_machine(runs_folder: Path) -> str:
    """The name of the machine whose runs lie in this folder; the first to ask gives it one, made by lot."""
    runs_folder.mkdir(parents=True, exist_ok=True)
    if not (named := machine_of(runs_folder)):
        draft = runs_folder / f"{MARK}-{secrets.token_hex(8)}"
        draft.write_text(draft.name.removeprefix(f"{MARK}-"), encoding="utf-8")
        with suppress(FileExistsError):  # of two who ask at once, one names it
            os.link(draft, runs_folder / MARK)
        draft.unlink()
        named = machine_of(runs_folder)
    return named


def machine_of(runs_folder: Path) -> str:
    """The name that was given to the folder; empty where it has none or is not there."""
    try:
        return (runs_folder / MARK).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
