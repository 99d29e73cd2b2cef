"""Exports that labelling tools write themselves, imported by the studio: part of `make interop`.

Each tool gets an environment with the packages of requirements/TOOL.txt. Its script has two people answer
what `answers.py` says, through the tool's own server or classes, and exports that in every form. The studio
imports each export through its command; what arrives has to be exactly what was said, by whom, and what the
studio must ask it has to ask. What was run goes to results.json, from which docs/datasets.md has its table.

    make interop                                              # after the trainers
    .venv/bin/python tests/interop/tools/run.py potato --folder /tmp/kept
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
RESULTS = HERE / "results.json"
PYTHON = "3.11"
SECONDS = 900
TOOLS = ("argilla", "label-studio", "potato")
VOTES = """
select pair.input_text, pair.candidate_0, pair.candidate_1, person.name, judgment.outcome
from judgment join pair on pair.id = judgment.pair_id join person on person.id = judgment.person_id
"""


def ran(tool: str, folder: Path, apart: Path) -> list[dict[str, Any]]:
    """The results of a tool: an object an export; what it wrote lies in ``apart``."""
    python = environment(tool, folder)
    scratch, told = apart / tool, apart / f"{tool}.json"
    scratch.mkdir()
    script = HERE / f"{tool.replace('-', '_')}_export.py"
    quiet = os.environ | {"HOME": str(scratch), "HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    with (folder / f"{tool}.log").open("w") as log:
        done = subprocess.run(
            [python, script, scratch, told], env=quiet, stdout=log, stderr=log, timeout=SECONDS, check=False
        )
    if done.returncode:
        end = (folder / f"{tool}.log").read_text(errors="replace")[-3000:]
        raise SystemExit(f"{script.name} failed:\n{end}")
    about = json.loads(told.read_text(encoding="utf-8"))
    return [result(about, one, scratch / f"home-{place}") for place, one in enumerate(about["exports"])]


def result(about: dict[str, Any], export: dict[str, Any], home: Path) -> dict[str, Any]:
    """An object for the table; what arrived differently is printed."""
    columns = [f"--column={one}" for one in export["columns"]]
    first = imported(home, export["files"], [])
    asked = bool(first.returncode) and bool(export["asked"]) and export["asked"] in first.stderr
    second = imported(home, export["files"], columns) if asked else first
    found = votes(home) if second.returncode == 0 else second.stderr
    passed = found == export["votes"] and asked == bool(export["asked"])
    print("yes " if passed else "no  ", about["tool"], about["version"], export["name"])
    if not passed:
        print(f"     {first.stderr} {found}\n     instead of {export['votes']}")
    return {
        "tool": about["tool"],
        "version": about["version"],
        "export": export["name"],
        "stood_in": about["stood_in"],
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "passed": passed,
        "judgments": len(export["votes"]),
        "asked": columns if asked else [],
    }


def imported(home: Path, files: list[str], columns: list[str]) -> subprocess.CompletedProcess[str]:
    """What the command says of importing files into a studio of their own."""
    command = [BIN / "prefstudio", "import", *files, "--project", "Interop", "--create", *columns]
    alone = os.environ | {"PREFSTUDIO_HOME": str(home), "PREFSTUDIO_SAMPLE": "0"}
    return subprocess.run(command, env=alone, capture_output=True, text=True, check=False)


def votes(home: Path) -> list[list[str]]:
    """Each judgment that the studio holds."""
    with sqlite3.connect(home / "studio.db") as held:
        found = held.execute(VOTES).fetchall()
    return sorted([*texts, name.removesuffix(" (imported)"), said] for *texts, name, said in found)


def environment(tool: str, folder: Path) -> Path:
    """The interpreter of the tool's environment, made if it is not there yet."""
    place = folder / "environments" / tool
    python = place / "bin" / "python"
    if not python.exists():
        packages = HERE / "requirements" / f"{tool}.txt"
        subprocess.run([BIN / "uv", "venv", "--quiet", "--python", PYTHON, place], check=True)
        install = [BIN / "uv", "pip", "install", "--quiet", "--python", python, "--no-deps"]
        subprocess.run([*install, "--requirement", packages], check=True)
    return python


def main() -> None:
    """Run the tools that are named, or all; exit status 1 if a judgment arrived differently."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("tools", nargs="*", choices=[*TOOLS, []], help="Which; all without.")
    options.add_argument("--folder", type=Path, help="Keep environments there.")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as unnamed, tempfile.TemporaryDirectory() as apart:
        folder = (asked.folder or Path(unnamed)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        results = [one for tool in asked.tools or TOOLS for one in ran(tool, folder, Path(apart))]
    names = {one["tool"] for one in results}
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    kept = [*results, *(one for one in before if one["tool"] not in names)]
    kept.sort(key=lambda one: (one["tool"], one["export"]))
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.exit(any(not one["passed"] for one in results))


if __name__ == "__main__":
    main()
