"""A studio with the 20 rows in it, used through its command, and the exports that trainers are to read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from expected import Held
from rows import COLUMNS, ROWS, write

from core.datasets import DatasetKind
from core.datasets.exports import export_named
from core.datasets.trainers import TRAINERS, setups_for

BIN = Path(sys.executable).parent
WITHOUT_TRAINER = ("parquet", "hub", "gemini-preference")
"""Exports that are read, and belong to no trainer of `core.datasets.trainers`."""


class Studio:
    """Imports, freezes and exports as a person would.

    Attributes:
        exports: A folder a format with the file that was written, and configurations.json: of each trainer
            and format the lines that `export --for` prints.
        held: The rows as the studio holds them.
    """

    def __init__(self, folder: Path) -> None:
        self.exports = folder / "exports"
        self.exports.mkdir(parents=True)
        self._environment = os.environ | {"PREFSTUDIO_HOME": str(folder / "home"), "PREFSTUDIO_SAMPLE": "0"}
        self._left_out: dict[str, int] = {}
        rows_of_lines = write(folder / "rows.jsonl")
        said = [f"--column={part}={name}" for part, name in COLUMNS.items()]
        self._command("import", str(folder / "rows.jsonl"), "--project", "Interop", "--create", *said)
        self._command("freeze", "preference", "--project", "Interop", "--ties", "coin", "--weights")
        self._write_exports()
        self.held = self._held(rows_of_lines)

    def rows_of(self, export: str) -> list[Held]:
        """The rows that an export holds: where the studio says that it left some out, those that go on."""
        return [one for one in self.held if not (self._left_out[export] and one.row.goes_on)]

    def _command(self, *words: str) -> str:
        ran = subprocess.run(
            [BIN / "prefstudio", *words], env=self._environment, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise SystemExit(f"prefstudio {' '.join(words)}: {ran.stderr or ran.stdout}")
        return ran.stdout

    def _write_exports(self) -> None:
        lines: dict[str, dict[str, str]] = {}
        for trainer in TRAINERS:
            for setup in setups_for(trainer, DatasetKind.PREFERENCE):
                stored = self._export(setup.export.name, "--for", trainer.name)
                lines.setdefault(trainer.name, {})[setup.export.name] = stored["configuration"]["lines"]
        for name in WITHOUT_TRAINER:
            self._export(name)
        (self.exports / "configurations.json").write_text(json.dumps(lines), encoding="utf-8")

    def _export(self, name: str, *more: str) -> dict[str, Any]:
        margin = ["--margin"] if export_named(name).takes_margin else []
        target = str(self.exports / name)
        told = self._command("export", "1", target, "--format", name, "--json", *margin, *more)
        stored: dict[str, Any] = json.loads(told)
        self._left_out[name] = sum(stored["left_out"].values())
        return stored

    def _held(self, rows_of_lines: list[int]) -> list[Held]:
        """The rows with what only the studio knows, told by the Parquet file with all judgments."""
        (file,) = (self.exports / "parquet").iterdir()
        known = {rows_of_lines[one["line"] - 1]: one for one in pq.read_table(file).to_pylist()}
        return [_as_held(number, row, known[number]) for number, row in enumerate(ROWS)]


def _as_held(number: int, row: Any, known: dict[str, Any]) -> Held:
    """A row of ours as the studio has it; a choice that nobody made ends the run."""
    better = 0 if number % 2 else 1  # as `rows.write` puts it
    if row.is_tie is not (known["decided_by"] == "coin") or (known["choice"] != better and not row.is_tie):
        raise SystemExit(f"Row {number + 1}: the studio chose {known['choice']} by {known['decided_by']}.")
    return Held(row, known["input_text"], flipped=known["choice"] != better)
