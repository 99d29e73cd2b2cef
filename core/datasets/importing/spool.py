"""Checked rows on their way to the database: kept in a file, so that memory stays flat."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

BATCH = 2000
BATCH_CHARACTERS = 16 * 1024 * 1024

Row = TypeVar("Row", bound=tuple[Any, ...])


class Spool(Generic[Row]):
    """Rows written one by one and read back in batches, in their order.

    The file has no name, so nothing stays behind, not even after SIGKILL. What is in it was made by this very
    process, which is why pickle may read it.

    Args:
        kind: Makes a row of its values; plain tuples are written, which is quicker by half.
    """

    def __init__(self, kind: Callable[[Iterable[Any]], Row]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._kind = kind
        self._waiting: list[tuple[Any, ...]] = []
        self._characters = 0
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Row, *, characters: int) -> None:
        """Put a row of so many characters behind the others."""
        self._waiting.append(tuple(row))
        self._characters += characters
        self.rows += 1
        if len(self._waiting) == BATCH or self._characters > BATCH_CHARACTERS:
            self._write()

    def batches(self) -> Iterator[list[Row]]:
        """All rows, at most 2,000 at a time and fewer of long ones."""
        self._write()
        self._file.seek(0)
        while True:
            try:
                batch = pickle.load(self._file)  # noqa: S301 - see above
            except EOFError:
                return
            yield list(map(self._kind, batch))

    def _write(self) -> None:
        if self._waiting:
            pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
            self._waiting = []
            self._characters = 0
