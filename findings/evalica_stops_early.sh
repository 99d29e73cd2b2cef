#!/usr/bin/env bash
# Bradley-Terry strengths that are not there yet. evalica's bradley_terry stops after 100 iterations unless told
# otherwise, and says nothing: no warning, no flag, only `iterations` equal to `limit`. Where each model met its
# neighbours alone, as checkpoints in a row do, 100 are too few, and the spread of the strengths comes out short.
#
# Seen with evalica 0.4.2 on Python 3.11: checkpoints in a row, each won 7 of 10 against the one before. The maximum
# of the likelihood is known: ln(7/3) a step. bootstrap() passes the limit on, so its intervals are of such scores.
# Remedy: limit=10_000 and tolerance=1e-12, and to look whether `iterations` reached the limit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet evalica==0.4.2
"$folder/venv/bin/python" -W error - <<'PYTHON' | tee "$folder/seen"
from math import log

from evalica import Winner, bradley_terry


def spread(models, **more):
    """Log-odds of the last checkpoint to beat the first, and the iterations that were taken."""
    later, earlier = list(range(1, models)), list(range(models - 1))
    found = bradley_terry(
        later + earlier,
        earlier + later,
        [Winner.X] * (2 * (models - 1)),
        weights=[7.0] * (models - 1) + [3.0] * (models - 1),
        **more,
    )
    return f"{log(found.scores[models - 1] / found.scores[0]):5.2f} in {found.iterations}"


for models in (10, 20, 40):
    known = (models - 1) * log(7 / 3)
    enough = spread(models, tolerance=1e-12, limit=10_000).split()[0]
    print(f"{models} models: {spread(models)}, enough {enough}, known {known:5.2f}")
PYTHON
diff "$folder/seen" - <<'SEEN'
10 models:  7.63 in 100, enough 7.63, known  7.63
20 models: 15.33 in 100, enough 16.10, known 16.10
40 models: 19.51 in 100, enough 33.04, known 33.04
SEEN
