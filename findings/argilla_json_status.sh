#!/usr/bin/env bash
# Discarded answers that cannot be told from submitted ones. Argilla's records.to_json and to_list write of each
# answer its value and its user, and leave its status out: what an annotator threw away, and what is a draft, stands
# there like what was submitted. Read back (Record.from_dict, which from_json uses), every answer is a draft, also
# those that were submitted, so logging the records again hands the work of everyone back as not done.
#
# Seen with argilla 2.8.0 on Python 3.11. Remedy: to_list(flatten=True) and to_datasets write the status, in a list
# `<question>.responses.status` beside the answers; count those that say "submitted".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet argilla==2.8.0 requests==2.32.5
"$folder/venv/bin/python" - "$folder/records.json" <<'PYTHON' | tee "$folder/seen"
import sys
from uuid import UUID

import argilla as rg
from argilla.records._io import GenericIO, JsonIO
from argilla.responses import UserResponse

STATUS = ("submitted", "discarded", "draft")
answers = [rg.Response("better", "AB"[n % 2], user_id=UUID(int=n), status=STATUS[n]) for n in range(3)]
record = rg.Record(fields={"prompt": "Why?", "a": "So.", "b": "Thus."}, responses=answers)

(flat,) = GenericIO.to_list([record], flatten=True)
print("flat:   ", flat["better.responses"], flat["better.responses.status"])
path = JsonIO.to_json([record], sys.argv[1])
(again,) = JsonIO._records_from_json(path)
(nested,) = GenericIO.to_list([record])
print("to_json:", [sorted(one) for one in nested["responses"]["better"]])
print("again:  ", [one.status for one in again.responses])
print("sent as:", [UserResponse([one]).status.value for one in again.responses])
PYTHON
diff "$folder/seen" - <<'SEEN'
flat:    ['A', 'B', 'A'] ['submitted', 'discarded', 'draft']
to_json: [['user_id', 'value'], ['user_id', 'value'], ['user_id', 'value']]
again:   [None, None, None]
sent as: ['draft', 'draft', 'draft']
SEEN
