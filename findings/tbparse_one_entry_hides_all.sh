#!/usr/bin/env bash
# One entry that is no curve makes tbparse give none of a log's curves. tf.summary.text takes a tensor of any shape and
# TensorBoard shows it as a table; a text of two strings ends tbparse's reading with a ValueError. So does a tensor of
# whole numbers, as tf.summary.write makes of tf.constant(3), with an AttributeError: tbparse brings its own copy of
# TensorFlow's stub, of which one module asks the other for a type that the installed one does not have. Asking for
# scalars alone, event_types={"scalars"}, avoids both, and loses the scalars that TensorFlow 2 writes, which are tensors.
#
# Seen with tbparse 0.0.9 and tensorboard 2.21.0 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tbparse==0.0.9 tensorboard==2.21.0
"$folder/venv/bin/python" - "$folder" 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import sys

import numpy
from tbparse import SummaryReader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.plugins.text.summary_v2 import text_pb
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_ndarray, make_tensor_proto

curve = Summary(value=[Summary.Value(tag="loss", simple_value=1.0)])
whole = make_tensor_proto(numpy.int32(3))
cases = {
    "a curve": None,
    "and a text of one string": text_pb("note", "a"),
    "and a text of two strings": text_pb("note", ["a", "b"]),
    "and a whole number": Summary(value=[Summary.Value(tag="count", tensor=whole)]),
}
for number, (name, other) in enumerate(cases.items()):
    log = f"{sys.argv[1]}/logs-{number}"
    writer = EventFileWriter(log)
    for summary in filter(None, (curve, other)):
        writer.add_event(Event(wall_time=1.0, step=1, summary=summary))
    writer.close()
    try:
        print(f"{name}:", len(SummaryReader(log).scalars), "point")
    except (AttributeError, ValueError) as error:
        print(f"{name}:", error)
print("TensorBoard's own reading of the whole number:", make_ndarray(whole))
PYTHON
diff "$folder/seen" - <<'SEEN'
a curve: 1 point
and a text of one string: 1 point
and a text of two strings: can only convert an array of size 1 to a Python scalar
and a whole number: module 'tensorboard.compat.tensorflow_stub.dtypes' has no attribute 'int4'
TensorBoard's own reading of the whole number: 3
SEEN
