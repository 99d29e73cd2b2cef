"""An index of a frozen set's rows on this machine, so that any of them is read without those before it.

It is made once, by the hashes of the set's objects, which never change; it may be deleted at any time.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from core.datasets.delivery.objects import frozen_rows
from core.datasets.exports import FrozenRow, candidate_text, prompt_text
from core.datasets.models import DatasetView
from core.datasets.parse_line import read_line
from core.datasets.scratch import json_line, room_for_files

FOLDER = "frozen_rows"
PARTIAL = "partial-"
LINES, TEXTS, LINE_ENDS, TEXT_ENDS, FACTS = "lines", "texts", "line_ends.npy", "text_ends.npy", "facts.npy"
FILES = (LINES, TEXTS, LINE_ENDS, TEXT_ENDS, FACTS)
DECIDED = ("", "judgments", "adjudication", "gold", "model")
"""What may have decided a row; its place here stands in the index."""
TOLD_EVERY = 1000  # rows
Facts = tuple[int, int, int, bool, float]
"""Choice or -1, place in `DECIDED`, judgments, whether they differ, confidence or -1."""


def index_of(dataset: DatasetView, cache: Path, tell: Callable[[int], object] = lambda _: None) -> Path:
    """The folder with the index of a set, which is made if it is not there.

    Args:
        dataset: The set.
        cache: The folder for what can be made again.
        tell: Called with the rows read so far while the index is made; raising from it leaves nothing behind.

    Raises:
        Conflict: An object in storage is not what was frozen.
        NotFound: An object is gone.
        Unavailable: There is no room for the index.
    """
    folder = place_of_index(dataset, cache)
    if is_whole(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with room_for_files():
        partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=folder.parent))
        try:
            _make(dataset, partial, tell)
            shutil.rmtree(folder, ignore_errors=True)  # what is left of one that was trimmed
            partial.rename(folder)
        except OSError:
            if not is_whole(folder):  # else somebody else has made it meanwhile
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return folder


def place_of_index(dataset: DatasetView, cache: Path) -> Path:
    """Where the index of a set is, or will be."""
    return cache / FOLDER / f"{dataset.sha256}-{dataset.evidence_sha256[:16]}"


def is_whole(folder: Path) -> bool:
    """Whether nothing of an index is missing."""
    return all((folder / name).is_file() for name in FILES)


def _make(dataset: DatasetView, folder: Path, tell: Callable[[int], object]) -> None:
    import numpy as np  # noqa: PLC0415 - not needed for the first page

    line_ends, text_ends, facts = [0], [0], []
    with (folder / LINES).open("wb") as lines, (folder / TEXTS).open("wb") as texts:
        for number, one in enumerate(frozen_rows(dataset), start=1):
            lines.write(json_line({"row": one.row, "evidence": one.evidence, "beside": one.beside}))
            texts.write(folded(_text(one)) + b"\n")
            line_ends.append(lines.tell())
            text_ends.append(texts.tell())
            facts.append(_facts(one))
            if number % TOLD_EVERY == 0:
                tell(number)
    np.save(folder / LINE_ENDS, np.array(line_ends, dtype=np.int64))
    np.save(folder / TEXT_ENDS, np.array(text_ends, dtype=np.int64))
    np.save(folder / FACTS, np.array(facts, dtype=np.float64).reshape(-1, 5))


def folded(text: str) -> bytes:
    """Text as it is searched: without case, on one line."""
    return " ".join(text.casefold().split()).encode(errors="replace")


def _text(one: FrozenRow) -> str:
    names = [place for place in (0, 1) if f"candidate_{place}" in one.row]
    return "\n".join([prompt_text(one.row), *(candidate_text(one.row, place) for place in names)])


def _facts(one: FrozenRow) -> Facts:
    evidence = one.evidence
    judgments = evidence.get("judgments", [])
    decided = evidence.get("decided_by", "")
    return (
        one.row.get("choice", -1),
        DECIDED.index(decided) if decided in DECIDED else 0,
        len(judgments),
        len({given["outcome"] for given in judgments}) > 1,
        evidence.get("confidence", -1.0),
    )


def read_row(raw: bytes) -> FrozenRow:
    """One line of the index."""
    known = read_line(raw)
    return FrozenRow(known["row"], known["evidence"], known["beside"])
