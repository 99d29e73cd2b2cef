"""How a loader's script is called, and how it says what its trainer's loader gave back.

    python trl_loader.py EXPORTS OUTPUT SCRATCH

EXPORTS names a folder with a file a format, called like the format (`trl.jsonl`), OUTPUT the file that the
script writes, SCRATCH a folder for whatever the trainer leaves behind.
"""

import json
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

Row = dict[str, Any]
STOOD_IN: list[str] = []


class Given:
    """What the loaders of a trainer gave back, export by export."""

    def __init__(self, trainer: str, package: str) -> None:
        self.trainer, self.version = trainer, version(package)
        self.exports, self.output, self.scratch = map(Path, sys.argv[1:4])
        self.cases: list[dict[str, Any]] = []

    def read(  # noqa: PLR0913 - what a loader does to texts is said where it is called
        self,
        export: str,
        loader: str,
        rows: Callable[[Path], Iterable[Row]],
        *,
        turns: bool = False,
        template: str = "",
        joined: bool = False,
        end: str = "",
        unpaired: bool = False,
        note: str = "",
    ) -> None:
        """Take down what a loader makes of an export.

        Args:
            export: The format's name.
            loader: The trainer's function or class, and the settings that matter.
            rows: Reads the export's file; gives ``prompt``, ``chosen`` and ``rejected`` of each row, or
                ``prompt``, ``completion`` and ``label``, as far as the loader tells them apart.
            turns: The prompt came as messages, not as text.
            template: How the loader writes them, see `expected.TEMPLATES`; empty: it gives them as they are.
            joined: Chosen and rejected come back behind the prompt.
            end: What the loader puts behind an answer of text.
            unpaired: A row came back for each answer.
            note: What of the text the loader changes by itself, as a sentence.
        """
        (path,) = self.exports.glob(f"{export}.*")
        form = {"turns": turns, "template": template, "joined": joined, "end": end, "unpaired": unpaired}
        case = {"export": export, "loader": loader, "form": form, "note": note}
        self.cases.append(case | {"given": list(rows(path))})

    def write(self) -> None:
        """Write all that was taken down."""
        written = {
            "trainer": self.trainer,
            "version": self.version,
            "stood_in": STOOD_IN,
            "cases": self.cases,
        }
        self.output.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")


def stand_in(name: str, why: str) -> None:
    """Put an empty module in the place of a package that a loader imports and does not use for text."""
    sys.modules[name] = module_from_spec(ModuleSpec(name, None))
    STOOD_IN.append(f"{name}: {why}")
