"""Write small event files for the tests, as TensorFlow 2, TensorFlow 1 and other writers do."""

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary import Writer
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_tensor_proto

from core.event_files import record


def write_tensors(folder, points):
    """Write (tag, step, value, wall time) points as TensorFlow 2 does, and give the file's path."""
    writer = Writer(str(folder))
    for tag, step, value, wall_time in points:
        writer.add_scalar(tag, value, step, wall_time=wall_time)
    writer.close()
    return only_file(folder)


def write_values(folder, points):
    """Write (tag, step, value, wall time) points as simple values, as TensorFlow 1 and PyTorch do."""
    return write_summaries(
        folder, [(Summary.Value(tag=tag, simple_value=value), step, at) for tag, step, value, at in points]
    )


def write_arrays(folder, points):
    """Write (tag, step, array) points as tensors of whatever shape and type."""
    return write_summaries(
        folder,
        [
            (Summary.Value(tag=tag, tensor=make_tensor_proto(np.asarray(array))), step, 1.0)
            for tag, step, array in points
        ],
    )


def write_summaries(folder, summaries):
    """Write (summary value, step, wall time) events, and give the file's path."""
    writer = EventFileWriter(str(folder))
    for value, step, wall_time in summaries:
        writer.add_event(Event(summary=Summary(value=[value]), step=step, wall_time=wall_time))
    writer.close()
    return only_file(folder)


def write_events(path, events):
    """Write events as the records of one file, and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(record(event.SerializeToString()) for event in events))
    return path


def only_file(folder):
    """The one file of a folder."""
    (path,) = folder.iterdir()
    return path
