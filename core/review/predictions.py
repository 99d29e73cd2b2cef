"""Read a model's answers to the evaluation prompts, in the shape Vertex AI writes them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from typing import NoReturn

from core.errors import InvalidInput
from core.storage.base import StoredObject
from core.storage.opening import list_address, open_address

BOM = b"\xef\xbb\xbf"
SHOWN = 80  # characters of a refused value that go into the message


@dataclass(frozen=True, slots=True)
class Prediction:
    """One model's answer to one evaluation prompt, and where it was read.

    Attributes:
        prompt: The whole input the model saw, instruction included, exactly as the file holds it.
        text: The model's answer, untrimmed; it may be empty.
        shard: The file it came from.
        line: Its line in that file, counted from 1.
    """

    prompt: str
    text: str
    shard: str
    line: int


def read_predictions(address: str) -> list[Prediction]:
    """Read all predictions at an address: one JSONL file, or a folder of shards.

    In a folder the shards are the objects whose name starts with ``text`` (so the bulk inferrer names
    them) or contains ``.jsonl``; anything else there, such as a success marker, is passed over.

    Args:
        address: A local path, ``file://`` or ``gs://`` address.

    Returns:
        The predictions in the order of the shards' names and lines; never an empty list.

    Raises:
        InvalidInput: If nothing there is a shard, all shards are empty, or a line is not a prediction.
    """
    found = list_address(address)
    shards = found if len(found) == 1 else [stored for stored in found if _is_shard(stored)]
    predictions = [prediction for stored in shards for prediction in _read_shard(stored.address)]
    if not predictions:
        raise InvalidInput(
            f"{address} holds no predictions: name a JSONL file, or the folder with the text* files that"
            " batch inference wrote."
        )
    return predictions


def parse_predictions(lines: Iterable[bytes], name: str) -> Iterator[Prediction]:
    r"""Parse the lines of one JSONL file, such as an upload or an open binary file.

    A byte order mark, ``\r\n`` and blank lines are tolerated; no text is trimmed.

    Args:
        lines: The file's lines, split at ``\n`` only, as a binary file yields them.
        name: What messages call the file.

    Yields:
        One prediction a line that is not blank.

    Raises:
        InvalidInput: If a line is not UTF-8, not JSON or not a prediction: file, line, field, value named.
    """
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(BOM) if number == 1 else raw
        if line.strip():
            yield _parse_line(line, name, number)


def _is_shard(stored: StoredObject) -> bool:
    """Whether an object in a folder is one of the files with predictions."""
    name = stored.key.rsplit("/", 1)[-1]
    return name.startswith("text") or ".jsonl" in name


def _read_shard(address: str) -> list[Prediction]:
    """The predictions of one file."""
    with open_address(address) as file:
        return list(parse_predictions(file, address))


def _parse_line(line: bytes, name: str, number: int) -> Prediction:
    """One line, checked field by field."""
    where = f"{name}, line {number}"
    row = _object(_load(line, where), where=where, field="the line")
    inputs = _object(row.get("inputs"), where=where, field="inputs")
    prompt = _text(inputs.get("inputs_pretokenized"), where=where, field="inputs.inputs_pretokenized")
    if not prompt:
        _refuse(prompt, where=where, field="inputs.inputs_pretokenized", wanted="a prompt that is not empty")
    text = _text(row.get("prediction"), where=where, field="prediction")
    return Prediction(prompt=prompt, text=text, shard=name, line=number)


def _load(line: bytes, where: str) -> object:
    """The JSON value of a line."""
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        byte = f"0x{line[error.start]:02x}"
        raise InvalidInput(
            f"{where}: byte {error.start + 1} ({byte}) is not valid UTF-8; save the file as UTF-8."
        ) from error
    except (ValueError, RecursionError) as error:
        reason = f"{error.msg} at character {error.pos + 1}" if isinstance(error, JSONDecodeError) else error
        raise InvalidInput(
            f"{where}: {_shown(line.decode('utf-8'))} is not one JSON object ({reason});"
            " each line must hold one."
        ) from error


def _object(value: object, *, where: str, field: str) -> dict[str, object]:
    """The value as a JSON object."""
    if not isinstance(value, dict):
        _refuse(value, where=where, field=field, wanted="a JSON object")
    return value


def _text(value: object, *, where: str, field: str) -> str:
    """The value as text that a database can keep."""
    if not isinstance(value, str):
        _refuse(value, where=where, field=field, wanted="a text")
    # PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair.
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        _refuse(value, where=where, field=field, wanted="a text without NUL and unpaired surrogates")
    return value


def _refuse(value: object, *, where: str, field: str, wanted: str) -> NoReturn:
    """Name the place, the field and the value."""
    given = "missing or null" if value is None else _shown(value)
    raise InvalidInput(f"{where}: {field} is {given}; it must be {wanted}.")


def _shown(value: object) -> str:
    """A value as a message may show it: escaped, cut where it is long, never unfolded where it is nested."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    shown = repr(value)
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
