"""Tables that pandas writes as one JSON value and not as rows, told by how they begin."""

import re

import orjson

WAYS = {
    "split": rb'\{ "columns" : \[[^\]]*\] , "(index|data)" : \[ | \{ "index" : \[[^\]]*\] , "columns" : \[',
    "columns": rb'\{ "[^"\\]*" : \{ "\d+" :',
    "index": rb'\{ "\d+" : \{ "',
    "table": rb'\{ "schema" : \{ "fields" : \[',
    "values": rb'\[ \[ ["\-\dntf]',
}
BEGINNINGS = {way: re.compile(pattern.replace(b" ", rb"\s*")) for way, pattern in WAYS.items()}
OF_OBJECTS = {"columns", "index"}


def way_of_table(start: bytes) -> str | None:
    """Which ``orient`` of pandas a file that begins so was written with; None for rows.

    Args:
        start: The first bytes of the file, or all of them, without blanks before them.
    """
    if b"\n{" in start:
        return None
    way = next((way for way, beginning in BEGINNINGS.items() if beginning.match(start)), None)
    return None if way in OF_OBJECTS and not _may_hold_only_objects(start) else way


def _may_hold_only_objects(start: bytes) -> bool:
    """A lone row may have one field whose value looks like a column; a table has no other values."""
    try:
        value = orjson.loads(start)
    except orjson.JSONDecodeError:  # there is more of it
        return True
    return all(isinstance(inner, dict) for inner in value.values())
