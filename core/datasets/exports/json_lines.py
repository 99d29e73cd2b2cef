"""A value as one JSON line: UTF-8 as it is, every digit kept."""

import json

import orjson


def json_line(value: object) -> bytes:
    """The value and a line end."""
    try:
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # integers over 64 bits or half a surrogate pair, which metadata may hold
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        # What UTF-8 cannot hold is spelt out as JSON does too, such as \ud800.
        return line.encode(errors="backslashreplace") + b"\n"


def json_text(value: object) -> str:
    """The value as JSON without a line end, to be kept in a column of text."""
    return json_line(value)[:-1].decode()
