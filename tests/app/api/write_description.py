"""Write down what the interface takes and gives, for those who write programs; a test says when to."""

import json
from pathlib import Path
from typing import Any

from app.api.build import application

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"


def text() -> str:
    """The description with a line an address and a line a shape, so that a change shows as one."""
    found = application().openapi()
    components = found["components"] | {"schemas": "SCHEMAS"}
    outer = json.dumps(found | {"paths": "PATHS", "components": components}, ensure_ascii=False, indent=1)
    for name, lines in (("PATHS", found["paths"]), ("SCHEMAS", found["components"]["schemas"])):
        outer = outer.replace(f'"{name}"', _lines(lines))
    return outer + "\n"


def _lines(named: dict[str, Any]) -> str:
    inner = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}" for name, one in named.items()
    )
    return "{\n" + inner + "\n}"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
