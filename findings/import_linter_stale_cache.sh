#!/usr/bin/env bash
# A contract is judged by imports of before a file was renamed. `from shop.till import pay` means the module
# shop/till/pay.py where there is one, else a name of the package; which of them is decided once for each importing
# file and kept in .import_linter_cache until that file itself changes. After the rename the module that is said to
# be imported is no longer there; the other way round a new module passes a contract that it breaks.
#
# Seen with import-linter 2.16 and grimp 3.19 on Python 3.11. `lint-imports --no-cache` answers rightly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet import-linter==2.16 grimp==3.19
cd "$folder"
mkdir -p shop/till
touch shop/__init__.py
echo 'from shop.till import pay' >shop/desk.py
echo 'from shop.till.pay import pay' >shop/till/__init__.py
echo 'def pay(): ...' >shop/till/pay.py
cat >.importlinter <<'CONTRACT'
[importlinter]
root_package = shop

[importlinter:contract:door]
name = The till is entered by its door
type = protected
protected_modules =
    shop.till.*
allowed_importers =
    shop.till
CONTRACT

look() {
    echo "$1:"
    PYTHONPATH=. venv/bin/lint-imports "${@:2}" | grep -E '^- |KEPT$' || true
}

{
    look 'a module of that name'
    mv shop/till/pay.py shop/till/paying.py
    echo 'from shop.till.paying import pay' >shop/till/__init__.py
    look 'renamed'
    look 'renamed, without the cache' --no-cache
    rm -r .import_linter_cache
    look 'renamed, with a new cache'
    mv shop/till/paying.py shop/till/pay.py
    echo 'from shop.till.pay import pay' >shop/till/__init__.py
    look 'the old name again'
} | tee seen
diff seen - <<'SEEN'
a module of that name:
- shop.desk -> shop.till.pay (l.1)
renamed:
- shop.desk -> shop.till.pay (l.1)
renamed, without the cache:
The till is entered by its door KEPT
renamed, with a new cache:
The till is entered by its door KEPT
the old name again:
The till is entered by its door KEPT
SEEN
