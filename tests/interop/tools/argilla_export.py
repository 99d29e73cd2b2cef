"""Records with answers, exported by Argilla's own client in all of its forms; that needs no server."""

import json
import sys
import uuid
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import argilla as rg
from answers import FIRST, ROWS, SAID, SECOND, SKIPPED, TIE, Export, tell
from argilla.records._io import GenericIO, HFDatasetsIO, JsonIO

FOLDER = Path(sys.argv[1])
PEOPLE = {"ana": str(uuid.UUID(int=1)), "ben": str(uuid.UUID(int=2))}
WORDS = {FIRST: "A", SECOND: "B", TIE: "tie"}
KINDS = {"prompt": "text", "response_a": "text", "response_b": "text", "better": "label_selection"}


def record(number: int, row: tuple[str, str, str]) -> rg.Record:
    """A pair with what was submitted; a skip is an answer that was discarded."""
    answers = [
        rg.Response(
            "better",
            WORDS.get(said, "A"),
            user_id=uuid.UUID(PEOPLE[person]),
            status="discarded" if said == SKIPPED else "submitted",
        )
        for person, told in SAID.items()
        if (said := told[number]) is not None
    ]
    fields: dict[str, Any] = dict(zip(("prompt", "response_a", "response_b"), row, strict=True))
    return rg.Record(
        id=str(number),
        fields=fields,
        responses=answers,
        suggestions=[rg.Suggestion("better", "B", agent="m")],
    )


def main() -> None:
    """Write every form."""
    records = [record(number, row) for number, row in enumerate(ROWS)]
    settings = SimpleNamespace(schema={name: SimpleNamespace(type=kind) for name, kind in KINDS.items()})
    flat, nested = FOLDER / "flat.json", FOLDER / "nested.json"
    flat.write_text(json.dumps(GenericIO.to_list(records, flatten=True)), encoding="utf-8")
    nested.write_text(json.dumps(GenericIO.to_list(records)), encoding="utf-8")
    JsonIO.to_json(records, FOLDER / "to_json.json")
    hub = HFDatasetsIO.to_datasets(records, settings)
    hub.to_parquet(str(FOLDER / "hub.parquet"))
    hub.to_json(str(FOLDER / "hub.jsonl"))
    counted = {
        person: tuple(FIRST if one == SKIPPED else one for one in told) for person, told in SAID.items()
    }
    exports = [
        Export("to_list(flatten=True)", [flat], PEOPLE, SAID),
        Export("to_datasets, Parquet", [FOLDER / "hub.parquet"], PEOPLE, SAID),
        Export("to_datasets, JSON lines", [FOLDER / "hub.jsonl"], PEOPLE, SAID),
        Export("to_list, which tells no status", [nested], PEOPLE, counted),
        Export("to_json, which tells no status", [FOLDER / "to_json.json"], PEOPLE, counted),
    ]
    stood_in = (
        "records made with the client's own classes stood in for those of a server, which needs Elasticsearch"
    )
    tell("Argilla", version("argilla"), stood_in, exports)


main()
