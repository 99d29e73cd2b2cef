"""What SQLAlchemy has made of a statement, for every database of a process.

An engine keeps the SQL of a statement for itself. A test has an engine of its own, so nearly every statement
would be put together anew: a quarter of the time of all tests that have a database.
"""

from copy import copy
from typing import Any

import pytest
from sqlalchemy import Dialect
from sqlalchemy.sql.elements import ClauseElement

OF_ONE_ENGINE = ("_bind_processors", "_inserted_primary_key_from_lastrowid_getter")
"""What a compiled statement works out with its dialect, of which the studio's types ask where the home is."""


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Let a new engine begin with the statements that others like it have compiled before."""
    compile_anew = ClauseElement._compiler  # noqa: SLF001 - where an engine's own cache ends
    made: dict[tuple[Any, ...], Any] = {}

    def compiled(statement: ClauseElement, dialect: Dialect, **how: Any) -> Any:
        if how.get("cache_key") is None:
            return compile_anew(statement, dialect, **how)
        like = (type(dialect), dialect.paramstyle, dialect.server_version_info)
        asked = (tuple(how["column_keys"]), bool(how["schema_translate_map"]), how["for_executemany"])
        key = (*like, how["cache_key"].key, *asked)
        if key not in made:
            made[key] = compile_anew(statement, dialect, **how)
        return _for(dialect, made[key])

    patch.setattr(ClauseElement, "_compiler", compiled)


def _for(dialect: Dialect, compiled: Any) -> Any:
    own = copy(compiled)
    own.dialect = dialect
    own._cached_metadata = None  # noqa: SLF001 - how rows are read, with the other engine's types
    for name in OF_ONE_ENGINE:
        own.__dict__.pop(name, None)
    return own
