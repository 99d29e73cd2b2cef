"""Read event files into one tidy frame: a row a point."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from core.curves.event_file import FILE_COLUMNS, parse_event_file
from core.storage import local_copy
from core.training.run_files import FoundFile, find_event_files

COLUMNS = ["task", "tag", "step", "relative_step", "value", "wall_time"]


def read_curves(
    address: str, *, cache: Path, parse: Callable[[Path], pd.DataFrame] | None = None
) -> pd.DataFrame:
    """Read all curves of a run.

    Args:
        address: The run's folder, on this machine or in Cloud Storage.
        cache: The folder for copies of remote files.
        parse: ``parse_event_file``, or one that remembers its answers by (path, size, mtime).

    Returns:
        A row a point, with the columns of ``combine``; no rows where nothing has been written yet.

    Raises:
        InvalidInput: If one of the files is no event file; it is named.
    """
    return read_event_files(find_event_files(address), cache=cache, parse=parse)


def read_event_files(
    files: Iterable[FoundFile], *, cache: Path, parse: Callable[[Path], pd.DataFrame] | None = None
) -> pd.DataFrame:
    """As `read_curves`, for files that are known: nothing is listed, and what is cached is not fetched."""
    parse = parse or parse_event_file
    return combine((file.task, parse(local_copy(file, cache=cache))) for file in files)


def combine(parsed: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Put the files of a run together.

    Args:
        parsed: Pairs of a task's name and what ``parse_event_file`` gave for one of its files.

    Returns:
        Columns task, tag, step (int), relative_step (int: step minus the first step of that task, because
        a task may continue an earlier counter), value (float), wall_time (float), sorted by task, tag and
        step. Of several files' values for the same point the one with the latest wall time stays.
    """
    frames = [frame.assign(task=task) for task, frame in parsed if not frame.empty]
    if not frames:
        return _no_points()
    points = pd.concat(frames, ignore_index=True)
    points = points.sort_values("wall_time", kind="stable", na_position="first")
    points = points.drop_duplicates(["task", "tag", "step"], keep="last")
    points["relative_step"] = points["step"] - points.groupby("task")["step"].transform("min")
    return points[COLUMNS].sort_values(["task", "tag", "step"], ignore_index=True)


def _no_points() -> pd.DataFrame:
    """The frame of a run that has written nothing yet."""
    types = {"task": "str", "relative_step": "int64", **FILE_COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in COLUMNS})
