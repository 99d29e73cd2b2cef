#!/usr/bin/env bash
# Labels on which everybody agrees, all of one value: one library says that agreement is perfect, the other that
# it cannot be computed. Both follow the formula (1 - 0/0); a dashboard that swaps one for the other turns a
# figure into an exception, or the reverse, on a small project's first day.
#
# Seen with krippendorff 0.9.0 and evalica 0.4.2 on Python 3.11: three annotators, four pairs, every vote 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet krippendorff==0.9.0 evalica==0.4.2
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import krippendorff
import pandas as pd
from evalica import alpha

votes = [[1, 1, 1, 1]] * 3


def outcome(compute):
    try:
        return compute()
    except Exception as error:  # the kind and the words are what this shows
        return f"{type(error).__name__}: {error}"


print("krippendorff:", outcome(lambda: krippendorff.alpha(reliability_data=votes, level_of_measurement="nominal")))
print("evalica:", outcome(lambda: alpha(pd.DataFrame(votes)).alpha))
PYTHON
diff "$folder/seen" - <<'SEEN'
krippendorff: ValueError: There has to be more than one value in the domain.
evalica: 1.0
SEEN
