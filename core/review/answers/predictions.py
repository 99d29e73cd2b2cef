"""Read a model's answers to the evaluation prompts, in the two shapes in which Vertex AI writes them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import IOBase
from pathlib import Path
from typing import BinaryIO

from core.errors import InvalidInput
from core.review.answers.prediction_lines import Prediction, Unanswered, parse_line
from core.storage import Version, list_address, local_copy, open_address

BOM = b"\xef\xbb\xbf"
MEBIBYTE = 1024 * 1024
LONGEST_LINE = 32 * MEBIBYTE
"""A request to Gemini has at most 20 MB, pictures included; its answer stands on the same line."""


@dataclass(frozen=True)
class Predictions:
    """One model's answers, where they came from, and the prompts that it left unanswered, in their order."""

    origin: str
    predictions: Sequence[Prediction]
    unanswered: Sequence[Unanswered] = ()


def read_answers(address: str) -> Predictions:
    """Read all there is at an address: one JSONL file, or a folder of shards.

    In a folder the shards are the objects whose name starts with ``text`` (so the bulk inferrer names
    them) or contains ``.jsonl``; anything else there, such as a success marker, is passed over.

    Args:
        address: A local path, ``file://`` or ``gs://`` address.

    Returns:
        At least one prediction, and the prompts without an answer.

    Raises:
        InvalidInput: If nothing there is a shard, all shards are empty, no prompt was answered, or a line is
            not a prediction.
    """
    return _read(address, list_address(address), lambda shard: open_address(shard.address))


def read_copies(address: str, files: Sequence[Version], *, cache: Path) -> Predictions:
    """As `read_answers`, for files at the address that are known: what is cached is not fetched.

    Raises:
        InvalidInput: As `read_answers`.
        NotFound: A file that is not in the cache is gone.
    """
    return _read(address, files, lambda shard: local_copy(shard, cache=cache).open("rb"))


def _read(address: str, files: Sequence[Version], opened: Callable[[Version], BinaryIO]) -> Predictions:
    """The answers of a folder's shards, or of a lone file, whatever its name is; there is one at least."""
    shards = files if len(files) == 1 else [file for file in files if _is_shard(file.address)]
    answers = sort_answers(address, (line for one in shards for line in _read_shard(one, opened)))
    if answers.predictions:
        return answers
    if answers.unanswered:
        first = answers.unanswered[0]
        raise InvalidInput(
            f"{address} holds no predictions: the model answered none of {len(answers.unanswered):,} prompts."
            f" Of the first one it says: {first.reason!r}."
        )
    raise InvalidInput(
        f"{address} holds no predictions: name a JSONL file, or the folder with the text* files that"
        " batch inference wrote."
    )


def sort_answers(origin: str, lines: Iterable[Prediction | Unanswered]) -> Predictions:
    """Predictions and what was left unanswered, each in their order."""
    predictions, unanswered = [], []
    for line in lines:
        if isinstance(line, Prediction):
            predictions.append(line)
        else:
            unanswered.append(line)
    return Predictions(origin, predictions, unanswered)


def parse_answers(lines: Iterable[bytes], name: str) -> Iterator[Prediction | Unanswered]:
    r"""Parse the lines of one JSONL file, each of bulk inference or of batch prediction.

    A byte order mark, ``\r\n`` and blank lines are tolerated; no text is trimmed.

    Args:
        lines: The file's lines, split at ``\n`` only, as a binary file yields them.
        name: What messages call the file.

    Yields:
        One item a line that is not blank.

    Raises:
        InvalidInput: If a line is not UTF-8, not JSON or not a prediction: file, line, field, value named;
            or if it is too long to be one.
    """
    for number, raw in enumerate(_bounded(lines), start=1):
        if len(raw) > LONGEST_LINE:
            raise InvalidInput(
                f"{name}, line {number} is longer than {LONGEST_LINE // MEBIBYTE} MiB; each line must hold "
                "one prediction. The file is probably no JSONL file, or its lines were joined."
            )
        line = raw.removeprefix(BOM) if number == 1 else raw
        if line.strip():
            yield parse_line(line, name, number)


def _is_shard(address: str) -> bool:
    name = address.rsplit("/", 1)[-1]
    return name.startswith("text") or ".jsonl" in name


def _read_shard(shard: Version, opened: Callable[[Version], BinaryIO]) -> list[Prediction | Unanswered]:
    with opened(shard) as file:
        return list(parse_answers(file, shard.address))


def _bounded(lines: Iterable[bytes]) -> Iterable[bytes]:
    """A file's lines, of a longer one no more than its beginning: it need not fit into the memory."""
    if isinstance(lines, IOBase):
        return iter(lambda: lines.readline(LONGEST_LINE + 1), b"")
    return lines
