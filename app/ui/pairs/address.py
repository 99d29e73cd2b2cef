"""A filter of pairs as the query of the pairs page's address, so that a list can be linked to and sent."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.labelling.finding import LARGEST, PairFilter, PairSort

SORT = "sort"
USUAL = PairSort.NEWEST
_FILTER = TypeAdapter(PairFilter)
_SORT = TypeAdapter(PairSort)


def query_of(wanted: PairFilter, sort: PairSort = USUAL) -> dict[str, str]:
    """The query that stands for a filter and an order; what does not narrow is left out."""
    given = {one.name: getattr(wanted, one.name) for one in fields(PairFilter)}
    query = {name: _text(value) for name, value in given.items() if value is not None and value != ""}
    return query if sort is USUAL else query | {SORT: sort.value}


def read_query(query: Mapping[str, str]) -> tuple[PairFilter, PairSort]:
    """The filter and the order that a query stands for; what cannot be read does not narrow."""
    wanted = PairFilter()
    for one in fields(PairFilter):
        if one.name in query:
            wanted = _read(_FILTER, query_of(wanted) | {one.name: query[one.name]}, wanted)
    return wanted, _read(_SORT, query.get(SORT, USUAL.value), USUAL)


def _read(kind: TypeAdapter[Any], value: object, otherwise: Any) -> Any:
    try:
        read = kind.validate_strings(value)
    except ValidationError:
        return otherwise
    return otherwise if isinstance(read, PairFilter) and _too_large(read) else read


def _too_large(wanted: PairFilter) -> bool:
    """Whether it has a number that no database keeps, so that nothing could be asked of one."""
    numbers = (wanted.pair, wanted.imported, wanted.person, wanted.shortest, wanted.longest)
    return any(abs(one or 0) >= LARGEST for one in numbers)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
