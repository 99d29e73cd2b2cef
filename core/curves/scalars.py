"""Read the scalars out of one event file, through tbparse."""

import warnings
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.errors import Pandas4Warning

from core.errors import InvalidInput


def read_scalars(path: Path) -> list[pd.DataFrame]:
    """The simple values and the tensors of shape () of an event file, in the order they were written.

    Returns:
        Frames with the columns tag, step, value and wall_time; one without rows may lack the columns.

    Raises:
        InvalidInput: If a record is not an event of TensorBoard's; the file is named.
    """
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
