#!/usr/bin/env bash
# A chart fails while another thread imports pandas. Plotly does not import pandas to check a value; it takes
# sys.modules["pandas"] if there is one, and Python puts a module there before it has run. A server that loads
# modules behind its first page, or two of whose sessions begin at once, meets it on charts without any data frame.
#
# Seen with plotly 7.1.0 and pandas 3.1.1 on Python 3.11; importing pandas first, wherever charts are made, avoids it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet plotly==7.1.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import sys
import threading

import numpy  # noqa: F401 - so that pandas comes soon
import plotly.graph_objects as go

loading = threading.Thread(target=__import__, args=("pandas",))
loading.start()
while "pandas" not in sys.modules:
    pass
try:
    go.Bar(x=["a"], y=[1], hovertemplate="%{y} of %{x}")
    print("while pandas is loading: a bar")
except AttributeError as error:
    print("while pandas is loading:", error)
loading.join()
print("when it is loaded:", go.Bar(x=["a"], y=[1], hovertemplate="%{y} of %{x}").y)
PYTHON
diff "$folder/seen" - <<'SEEN'
while pandas is loading: partially initialized module 'pandas' has no attribute 'Series' (most likely due to a circular import)
when it is loaded: (1,)
SEEN
