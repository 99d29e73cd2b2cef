#!/usr/bin/env bash
# TensorBoard's --samples_per_plugin says how many samples of each tag are kept; its server hands 0 on to its loader as "all"
# (data/server_ingester.py). With scalars=0 all are kept and then none is sent: the tags are listed, and no chart has a point, with
# the default loader as with --load_fast=false. A large number, such as scalars=1000000000, does what is meant.
#
# Seen with tensorboard 2.21.0 and tensorboard-data-server 0.7.2 on Python 3.11.
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

from tensorboard.summary import Writer

log = sys.argv[1]
writer = Writer(log)
for step in range(3):
    writer.add_scalar("loss", step, step)
writer.close()


def ask(port, what):
    return json.load(urllib.request.urlopen(f"http://localhost:{port}/data/plugin/scalars/{what}"))


for samples in ("scalars=0", "scalars=1000000000"):
    for fast in ("true", "false"):
        options = ["--logdir", log, "--port", "0", f"--load_fast={fast}", "--samples_per_plugin", samples]
        command = [sys.executable, "-m", "tensorboard.main", *options]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        port = next(found[1] for line in server.stderr if (found := re.search(r"http://\S+?:(\d+)/", line)))
        while not ask(port, "tags").get("."):  # it loads behind the page
            time.sleep(1)
        print(samples, f"--load_fast={fast}", len(ask(port, "scalars?run=.&tag=loss")), "points")
        server.terminate()
        server.wait()
PYTHON
diff "$folder/seen" - <<'SEEN'
scalars=0 --load_fast=true 0 points
scalars=0 --load_fast=false 0 points
scalars=1000000000 --load_fast=true 3 points
scalars=1000000000 --load_fast=false 3 points
SEEN
