"""The fields of one line of predictions, checked; what is wrong is named with its place and value."""

import json
from json import JSONDecodeError
from typing import NoReturn

from core.errors import InvalidInput

SHOWN = 80  # characters of a refused value that go into the message


def json_value(line: bytes, where: str) -> object:
    """The JSON value of a line.

    Raises:
        InvalidInput: It is not UTF-8 or not one JSON value.
    """
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
            f"{where}: {shown(line.decode('utf-8'))} is not one JSON object ({reason});"
            " each line must hold one."
        ) from error


def an_object(value: object, *, where: str, field: str) -> dict[str, object]:
    """The value as a JSON object.

    Raises:
        InvalidInput: It is none.
    """
    if not isinstance(value, dict):
        refuse(value, where=where, field=field, wanted="a JSON object")
    return value


def a_list(value: object, *, where: str, field: str) -> list[object]:
    """The value as a list with something in it.

    Raises:
        InvalidInput: It is none, or empty.
    """
    if not isinstance(value, list) or not value:
        refuse(value, where=where, field=field, wanted="a list that is not empty")
    return value


def one_or_more(value: object, *, where: str, field: str) -> list[object]:
    """The value as a list with something in it; a lone object is a list of one.

    Raises:
        InvalidInput: It is neither.
    """
    return [value] if isinstance(value, dict) else a_list(value, where=where, field=field)


def a_text(value: object, *, where: str, field: str) -> str:
    """The value as text that a database can keep.

    Raises:
        InvalidInput: It is none.
    """
    if not isinstance(value, str):
        refuse(value, where=where, field=field, wanted="a text")
    if not is_storable(value):
        refuse(value, where=where, field=field, wanted="a text without NUL and unpaired surrogates")
    return value


def is_storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def a_prompt(value: object, *, where: str, field: str) -> str:
    """The value as a prompt, which is never empty.

    Raises:
        InvalidInput: It is none.
    """
    text = a_text(value, where=where, field=field)
    if not text:
        refuse(text, where=where, field=field, wanted="a prompt that is not empty")
    return text


def refuse(value: object, *, where: str, field: str, wanted: str) -> NoReturn:
    """Name the place, the field and the value.

    Raises:
        InvalidInput: Always.
    """
    given = "missing or null" if value is None else shown(value)
    raise InvalidInput(f"{where}: {field} is {given}; it must be {wanted}.")


def shown(value: object) -> str:
    """A value as a message may show it: escaped, cut where it is long, never unfolded where it is nested."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
