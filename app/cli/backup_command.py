"""``prefstudio backup`` and ``prefstudio restore``."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import AsJson, progress_line, refuse_none, tell
from core.backup import Manifest, as_of, check_backup, make_backup, restore_backup
from core.services import open_studio
from core.settings import absolute, load_settings

SHOWN = 3


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; nothing may be there yet.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write all of the studio to one file, as of one moment, while people go on working."""
    settings = load_settings()
    refuse_none(settings)
    path = absolute(file)
    with closing(open_studio(settings, as_it_is=True)) as studio, progress_line(quiet=as_json) as progress:
        made = make_backup(studio, path, progress=progress)
    tell(f"{path}: {_summary(made)}{_left_out(made)}", _figures(made, path), as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `prefstudio backup` made.")],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only read all of it and say what it is; nothing is written.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a studio back from a backup, into an empty home and database of either kind."""
    settings, path = load_settings(), absolute(file)
    with progress_line(quiet=as_json) as progress:
        if check:
            found, said = check_backup(path, progress=progress), f"{path} is whole: "
        else:
            found, said = restore_backup(settings, path, progress=progress), f"Restored to {settings.home}: "
    after = "" if check else " Everybody signs in anew; open invitations are to be made again."
    tell(f"{said}{_summary(found)}{after}", _figures(found, path), as_json=as_json)


def _summary(made: Manifest) -> str:
    return (
        f"{made.rows:,} rows of {len(made.tables)} tables, {len(made.objects):,} objects and "
        f"{len(made.files):,} files of runs, as of {as_of(made.moment)} (revision {made.revision})."
    )


def _left_out(made: Manifest) -> str:
    """What the rows name and the file has not."""
    lines = []
    for addresses, why in (
        (made.gone, "is on record, but there is nothing"),
        (made.elsewhere, "lies in another store and is kept there"),
    ):
        lines += [f"{one} {why}." for one in addresses[:SHOWN]]
        if more := len(addresses) - SHOWN:
            lines += [f"So it is with {more:,} more."] if more > 0 else []
    return "".join(f"\nnote {line}" for line in lines)


def _figures(made: Manifest, path: Path) -> dict[str, object]:
    parts = {"rows": made.rows, "objects": len(made.objects), "files": len(made.files), "bytes": made.bytes}
    told = {"file": str(path), "moment": made.moment, "revision": made.revision}
    return told | parts | {"gone": made.gone, "elsewhere": made.elsewhere}
