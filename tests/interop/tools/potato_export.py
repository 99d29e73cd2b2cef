"""Potato's server, answered through its own pages by two people, and what it keeps and exports of that."""

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import requests
from answers import FIRST, ROWS, SAID, SECOND, TIE, Export, tell
from serving import SECONDS, served

FOLDER = Path(sys.argv[1])
BIN = Path(sys.executable).parent
PEOPLE = {"ana": "ana", "ben": "ben"}
NUMBERS = [f"p{number}" for number, _ in enumerate(ROWS)]
CONFIG = """
annotation_task_name: Better answers
task_dir: .
output_annotation_dir: annotation_output
data_files: [data.jsonl]
item_properties: {id_key: id, text_key: text}
require_password: false
user_config: {allow_all_users: true, users: []}
annotation_schemes:
  - annotation_type: pairwise
    name: better
    description: Which answer is better
    allow_tie: true
    randomize_order: RANDOM
"""


def answer(address: str, person: str, told: tuple[str | None, ...]) -> None:
    """Say of each item what the person means, by the place in which the page shows the text."""
    session = requests.Session()
    session.post(f"{address}/auth", data={"email": person, "action": "login", "pass": ""}, timeout=SECONDS)
    for _ in ROWS:
        page = session.get(f"{address}/annotate", timeout=SECONDS).text
        found = re.search(r'id="instance_data"[^>]*>(.*?)</script>', page, re.DOTALL)
        if found is None:
            return
        item = json.loads(found[1])
        said, row = told[NUMBERS.index(item["id"])], ROWS[NUMBERS.index(item["id"])]
        if said in {FIRST, SECOND, TIE}:
            meant = row[1] if said == FIRST else row[2]
            place = "tie" if said == TIE else "AB"[item["text"].index(meant)]
            sent = {
                "instance_id": item["id"],
                "annotations": {"better:selection": place},
                "span_annotations": [],
            }
            session.post(f"{address}/updateinstance", json=sent, timeout=SECONDS).raise_for_status()
        going = {"action": "next_instance", "instance_id": item["id"]}
        session.post(f"{address}/annotate", json=going, timeout=SECONDS)


def labelled(*, shuffled: bool) -> Path:
    """The folder of a task that both people have worked through."""
    folder = FOLDER / ("shuffled" if shuffled else "straight")
    folder.mkdir()
    rows = [
        {"id": number, "prompt": prompt, "text": texts}
        for number, (prompt, *texts) in zip(NUMBERS, ROWS, strict=True)
    ]
    (folder / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "config.yaml").write_text(CONFIG.replace("RANDOM", str(shuffled).lower()), encoding="utf-8")
    with served([BIN / "potato", "start", "config.yaml", "-p", "PORT"], folder) as address:
        for person, told in SAID.items():
            answer(address, person, told)
    return folder


def main() -> None:
    """Write what it keeps, with and without an order of chance, and every export."""
    shuffled, straight = labelled(shuffled=True), labelled(shuffled=False)
    kept = [
        Export(
            "user_state.json, texts in an order of chance", [shuffled / "annotation_output"], PEOPLE, SAID
        ),
        Export("user_state.json", [straight / "annotation_output"], PEOPLE, SAID),
    ]
    for form in ("jsonl", "csv", "tsv", "parquet"):
        command = [
            sys.executable,
            "-m",
            "potato.export",
            "-c",
            "config.yaml",
            "-f",
            form,
            "-o",
            f"out-{form}",
        ]
        subprocess.run(command, cwd=straight, check=True, stdout=subprocess.DEVNULL)
        files = [straight / f"out-{form}" / f"annotations.{form}"]
        asked = ("randomize_order", ("choice=better",))
        kept.append(Export(f"export --format {form}", files, PEOPLE, SAID, *asked))
    whole = [
        one._replace(files=[*one.files, (shuffled if "chance" in one.name else straight) / "data.jsonl"])
        for one in kept
    ]
    tell("Potato", version("potato-annotation"), "", whole)


main()
