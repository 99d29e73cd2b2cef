"""Read event files into one tidy frame, a row a point; each is checked record by record.

TensorBoard's reader takes a file that is no event file, or a damaged one, for an empty one.
"""

import struct
import warnings
from collections.abc import Callable, Iterable
from numbers import Real
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
from pandas.errors import Pandas4Warning

from core.errors import InvalidInput
from core.storage import CloudAddress, local_copy, parse_address
from core.training.event_writer import masked_crc
from core.training.models import FileKind
from core.training.run_files import MARK, FoundFile, find_event_files, is_event_name
from core.training.runs import RunDetail

COLUMNS = ["task", "tag", "step", "relative_step", "value", "wall_time"]
FILE_COLUMNS = {"tag": "str", "step": "int64", "value": "float64", "wall_time": "float64"}
HEADER = 12  # bytes: the length as uint64, then its masked crc32c as uint32
FOOTER = 4  # bytes: the masked crc32c of the data


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


def read_run_curves(
    detail: RunDetail, *, cache: Path, parse: Callable[[Path], pd.DataFrame] | None = None
) -> pd.DataFrame:
    """As `read_curves`, for a run: of one in the cloud the follower has listed the files already."""
    if isinstance(parse_address(detail.run.root), CloudAddress):
        return read_event_files(detail.files.get(FileKind.EVENTS, ()), cache=cache, parse=parse)
    return read_curves(detail.run.root, cache=cache, parse=parse)


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
        return _no_points({"task": "str", "relative_step": "int64", **FILE_COLUMNS})[COLUMNS]
    points = pd.concat(frames, ignore_index=True)
    points = points.sort_values("wall_time", kind="stable", na_position="first")
    points = points.drop_duplicates(["task", "tag", "step"], keep="last")
    points["relative_step"] = points["step"] - points.groupby("task")["step"].transform("min")
    return points[COLUMNS].sort_values(["task", "tag", "step"], ignore_index=True)


def _no_points(types: dict[str, str]) -> pd.DataFrame:
    """The frame of a run or a file in which nothing has been written yet."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})


def parse_event_file(path: Path) -> pd.DataFrame:
    """Read the scalars of one event file, whatever their tags.

    TensorFlow 2 writes a scalar as a tensor of shape (), older writers as a simple value; both are read.
    Other tensors, texts and images are passed over. An empty file, and a last record that is cut off, are
    those of a file being written and no mistake.

    Returns:
        Columns tag, step (int), value (float), wall_time (seconds since 1970, NaN if unknown), sorted by
        tag and step; of several values for the same tag and step the one written last.

    Raises:
        InvalidInput: If the file is not an event file or is damaged; it is named.
    """
    if not is_event_name(path.name):  # TensorBoard's reader would take it for a folder
        raise InvalidInput(f"{path} is not an event file: its name must have {MARK!r} in it.")
    _check(path)
    frames = _scalars(path)
    if not frames:
        return _no_points(FILE_COLUMNS)
    points = pd.concat(frames, ignore_index=True).reindex(columns=list(FILE_COLUMNS)).astype(FILE_COLUMNS)
    points = points.drop_duplicates(["tag", "step"], keep="last")
    return points.sort_values(["tag", "step"], ignore_index=True)


def _scalars(path: Path) -> list[pd.DataFrame]:
    """The simple values and the tensors of shape (), as they were written; without rows columns may lack."""
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # noqa: PLC0415 - heavy

    with warnings.catch_warnings():
        # tbparse 0.0.9 sorts in place, which pandas 4 will no longer know.
        warnings.filterwarnings("ignore", "The inplace keyword", Pandas4Warning, r"tbparse\.")
        try:
            return [_numbers(frame) for frame in _frames(str(path)) if not frame.empty]
        except DecodeError as error:
            raise InvalidInput(f"{path} holds records, but not TensorBoard's events.") from error


def _frames(path: str) -> list[pd.DataFrame]:
    """Both kinds of summary that may hold scalars."""
    from tbparse import SummaryReader  # noqa: PLC0415 - heavy

    extra = {"wall_time"}
    try:
        reader = SummaryReader(path, event_types={"scalars", "tensors"}, extra_columns=extra)
    except AttributeError:
        # tbparse 0.0.9 looks up a type that TensorBoard 2.21 lacks as soon as a tensor holds integers.
        reader = SummaryReader(path, event_types={"scalars"}, extra_columns=extra)
        return [reader.scalars, _tensors(reader.get_raw_events("tensors"))]
    return [reader.scalars, reader.tensors]


def _tensors(events: dict[str, list[Any]]) -> pd.DataFrame:
    """The frame that tbparse would make of raw tensor events, by TensorBoard's own decoder."""
    from tensorboard.util.tensor_util import make_ndarray  # noqa: PLC0415 - heavy

    rows = [
        (tag, event.step, make_ndarray(event.tensor_proto).item(), event.wall_time)
        for tag, written in events.items()
        for event in written
        if not event.tensor_proto.tensor_shape.dim
    ]
    return pd.DataFrame(rows, columns=["tag", "step", "value", "wall_time"])


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose value is one number: other tensors come as arrays, texts as bytes."""
    return frame[[isinstance(value, Real) for value in frame["value"]]]


def _check(path: Path) -> None:
    """Refuse a file that is no sequence of TFRecords, or one that is damaged before its last record.

    Without this check a damaged curve would look like a short one. A last record that is cut off is no
    damage: the file is being written; fewer than 12 bytes cannot be told from the start of one. The format
    is that of TensorFlow's ``core/lib/io/record_writer.h``.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = 0
        while (end := _end_of_record(file, start, size=size)) and end > start:
            start = end
    if end is None:
        _refuse(path, start)


def _end_of_record(file: BinaryIO, start: int, *, size: int) -> int | None:
    """Where the record at ``start`` ends: ``start`` if no whole record is left, None if it is damaged."""
    header = file.read(HEADER)
    if len(header) < HEADER:
        return start
    length, checksum = struct.unpack("<QI", header)
    if masked_crc(header[:8]) != checksum:
        return None
    end = int(start + HEADER + length + FOOTER)
    if end > size:
        return start
    data, footer = file.read(length), file.read(FOOTER)
    return end if masked_crc(data) == struct.unpack("<I", footer)[0] else None


def _refuse(path: Path, start: int) -> None:
    """Say whether it never was an event file or has been damaged."""
    if start == 0:
        raise InvalidInput(f"{path} is not an event file; name one that TensorBoard could read.")
    raise InvalidInput(f"{path} is damaged from byte {start:,} on; copy it from its source again.")
