"""Files that belong together: answers that name their item by a number, and the data file that holds it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from core.datasets.formats import Format, Joins, Row, known_formats
from core.datasets.importing.plan import first_rows
from core.datasets.left_out import Doubt, without_left_out
from core.datasets.problems import Problem
from core.datasets.scratch import SPOOL_BYTES, json_line
from core.datasets.sources import Source, container_of, find_sources, rows
from core.errors import InvalidInput

LOOKED_AT = (0, 1, -1)
"""Places of files of which one is answers if any is; to look into all could take long in a cloud."""
MOST_SHOWN = 3


def sources_at(addresses: Sequence[str]) -> list[Source]:
    """The files that addresses mean (see `find_sources`), each with what belongs to it.

    Raises:
        InvalidInput: There is no such file, or answers are about items that no data file holds.
        NotFound: There is no such bucket or repository.
    """
    return together([source for one in addresses for source in find_sources(one)])


def together(sources: Sequence[Source]) -> list[Source]:
    """Each file of answers with what its answers are about; the data files it came from are then no rows.

    Files that are whole in themselves are given back as they are, and so are answers without a data file: how
    they are read says what is missing.

    Args:
        sources: The files of one import.

    Raises:
        InvalidInput: No data file holds an item that the answers are about.
    """
    if not sources[1:] or not any(_joining(sources[place]) for place in LOOKED_AT):
        return list(sources)
    forms = [_joining(one) for one in sources]
    answers = [(one, form.joins) for one, form in zip(sources, forms, strict=True) if form and form.joins]
    data = [one for one, form in zip(sources, forms, strict=True) if not form]
    if not data:
        return list(sources)
    numbers = [{number for number, _ in _answers(one, joins)} for one, joins in answers]
    items = _items(data, set().union(*numbers))
    return [
        replace(one, open=partial(_joined, one, joins, items), size=None)
        for (one, joins), told in zip(answers, numbers, strict=True)
        if told  # somebody who has answered nothing yet
    ]


def _joining(source: Source) -> Format | None:
    """The format of a file of answers; None for any other file."""
    row = next(_good(source), None)
    return next((one for one in known_formats() if row and one.joins and one.joins.is_of(row)), None)


def _good(source: Source) -> Iterator[Row]:
    for _, row in rows(source, container_of(source), lambda *_, **__: None):
        shown = without_left_out(row.row) if isinstance(row, Doubt) else row
        if not isinstance(shown, Problem):
            yield shown


def _answers(source: Source, joins: Joins) -> Iterator[tuple[str, Row]]:
    for row in filter(joins.is_of, _good(source)):
        yield from joins.split(row)


def _items(data: Sequence[Source], numbers: set[str]) -> dict[str, list[Row]]:
    """The items that answers are about; more than one of a number if the files hold several."""
    found: dict[str, list[Row]] = {}
    for source in data:
        name = _number_field(source, numbers)
        for row in _good(source) if name is not None else ():
            number = _written(row.get(str(name)))
            if number in numbers and row not in found.setdefault(number, []):
                found[number].append(row)
    if found:
        return found
    shown = ", ".join(sorted(numbers)[:MOST_SHOWN]) or "none"
    names = ", ".join(one.name for one in data[:MOST_SHOWN])
    raise InvalidInput(
        f"The answers are about items with the numbers {shown} …, and {names} has none of them. Add the file "
        "that was labelled (data_files in the tool's configuration) and import the files together."
    )


def _number_field(source: Source, numbers: set[str]) -> str | None:
    """The field that holds the numbers of items: the one whose first values are asked for most often."""
    hits = Counter(
        name for row in first_rows(source) for name, value in row.items() if _written(value) in numbers
    )
    return max(hits, key=lambda name: (hits[name], name.lower().endswith("id")), default=None)


def _written(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _joined(source: Source, joins: Joins, items: Mapping[str, list[Row]]) -> BinaryIO:
    """The answers with their items, as JSON lines."""
    file = cast("BinaryIO", SpooledTemporaryFile(max_size=SPOOL_BYTES))  # noqa: SIM115 - whoever reads it closes it
    for _, row in rows(source, container_of(source), lambda *_, **__: None):
        if isinstance(row, Problem) and not isinstance(row, Doubt):
            file.write(json_line(Joins.failed(f"{row.field} {row.reason}")))
            continue
        read = without_left_out(row.row) if isinstance(row, Doubt) else row
        if not joins.is_of(read):
            file.write(json_line(Joins.failed("is not built as the other answers of the file are")))
            continue
        for number, answer in joins.split(read):
            file.write(json_line(Joins.joined(number, answer, list(islice(items.get(number, ()), 2)))))
    file.seek(0)
    return file
