"""Values that stand as JSON text in a cell of CSV or TSV."""

from typing import Any

import orjson


def json_of(text: str) -> Any:
    """What a text is as JSON; the text itself where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
