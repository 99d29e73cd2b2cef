"""Records that look like one that protobuf has decoded: what differs in them is taken from its place.

A log is nearly all records of a few looks: only wall time, step and value differ. A record with the same
bytes around these three as one that was decoded can mean nothing else, since they have a fixed width or, as
the step, tell their own; that they are free is seen by decoding a probe with others in their places.
"""

import struct
from collections.abc import Callable

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from tensorboard.compat.proto.event_pb2 import Event

from core.curves.points import Column
from core.curves.tensors import number_or_kind

# An event begins with its wall time, field 1 (fixed64), and its step, field 2 (varint), of which four bytes
# are looked at: 28 bits. Each byte of a varint but its last has the highest bit set.
WALL_TIME, STEP, MORE = 0x09, 0x10, 0x80
STEP_AT, STEP_ENDS = 10, range(11, 15)
NUMBERS = {4: struct.Struct("<f"), 8: struct.Struct("<d")}
PROBED_TIME, PROBED_STEP, PROBED_VALUE = 1.25, 77, 2.5
PROBE = struct.pack("<BdBB", WALL_TIME, PROBED_TIME, STEP, PROBED_STEP)

Unpack = Callable[[bytes], tuple[int, float, int, bytes, float, bytes]]
Add = tuple[Callable[[int], None], Callable[[float], None], Callable[[float], None]]


class Looks:
    """The looks of one file's records that have been met.

    By where a record's step ends and by its length it is known where in it the number is; by the bytes around
    that, to which column it belongs.
    """

    def __init__(self) -> None:
        self._columns: dict[bytes, Add] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._layouts: dict[int, dict[int, Unpack]] = {end: {} for end in STEP_ENDS}

    def take(  # noqa: C901 - a call for each record would take as long as all the rest
        self, records: list[bytes], otherwise: Callable[[bytes], None]
    ) -> None:
        """Add the points of records to their columns; what has no known look is given to ``otherwise``."""
        columns, more, shortest = self._columns, MORE, STEP_ENDS.stop
        one, two, three, four = (self._layouts[end].get for end in STEP_ENDS)
        for data in records:
            if len(data) < shortest:
                otherwise(data)
                continue
            if (a := data[10]) < more:
                step, unpack = a, one(len(data))
            elif (b := data[11]) < more:
                step, unpack = a - more | b << 7, two(len(data))
            elif (c := data[12]) < more:
                step, unpack = a - more | b - more << 7 | c << 14, three(len(data))
            elif (d := data[13]) < more:
                step, unpack = a - more | b - more << 7 | c - more << 14 | d << 21, four(len(data))
            else:
                unpack = None
            add = None
            if unpack:
                first, wall_time, second, before, number, behind = unpack(data)
                if first == WALL_TIME and second == STEP:
                    add = columns.get(before + behind)
            if add is None:
                otherwise(data)
            else:
                add_step, add_value, add_wall_time = add
                add_step(step)
                add_value(number)
                add_wall_time(wall_time)

    def remember(self, data: bytes, number: float, width: int, column: Column) -> None:
        """Remember the look of a record whose only content is this number of this width, for this column."""
        rest = _rest(data)
        where = rest.rfind(NUMBERS[width].pack(number))
        if where < 0 or self._places.setdefault(len(rest), (where, width)) != (where, width):
            return  # of two looks of one length the second is always decoded
        before, behind = rest[:where], rest[where + width :]
        if _is_free(before, behind, width):
            add = column.steps.append, column.values.append, column.wall_times.append
            self._columns[before + behind] = add
            for end in STEP_ENDS:
                form = f"<BdB{end - STEP_AT}x{where}s{NUMBERS[width].format[1:]}{len(behind)}s"
                self._layouts[end].setdefault(end + len(rest), struct.Struct(form).unpack)


def _rest(data: bytes) -> bytes:
    """What follows wall time and step in a record that begins with them as most do; else nothing."""
    start = data[: STEP_AT + 4]
    last = next((at for at in range(STEP_AT, len(start)) if start[at] < MORE), None)
    begins = last and data[0] == WALL_TIME and data[STEP_AT - 1] == STEP
    return data[last + 1 :] if last and begins else b""


def _is_free(before: bytes, behind: bytes, width: int) -> bool:
    """Whether all that a record with these bytes tells is its wall time, its step and one number there."""
    try:
        event = Event.FromString(PROBE + before + NUMBERS[width].pack(PROBED_VALUE) + behind)
    except DecodeError:
        return False
    numbers = [number_or_kind(entry) for entry in event.summary.value]
    return (event.wall_time, event.step, numbers) == (PROBED_TIME, PROBED_STEP, [PROBED_VALUE])
