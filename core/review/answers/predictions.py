"""Read a model's answers to the evaluation prompts, in whichever of the known shapes each line has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import IOBase
from pathlib import Path
from typing import BinaryIO

from core.datasets.left_out import Doubt
from core.datasets.problems import Problem
from core.datasets.sources import Container, Source, by_ending, container_of, first_bytes, is_packed, rows
from core.errors import InvalidInput
from core.review.answers.chat_lines import by_id, chat_line, is_chat, known
from core.review.answers.google_lines import batch_line, bulk_line
from core.review.answers.line_fields import an_object, json_value
from core.review.answers.plain_lines import plain_line, with_more
from core.review.answers.prediction_lines import Line, Prediction, Request, Unanswered
from core.storage import Version, list_address, local_copy, open_address

BOM = b"\xef\xbb\xbf"
MEBIBYTE = 1024 * 1024
LONGEST_LINE = 32 * MEBIBYTE
"""A request to Gemini has at most 20 MB, pictures included; its answer stands on the same line."""
WANTED = (
    "name a file of answers, or the folder with the text* files that batch inference wrote. Read are Vertex "
    "AI's and OpenAI's batches, chats, and rows with a prompt and a response, as JSON, CSV or Parquet."
)


@dataclass(frozen=True)
class Predictions:
    """One model's answers, where they came from, and the prompts that it left unanswered, in their order.

    Attributes:
        requests: What the ``custom_id`` of each request means, where there was a request file.
    """

    origin: str
    predictions: Sequence[Prediction]
    unanswered: Sequence[Unanswered] = ()
    requests: Sequence[Request] = ()

    @property
    def unknown(self) -> int:
        """How many answers name their prompt by a ``custom_id`` only; the request file would tell it."""
        return sum(bool(by_id(one)) for one in self.predictions)


def read_answers(address: str) -> Predictions:
    """Read all there is at an address: one file, or a folder of shards.

    In a folder the shards are the objects whose name starts with ``text`` (so the bulk inferrer names
    them) or contains ``.jsonl``; where there are none, all whose names end as data files do. Anything else
    there, such as a success marker, is passed over. A request file among them is told by what is in it.

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
    """The answers of a folder's shards, or of a lone file, whatever its name is."""
    shards = files
    if len(files) > 1:
        shards = [file for file in files if _is_shard(file.address)]
        shards = shards or [file for file in files if by_ending(file.address)]
    return read_sources([Source(one.address, partial(opened, one), one.size) for one in shards], address)


def read_sources(sources: Sequence[Source], origin: str) -> Predictions:
    """The answers in files, wherever they lie; several are shards of one model's answers.

    Args:
        sources: The files; a request file may be among them.
        origin: What people call them together.

    Raises:
        InvalidInput: As `read_answers`.
    """
    answers = sort_answers(origin, (line for one in sources for line in _lines(one)))
    if answers.predictions:
        return answers
    if answers.unanswered:
        first = answers.unanswered[0]
        raise InvalidInput(
            f"{origin} holds no predictions: the model answered none of {len(answers.unanswered):,} prompts."
            f" Of the first one it says: {first.reason!r}."
        )
    if answers.requests:
        raise InvalidInput(f"{origin} holds requests and no answers; name the batch's output beside it.")
    raise InvalidInput(f"{origin} holds no predictions: {WANTED}")


def sort_answers(origin: str, lines: Iterable[Line]) -> Predictions:
    """Predictions and what was left unanswered, each in their order and with the requests that are known."""
    sorted_: dict[type, list[Line]] = {Prediction: [], Unanswered: [], Request: []}
    for line in lines:
        sorted_[type(line)].append(line)
    requests = [one for one in sorted_[Request] if isinstance(one, Request)]
    predictions = [one for one in sorted_[Prediction] if isinstance(one, Prediction)]
    unanswered = [one for one in sorted_[Unanswered] if isinstance(one, Unanswered)]
    return with_requests(Predictions(origin, predictions, unanswered), requests)


def with_requests(answers: Predictions, requests: Sequence[Request]) -> Predictions:
    """The same answers with their prompts, as far as these requests say what their ``custom_id`` means.

    Two models asked through batches have one request file each, which mean the same: those of one model
    may serve the other.

    Raises:
        InvalidInput: Two requests of one ``custom_id`` ask for different things.
    """
    if not requests:
        return answers
    by_name: dict[str, Prediction] = {}
    for one in requests:
        if by_name.setdefault(one.by_id, one.asked).key != one.asked.key:
            raise InvalidInput(
                f"{one.asked.shard}, line {one.asked.line}: custom_id {one.by_id!r} stands for another "
                "request already; name the request file that belongs to these answers."
            )
    predictions = [known(one, by_name) for one in answers.predictions]
    unanswered = [known(one, by_name) for one in answers.unanswered]
    return Predictions(
        answers.origin,
        [one for one in predictions if isinstance(one, Prediction)],
        [one for one in unanswered if isinstance(one, Unanswered)],
        [*answers.requests, *requests],
    )


def sharing_requests(sets: Sequence[Predictions]) -> list[Predictions]:
    """The same answers, where a model whose prompts are not known is served by another's request file.

    Their answers would be joined by ``custom_id`` in any case; so they are joined by what it stands for.
    """
    requests = [one for answers in sets for one in answers.requests]
    return [with_requests(one, requests) if one.unknown and not one.requests else one for one in sets]


def parse_answers(lines: Iterable[bytes], name: str) -> Iterator[Line]:
    r"""Parse the lines of one JSONL file, each in a shape of its own.

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
            where = f"{name}, line {number}"
            yield _parsed(an_object(json_value(line, where), where=where, field="the line"), name, number)


def _parsed(row: dict[str, object], name: str, number: int) -> Line:
    """What a row says, in the shape that its fields tell."""
    if "request" in row:
        return with_more(batch_line(row, name, number), row)
    if "inputs" in row and not isinstance(row["inputs"], str):
        return with_more(bulk_line(row, name, number), row)
    return with_more(chat_line(row, name, number), row) if is_chat(row) else plain_line(row, name, number)


def _lines(source: Source) -> Iterator[Line]:
    container = container_of(source)
    with source.open() as file:
        if container == Container.JSONL and not is_packed(first_bytes(file)):
            yield from parse_answers(file, source.name)
            return
    for number, found in rows(source, container, _unnoticed):
        row = found.row if isinstance(found, Doubt) else found
        if isinstance(row, Problem):
            raise InvalidInput(row.sentence(source.name))
        yield _parsed(row, source.name, number)


def _unnoticed(*_: object, **__: object) -> None:
    """Byte order marks, Windows line ends and blank lines are harmless."""


def _is_shard(address: str) -> bool:
    name = address.rsplit("/", 1)[-1]
    return name.startswith("text") or ".jsonl" in name


def _bounded(lines: Iterable[bytes]) -> Iterable[bytes]:
    """A file's lines, of a longer one no more than its beginning: it need not fit into the memory."""
    if isinstance(lines, IOBase):
        return iter(lambda: lines.readline(LONGEST_LINE + 1), b"")
    return lines
