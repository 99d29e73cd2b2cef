#!/usr/bin/env bash
# torch offers SummaryWriter.add_scalar(..., new_style=True, double_precision=True), which writes a scalar as a tensor of
# doubles. TensorBoard's default loader (the data server) leaves such a tag out, without a word: a log of such scalars
# alone looks empty. With --load_fast=false the same file has its curves.
#
# Seen with tensorboard 2.21.0 and tensorboard-data-server 0.7.2 on Python 3.11. The events are made here as torch's
# torch/utils/tensorboard/summary.py makes them, so that torch need not be installed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tensorboard==2.21.0 tensorboard-data-server==0.7.2
"$folder/venv/bin/python" - "$folder/logs" 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import json
import re
import subprocess
import sys
import time
import urllib.request

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.summary.writer.event_file_writer import EventFileWriter

log = sys.argv[1]
metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="scalars"))
writer = EventFileWriter(log)
for step in range(3):
    tensors = {
        "float": TensorProto(float_val=[step], dtype="DT_FLOAT"),
        "double": TensorProto(double_val=[step], dtype="DT_DOUBLE"),
    }
    values = [Summary.Value(tag=tag, tensor=one, metadata=metadata) for tag, one in tensors.items()]
    writer.add_event(Event(wall_time=step, step=step, summary=Summary(value=values)))
writer.close()


def ask(port, what):
    return json.load(urllib.request.urlopen(f"http://localhost:{port}/data/plugin/scalars/{what}"))


for fast in ("true", "false"):
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", log, "--port", "0", f"--load_fast={fast}"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    port = next(found[1] for line in server.stderr if (found := re.search(r"http://\S+?:(\d+)/", line)))
    while not (tags := ask(port, "tags").get(".")):  # it loads behind the page
        time.sleep(1)
    time.sleep(2)
    print(f"--load_fast={fast}", {tag: len(ask(port, f"scalars?run=.&tag={tag}")) for tag in sorted(tags)})
    server.terminate()
    server.wait()
PYTHON
diff "$folder/seen" - <<'SEEN'
--load_fast=true {'float': 3}
--load_fast=false {'double': 3, 'float': 3}
SEEN
