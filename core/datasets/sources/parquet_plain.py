"""Which columns of Parquet hold nothing but what JSON says alike: a look at a batch, not at each value."""

from functools import lru_cache
from typing import Any


def is_plain(column: Any) -> bool:
    """Whether all values of a column are texts, whole numbers, truth values or finite numbers, nested or not.

    Args:
        column: An Arrow array. A text that is no UTF-8 makes it none: that is read value by value.
    """
    if not _is_plain_kind(column.type):
        return False
    return all(map(_is_finite, _numbers_in(column))) and _is_valid(column)


@lru_cache(maxsize=256)
def _is_plain_kind(kind: Any) -> bool:
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    types = pa.types
    if types.is_struct(kind):
        names = [field.name for field in kind]
        return len(set(names)) == len(names) and all(_is_plain_kind(field.type) for field in kind)
    if types.is_list(kind) or types.is_large_list(kind):
        return _is_plain_kind(kind.value_type)
    if types.is_floating(kind):
        return bool(kind.bit_width > HALF)
    plain = types.is_string, types.is_large_string, types.is_integer, types.is_boolean, types.is_null
    return any(is_one(kind) for is_one in plain)


HALF = 16  # bits of a number that Arrow cannot look at as a column


def _numbers_in(column: Any) -> list[Any]:
    """The arrays of floating numbers in a column."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    if pa.types.is_floating(column.type):
        return [column]
    if pa.types.is_struct(column.type):
        return [each for inner in column.flatten() for each in _numbers_in(inner)]
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _numbers_in(column.flatten())
    return []


def _is_finite(numbers: Any) -> bool:
    from pyarrow import compute  # noqa: PLC0415 - slow to import

    return compute.all(compute.is_finite(numbers)).as_py() is not False


def _is_valid(column: Any) -> bool:
    """Whether every text is one; Arrow looks at the bytes of them all at once."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
