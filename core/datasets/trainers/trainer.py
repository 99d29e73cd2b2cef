"""What a trainer is: which export it reads, and the lines of configuration that go with it."""

from dataclasses import dataclass
from string import Template

from core.datasets.exports import Export
from core.datasets.models import DatasetKind

DOCUMENTED = "documentation of November 2026"
"""The version of a service."""


@dataclass(frozen=True)
class Setup:
    """One way to train on a set.

    Attributes:
        purpose: What is trained, such as ``DPO``.
        export: The format that goes with it.
        language: What the lines are written in, as a code block names it.
        template: The lines, in which ``$file`` stands for the file's name and ``$name`` for the set's.
        kind: The kind of set it trains on.
    """

    purpose: str
    export: Export
    language: str
    template: str
    kind: DatasetKind = DatasetKind.PREFERENCE

    def lines(self, file: str, name: str) -> str:
        """The lines to copy, for a file of this name; both names hold no character that could harm there."""
        return Template(self.template).substitute(file=file, name=name).strip("\n")


@dataclass(frozen=True, eq=False)
class Trainer:
    """A program or a service that trains on preferences. Its place is in `registry.TRAINERS`.

    Attributes:
        name: What it is called in commands.
        title: What people call it.
        version: The one whose reader was looked at.
        setups: What it can do; what most people want comes first.
        beware: The mistake that costs most with its files, as sentences; empty if none is known.
    """

    name: str
    title: str
    version: str
    setups: tuple[Setup, ...]
    beware: str = ""
