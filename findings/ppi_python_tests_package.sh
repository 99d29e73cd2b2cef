#!/usr/bin/env bash
# A wheel that takes the name `tests`. ppi-python installs its own tests as a top-level package of that name. A
# project whose tests folder has no __init__.py, as pytest's importlib mode and namespace packages advise, then
# imports ppi-python's tests instead of its own, from its own root and with its own folder first on the path:
# a package anywhere on the path goes before a folder that is none.
#
# Seen with ppi-python 0.2.3 on Python 3.11. Remedy: an __init__.py in the project's tests folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
mkdir -p "$folder/project/tests"
cd "$folder/project"
echo 'ANSWER = 42' >tests/helpers.py

look() {
    echo "$1: $("$folder/venv/bin/python" -c 'import tests.helpers; print(tests.helpers.ANSWER)' 2>&1 | tail -1)"
}

{
    look 'before'
    "$folder/venv/bin/pip" install --quiet --no-deps ppi-python==0.2.3
    look 'after'
    "$folder/venv/bin/python" -c 'from pathlib import Path; import tests; print(*sorted(p.name for p in Path(tests.__file__).parent.glob("test_m*")))'
    touch tests/__init__.py
    look 'with __init__.py'
} | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
before: 42
after: ModuleNotFoundError: No module named 'tests.helpers'
test_mean.py
with __init__.py: 42
SEEN
