"""Settings that a form's values make, or one sentence on the first value that is unusable."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.errors import InvalidInput

S = TypeVar("S", bound=BaseModel)

LONGEST_SHOWN = 40
REMEDIES = {
    "too_long": "keep at most {max_length}",
    "string_too_long": "keep it to {max_length} characters",
    "string_too_short": "write something or take it out",
    "less_than_equal": "give at most {le}",
    "greater_than_equal": "give at least {ge}",
    "greater_than": "give more than {gt}",
}
"""What to do about a value, by pydantic's name for what is wrong with it."""


def read_settings(kind: type[S], values: Mapping[str, Any]) -> S:
    """The settings that a form's values make.

    Raises:
        InvalidInput: A value is unusable, or two contradict each other; it names the first.
    """
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        raise InvalidInput(_refusal(error.errors()[0])) from error


def _refusal(error: ErrorDetails) -> str:
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"These settings contradict each other: {reason}."
    field, *entry = [part + 1 if isinstance(part, int) else part.replace("_", " ") for part in error["loc"]]
    name = f"Entry {entry[0]} of the {field}" if entry else f"The {field}"
    if error["type"] == "value_error":
        return f"{name} cannot stay so: {reason}."
    value = error["input"]
    shown = f"{len(value)} entries" if isinstance(value, list | tuple) else f"“{str(value)[:LONGEST_SHOWN]}”"
    remedy = REMEDIES.get(error["type"])
    if remedy is None:
        return f"{name} cannot be {shown}: {reason[:1].lower()}{reason[1:]}."
    return f"{name} cannot be {shown}: {remedy.format(**error.get('ctx', {}))}."
