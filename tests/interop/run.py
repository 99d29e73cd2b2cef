"""Real loaders of trainers read what the studio exports: `make interop`.

A studio of its own imports and freezes the 20 rows of `rows.py` and exports them in every format, through
the command. Then each trainer gets an environment with the packages of requirements/TRAINER.txt, and its
script in loaders/ reads the exports with the trainer's own loader. Prompt, chosen and rejected have to be
those that the studio holds. What was run goes to results.json, from which docs/trainers.md is made.

Nothing but the package index is asked on the network, and no model is loaded. An environment is about 1 GB,
most of it torch; its CPU build is taken where UV_FIND_LINKS or PIP_FIND_LINKS names a folder with one.
NeMo-RL's name on the index holds a place and no code: it is run where INTEROP_NEMO_RL names a checkout.

    make interop                                    # all trainers, in a folder that is deleted
    .venv/bin/python tests/interop/run.py trl verl --folder /tmp/kept
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expected import differences
from studio import BIN, Studio

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PYTHON = "3.11"
ALONE = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "AXOLOTL_DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "CUDA_VISIBLE_DEVICES": "",
}
"""Trainers load nothing from a hub and tell nobody that they ran."""
SECONDS = 900
CHECKOUTS = {"nemo-rl": "INTEROP_NEMO_RL"}
"""Trainers that are on no package index: the variable that names a folder with their source."""


def ran(trainer: str, studio: Studio, python: Path) -> list[dict[str, Any]]:
    """The results of a trainer: an object an export."""
    script = HERE / "loaders" / f"{trainer.replace('-', '_')}_loader.py"
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "given.json"
        home = {"HOME": scratch, "HF_HOME": f"{scratch}/hub"}
        source = {"PYTHONPATH": os.environ.get(CHECKOUTS.get(trainer, ""), "")}
        done = subprocess.run(
            [python, script, studio.exports, output, scratch],
            env=os.environ | ALONE | home | source,
            cwd=scratch,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{script.name} failed:\n{done.stderr.decode(errors='replace')[-3000:]}")
        told = json.loads(output.read_text(encoding="utf-8"))
    return [result(told, case, studio) for case in told["cases"]]


def result(told: dict[str, Any], case: dict[str, Any], studio: Studio) -> dict[str, Any]:
    """An object for the table; what came back differently is printed."""
    found = differences(studio.rows_of(case["export"]), case)
    name = f"{told['trainer']} {told['version']}, {case['export']}: {case['loader']}"
    print("no  " if found else "yes ", name)
    for sentence in found[:5]:
        print(f"       {sentence}")
    return {
        "trainer": told["trainer"],
        "version": told["version"],
        "export": case["export"],
        "loader": case["loader"],
        "stood_in": told["stood_in"],
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "passed": not found,
        "rows": len(case["given"]),
        "note": case["note"],
    }


def environment(trainer: str, folder: Path) -> Path:
    """The interpreter of the trainer's environment, made if it is not there yet."""
    place = folder / trainer
    python = place / "bin" / "python"
    if not python.exists():
        links = os.environ.get("UV_FIND_LINKS") or os.environ.get("PIP_FIND_LINKS", "")
        known = os.environ | ({"UV_FIND_LINKS": links} if links else {})
        subprocess.run([BIN / "uv", "venv", "--quiet", "--python", PYTHON, place], check=True)
        install = [BIN / "uv", "pip", "install", "--quiet", "--python", python, "--no-deps"]
        subprocess.run(
            [*install, "--requirement", HERE / "requirements" / f"{trainer}.txt"], env=known, check=True
        )
    return python


def main() -> None:
    """Run the trainers that are named, or all; exit status 1 if a row came back differently."""
    there = sorted(path.stem for path in (HERE / "requirements").glob("*.txt"))
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("trainers", nargs="*", choices=[*there, []], help="Which; all without.")
    options.add_argument("--folder", type=Path, help="Keep environments there.")
    asked = options.parse_args()
    wanted = asked.trainers or [
        one for one in there if one not in CHECKOUTS or os.environ.get(CHECKOUTS[one])
    ]
    with tempfile.TemporaryDirectory() as apart:
        folder = (asked.folder or Path(apart) / "environments").absolute()
        studio = Studio(Path(apart) / "studio")
        results = [one for trainer in wanted for one in ran(trainer, studio, environment(trainer, folder))]
    names = {one["trainer"] for one in results}
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = sorted([*results, *(one for one in before if one["trainer"] not in names)], key=_order)
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.exit(any(not one["passed"] for one in results))


def _order(one: dict[str, Any]) -> tuple[str, ...]:
    return one["trainer"].lower(), one["export"], one["loader"]


if __name__ == "__main__":
    main()
