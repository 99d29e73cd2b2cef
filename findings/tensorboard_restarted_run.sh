#!/usr/bin/env bash
# A trainer that was stopped at step 29 goes on from its checkpoint of step 10, in a second event file of the same
# folder. How many points its curve has depends on who reads it. TensorBoard's default loader (the data server) lets the
# second file retire the first one's points from step 10 on. With --load_fast=false TensorBoard draws both lives over
# each other, even where the trainer says itself from which step on it starts again: torch offers purge_step for that, and
# promises that what was written from there on before will be hidden. EventAccumulator, the Python loader, heeds it;
# tbparse, which reads with it, does not.
#
# Seen with tensorboard 2.21.0, tensorboard-data-server 0.7.2 and tbparse 0.0.9 on Python 3.11: steps 0 to 29, and 10
# to 19 again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet tensorboard==2.21.0 tensorboard-data-server==0.7.2 tbparse==0.0.9
"$folder/venv/bin/python" - "$folder" 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tbparse import SummaryReader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


def write(log, steps, at, purge_step=None):
    writer = EventFileWriter(log, filename_suffix=f".{at}")
    if purge_step is not None:  # as torch's SummaryWriter(purge_step=...) does
        start = SessionLog(status=SessionLog.START)
        writer.add_event(Event(wall_time=at, step=purge_step, session_log=start))
    for step in steps:
        value = Summary.Value(tag="loss", simple_value=1.0 / (step + 1))
        writer.add_event(Event(wall_time=at + step, step=step, summary=Summary(value=[value])))
    writer.close()
    time.sleep(1.1)  # a file's name has the second in which it was begun


def served(log, fast):
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", log, "--port", "0", f"--load_fast={fast}"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        port = next(found[1] for line in server.stderr if (found := re.search(r"http://\S+?:(\d+)/", line)))
        address = f"http://localhost:{port}/data/plugin/scalars/scalars?run=.&tag=loss"
        points, before = [], None
        while not points or points != before:  # it loads behind the page
            time.sleep(2)
            try:
                points, before = json.load(urllib.request.urlopen(address)), points
            except urllib.error.HTTPError:  # not yet
                pass
        return len(points)
    finally:
        server.terminate()
        server.wait()


for purge_step in (None, 10):
    log = f"{sys.argv[1]}/logs-{purge_step}"
    write(log, range(30), 1_000)
    write(log, range(10, 20), 2_000, purge_step)
    accumulator = EventAccumulator(log)
    accumulator.Reload()
    print(f"purge_step={purge_step}")
    print("  TensorBoard", served(log, "true"))
    print("  TensorBoard --load_fast=false", served(log, "false"))
    print("  EventAccumulator", len(accumulator.Scalars("loss")))
    print("  tbparse", len(SummaryReader(log).scalars))
PYTHON
diff "$folder/seen" - <<'SEEN'
purge_step=None
  TensorBoard 20
  TensorBoard --load_fast=false 40
  EventAccumulator 40
  tbparse 40
purge_step=10
  TensorBoard 20
  TensorBoard --load_fast=false 40
  EventAccumulator 20
  tbparse 40
SEEN
