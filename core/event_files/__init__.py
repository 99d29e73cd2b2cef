"""Event files of TensorBoard: found and named by the log they belong to, and written.

Light enough for what runs at every start; reading them is `core.curves`.
"""

from core.event_files.found import (
    EVENTS_ARTIFACT,
    MARK,
    FoundFile,
    event_files,
    find_event_files,
    is_event_name,
    named_apart,
    task_names,
)
from core.event_files.sent import Received, Sent, receive_logs
from core.event_files.writer import MASK_DELTA, Point, event_file, keep_points, masked_crc, record

__all__ = [
    "EVENTS_ARTIFACT",
    "MARK",
    "MASK_DELTA",
    "FoundFile",
    "Point",
    "Received",
    "Sent",
    "event_file",
    "event_files",
    "find_event_files",
    "is_event_name",
    "keep_points",
    "masked_crc",
    "named_apart",
    "receive_logs",
    "record",
    "task_names",
]
