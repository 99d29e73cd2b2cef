#!/usr/bin/env bash
# Rankings that lose their ranks. Argilla's server keeps of a ranking question each option with its rank, and two
# options may share one: people who find two answers equally good drag both to the same place. The client makes of
# that a list of names in the order in which they were stored, and every export (to_list, to_datasets, to_json) has
# that list: options that tie look ranked, and options that were not stored by rank come out in the wrong order.
#
# Seen with argilla 2.8.0 on Python 3.11, on the model that the client reads from the server's answer. Whoever trains
# on such lists takes the first of two equal answers as the better one. Remedy: the interface's own records
# (GET /api/v1/datasets/ID/records?include=responses) have the ranks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
# requests is imported and not declared: pip brings it where datasets does, which newer ones no longer do.
"$folder/venv/bin/pip" install --quiet argilla==2.8.0 requests==2.32.5
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from types import SimpleNamespace
from uuid import UUID

import argilla as rg
from argilla._models import UserResponseModel
from argilla.responses import UserResponse

question = object.__new__(rg.RankingQuestion)  # its making asks a server, and nothing of it but its type is read
settings = SimpleNamespace(questions={"rank": question})
record = SimpleNamespace(dataset=SimpleNamespace(settings=settings))


def exported(*ranks):
    """What the client makes of options with ranks, in the order in which the server has them."""
    value = [{"value": name, "rank": rank} for name, rank in ranks]
    model = UserResponseModel(values={"rank": {"value": value}}, status="submitted", user_id=UUID(int=1))
    return [one.value for one in UserResponse.from_model(model, record).responses]


print("b before a:  ", exported(("response_b", 1), ("response_a", 2)))
print("both first:  ", exported(("response_a", 1), ("response_b", 1)))
print("b better, but stored behind a:", exported(("response_a", 2), ("response_b", 1)))
PYTHON
diff "$folder/seen" - <<'SEEN'
b before a:   [['response_b', 'response_a']]
both first:   [['response_a', 'response_b']]
b better, but stored behind a: [['response_a', 'response_b']]
SEEN
