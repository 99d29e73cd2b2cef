"""How a loader's script is called, and how it says what its trainer's loader gave back.

    python trl_loader.py EXPORTS OUTPUT SCRATCH

EXPORTS names what `studio.Studio` has written, OUTPUT the file that the script writes, SCRATCH a folder for
whatever the trainer leaves behind.
"""

import json
import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

Row = dict[str, Any]
STOOD_IN: list[str] = []


class Given:
    """What the loaders of a trainer gave back, export by export."""

    def __init__(self, trainer: str, package: str = "", name: str = "", version: str = "") -> None:
        """Begin.

        Args:
            trainer: What people call it.
            package: What its distribution is called, for the version.
            name: What the studio's command calls it, if not like the package.
            version: Of a trainer that is no distribution.
        """
        self.trainer, self.version = trainer, version or metadata.version(package)
        self.exports, self.output, self.scratch = map(Path, sys.argv[1:4])
        written = json.loads((self.exports / "configurations.json").read_text(encoding="utf-8"))
        self.configurations: dict[str, str] = written.get(name or package, {})
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
        (path,) = (self.exports / export).iterdir()
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


def stood_in(what: str) -> None:
    """Say what was not the trainer's own, as the table has it."""
    STOOD_IN.append(what)


def stand_in(name: str, why: str) -> None:
    """Put an empty module in the place of a package that a loader imports and does not use for text."""
    sys.modules[name] = module_from_spec(ModuleSpec(name, None))
    stood_in(f"an empty {name}, which {why}")
