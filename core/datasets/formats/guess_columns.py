"""The best guess which field is what, where a file has names of its own."""

from collections.abc import Sequence

from core.datasets.formats import names
from core.datasets.formats.prompt_names import CONVERSATIONS
from core.datasets.formats.shapes import Columns, Row, Wanted
from core.datasets.problems import printable, shorten

NUMBERS = (("0", "1"), ("1", "2"))
WORDS = (("a", "b"), ("left", "right"), ("first", "second"))
"""How files write that the first or the second candidate is better."""

TIES = {"tie", "tied", "draw", "equal", "same", "both", "neither", "none"}
AS_VERTEX = ("candidate_0", "candidate_1")
MOST_SHOWN = 5

Way = tuple[str, str]
Both = tuple[str | None, str | None]


def guess_columns(rows: Sequence[Row], wanted: Wanted) -> Columns:
    """Fields with usual names; where none is found, the names that Vertex's own rows have."""
    fields = list(dict.fromkeys(name for row in rows for name in row))
    if wanted == Wanted.PROMPTS:
        return Columns(_prompt(fields))
    pair = names.find_both(names.CANDIDATES, fields) or AS_VERTEX
    others = [name for name in fields if name not in pair]
    choice = names.find(names.CHOICES, others)
    sources = names.find_both(names.SOURCES, others) or (None, None)
    written = _written(_seen(rows, choice), (pair, sources)) if choice else NUMBERS[0]
    return Columns(
        _prompt(others),
        pair[0],
        pair[1],
        choice if written else None,
        source_0=sources[0],
        source_1=sources[1],
        annotator=names.find(names.ANNOTATORS, others),
        note=names.find(names.NOTES, others),
        choice_0=(written or NUMBERS[0])[0],
        choice_1=(written or NUMBERS[0])[1],
    )


def open_question(rows: Sequence[Row], columns: Columns) -> str:
    """A sentence that asks for what `guess_columns` has left open; empty if that is nothing."""
    others = dict.fromkeys(name for row in rows for name in row)
    taken = {name for _, name in columns.named()}
    choice = names.find(names.CHOICES, (name for name in others if name not in taken))
    if columns.choice or not columns.candidate_0 or choice is None:
        return ""
    seen = ", ".join(shorten(value) for value in sorted(_seen(rows, choice))[:MOST_SHOWN]) or "none yet"
    return (
        f"The field “{printable(choice)}” may be the choice, but its values ({seen}) do not tell which "
        "candidate they stand for, so it is left out: say how the choice of each candidate is written."
    )


def _prompt(fields: Sequence[str]) -> str:
    return names.find(names.PROMPTS, fields) or names.find(CONVERSATIONS, fields) or "input_text"


def _written(seen: set[str], fields: tuple[Way, Both]) -> Way | None:
    """How the choices seen are written; None if that could be more than one way.

    The values tell, not the candidates' names: some write 0 and 1 beside ``response_1`` and ``response_2``.
    So where only "1" has been seen nobody can tell. Words for a tie are in no way's way; what else is written
    in none of the ways is read as numbers: every such row is refused until a person says what it means.
    """
    seen = {value for value in seen if value.lower() not in TIES}
    if fields[0] == AS_VERTEX and seen <= set(NUMBERS[0]):
        return NUMBERS[0]
    ways = [*NUMBERS, *WORDS, *((first.upper(), second.upper()) for first, second in WORDS)]
    ways += [(first, second) for first, second in fields if first and second]
    fitting = [way for way in dict.fromkeys(ways) if seen <= set(way)] or [NUMBERS[0]]
    return fitting[0] if len(fitting) == 1 else None


def _seen(rows: Sequence[Row], choice: str) -> set[str]:
    return {str(value) for row in rows if (value := row.get(choice)) not in (None, "")}
