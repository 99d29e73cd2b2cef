"""One file of rows, wherever it lies, as something that can be opened again and again."""

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Protocol

from core.datasets.problems import Fault, Problem, printable
from core.errors import InvalidInput
from core.storage import translated

NumberedRow = tuple[int, dict[str, Any] | Problem]
"""The number of a line, item or row, from 1, and the row there or what is wrong with it."""


class ReportNotice(Protocol):
    """Told of what is harmless and yet worth knowing."""

    def __call__(
        self, fault: Fault, line: int, *, times: int = 1, field: str = "", reason: str = ""
    ) -> object:
        """So many lines have it, from this one on."""


@dataclass(frozen=True)
class Source:
    """One file as it lies there.

    Attributes:
        name: What people and the rows' origin call it: its name without folder, or with as much of the folder
            as tells it from others that were found with it.
        open: Gives its stored bytes (still packed), seekable, as often as needed; the caller closes them.
        size: Stored bytes; None where they are not known.
        tick: Called now and then while much comes of few stored bytes; raising from it ends the reading.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None
    tick: Callable[[], object] = lambda: None


def shown_name(name: str) -> str:
    """A file's name without what a screen obeys or a database refuses."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in printable(name))


def names_apart(paths: Sequence[PurePath]) -> list[str]:
    """The names of files without the folder that all of them are in: no two are alike."""
    folder = os.path.commonpath([path.parent for path in paths])
    return [str(path.relative_to(folder)) for path in paths]


def source_of(path: Path, *, name: str | None = None) -> Source:
    """A file of this machine.

    Args:
        path: Where it is.
        name: What to call it, if not as the file itself.

    Raises:
        InvalidInput: There is no such file.
    """
    with translated(path):
        if not path.is_file():
            raise InvalidInput(f"There is no file {path}; check the name.")
        return Source(shown_name(name or path.name), partial(_open, path), path.stat().st_size)


def source_of_bytes(name: str, content: bytes) -> Source:
    """A file that a person sent; its bytes are not copied."""
    return Source(shown_name(name), partial(io.BytesIO, content), len(content))


def _open(path: Path) -> BinaryIO:
    with translated(path):
        return path.open("rb")
