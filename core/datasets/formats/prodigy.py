"""Annotations of Prodigy that compare two texts: its ``compare`` recipe, and a choice between two options.

The shapes are those of https://prodi.gy/docs/api-interfaces and of the recipe ``ab.openai.prompts``.
``compare`` shows ``accept`` and ``reject`` in an order of chance; ``answer`` is the side that was taken, and
``mapping`` says which file, A or B, stood on which side. A choice lists ``options`` with an ``id``,
in an order of chance, too, and the ids that were picked under ``accept``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Adapter, AdapterMaker, Format
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_values import tie_of
from core.datasets.formats.shared.fields import rest_of
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.problems import Fault, Problem, Refused, shorten
from core.datasets.records import PairRecord, Remark, Understood

ACCEPT, REJECT, IGNORE = ANSWERS = ("accept", "reject", "ignore")
ANSWER, MAPPING, OPTIONS, INPUT, TASK = "answer", "mapping", "options", "input", "_task_hash"
FILES = ("A", "B")
PEOPLE = ("_annotator_id", "_session_id")
TEXTS = ("text", "html", "content")
PLAIN = ("prompt", "candidate_0", "candidate_1", "choice", "source_0", "source_1", "annotator")
COLUMNS_OF_PLAIN = Columns(*PLAIN)
USED = frozenset({ACCEPT, REJECT, ANSWER, OPTIONS, INPUT, *PEOPLE, *TEXTS, *PLAIN})
ABOUT = frozenset({MAPPING, "_timestamp", "_view_id", "config", "flagged"})
"""What a row says of the answer and not of the pair."""
BOTH = 2


class Compared(NamedTuple):
    """Two texts in an order that does not depend on what was shown first, and what was said of them."""

    texts: tuple[Any, Any]
    sources: tuple[str | None, str | None]
    choice: int | str | None


def _two_sides(line: int, row: Row) -> Compared:
    """What ``compare`` showed under accept and reject, in the order of the two files if that is told."""
    mapping = row.get(MAPPING)
    sides = (ACCEPT, REJECT)
    if mapping is not None:
        named = tuple(mapping.get(name) for name in FILES) if isinstance(mapping, Mapping) else ()
        if named not in (sides, sides[::-1]):
            reason = "must say of A and of B whether it stood under accept or under reject"
            raise Refused(Problem(line, MAPPING, shorten(mapping), reason, Fault.CONFLICT))
        sides = sides if named == sides else sides[::-1]
    answer = row.get(ANSWER)
    choice = sides.index(answer) if answer in sides else None
    return Compared(
        (_text(row.get(sides[0])), _text(row.get(sides[1]))), FILES if mapping else (None, None), choice
    )


def _two_options(line: int, row: Row) -> Compared:
    """The two options in the order of their ids; others are those that say that the two tie."""
    told = {str(one.get("id")): _text(one) for one in row[OPTIONS]}
    ties = {name: said for name, text in told.items() if (said := _tie_in(name, text))}
    names = sorted(told.keys() - ties.keys())
    if len(names) != BOTH:
        reason = "must be two texts with an id each, and besides at most options that say that the two tie"
        raise Refused(Problem(line, OPTIONS, shorten(row[OPTIONS]), reason))
    listed = row.get(ACCEPT) if row.get(ANSWER) == ACCEPT else None
    picked = [str(one) for one in listed] if isinstance(listed, list) else []
    choice = _picked(line, picked, names, ties)
    mapping = row.get(MAPPING)
    called = mapping if isinstance(mapping, Mapping) else {}
    sources = [str(called.get(name) or name) for name in names]
    return Compared((told[names[0]], told[names[1]]), (sources[0], sources[1]), choice)


def _tie_in(name: str, text: object) -> str | None:
    return next((said for said in (name, text) if isinstance(said, str) and tie_of(said)), None)


def _picked(
    line: int, picked: Sequence[str], names: Sequence[str], ties: Mapping[str, str]
) -> int | str | None:
    if not picked:
        return None
    if set(picked) == set(names):
        return "tie"
    if len(picked) == 1 and picked[0] in ties:
        return ties[picked[0]]
    if len(picked) == 1 and picked[0] in names:
        return names.index(picked[0])
    reason = "must be the ids of one of the two options, or of both"
    raise Refused(Problem(line, ACCEPT, shorten(list(picked)), reason, Fault.CHOICE_OUT_OF_RANGE))


def _text(value: Any) -> Any:
    """The text of an option or a side; what has none stays as it is, and is then told to be no text."""
    if not isinstance(value, Mapping):
        return value
    found = next((value[name] for name in TEXTS if value.get(name) is not None), None)
    texts = [one for name, one in value.items() if isinstance(one, str) and name != "id"]
    return found if found is not None else texts[0] if len(texts) == 1 else value


def _prompt(row: Row) -> Any:
    given = row.get(INPUT)
    return _text(given) if given is not None else next((row[name] for name in TEXTS if name in row), None)


def _pairs(_: Columns | None, prompts: Prompts) -> Adapter:
    alone = COLUMNS.adapters[Wanted.PAIRS](COLUMNS_OF_PLAIN, prompts)

    def records(line: int, row: Row) -> Sequence[Understood]:
        try:
            compared = _two_options(line, row) if _is_choice(row) else _two_sides(line, row)
        except Refused as refused:
            return (refused.problem,)
        person = next((row[name] for name in PEOPLE if row.get(name)), None)
        said = (compared.choice, *compared.sources, person if compared.choice is not None else None)
        plain = dict(zip(PLAIN, (_prompt(row), *compared.texts, *said), strict=True))
        (made,) = alone(line, rest_of(row, USED) | plain)
        return (_with_answer(made, row) if isinstance(made, PairRecord) else made,)

    return records


def _with_answer(pair: PairRecord, row: Row) -> PairRecord:
    """The pair with what the row says of the answer beside it."""
    if pair.choice is not None:
        about = {name: value for name, value in pair.extra.items() if name in ABOUT and value is not None}
        return replace(pair, extra=rest_of(pair.extra, ABOUT), about_choice=pair.about_choice | about)
    skipped = Remark(Fault.SKIPPED, ANSWER, shorten(row.get(ANSWER)), "was ignored by this person")
    unread = Remark(Fault.UNREAD, ANSWER, shorten(row.get(ANSWER)), "says nothing that is read as a choice")
    return replace(pair, remarks=(*pair.remarks, skipped if row.get(ANSWER) == IGNORE else unread))


def _prompts(_: Columns | None, prompts: Prompts) -> Adapter:
    alone = COLUMNS.adapters[Wanted.PROMPTS](COLUMNS_OF_PLAIN, prompts)
    return lambda line, row: alone(line, rest_of(row, USED) | {PLAIN[0]: _prompt(row)})


def _is_choice(row: Row) -> bool:
    options = row.get(OPTIONS)
    return (
        isinstance(options, list)
        and len(options) >= BOTH
        and all(isinstance(one, Mapping) and "id" in one for one in options)
    )


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.ANSWER_SETS or row.get(ANSWER) not in ANSWERS:
        return False
    both = row.get(ACCEPT), row.get(REJECT)
    sides = all(isinstance(one, Mapping) for one in both)
    texts = all(isinstance(one, str) for one in both) and (
        TASK in row or isinstance(row.get(MAPPING), Mapping)
    )
    return sides or texts or (_is_choice(row) and (TASK in row or isinstance(row.get(ACCEPT), list)))


ADAPTERS: Mapping[Wanted, AdapterMaker] = {Wanted.PAIRS: _pairs, Wanted.PROMPTS: _prompts}

FORMAT = Format(
    name="prodigy",
    title="Prodigy",
    label="Prodigy annotations of two texts (compare, or a choice of two)",
    telling="an answer on two texts as Prodigy keeps it",
    looks_like=(
        "`input`, `accept`, `reject`, `mapping` and `answer` (the recipe `compare`), or two `options` with "
        "the ids of those picked in `accept`, and `answer`"
    ),
    becomes=(
        "pairs, one judgment a row: A and B of `mapping`, or the options by their ids, whatever order was "
        "shown; ignored tasks are counted as skips"
    ),
    check_first="Whether the text of A, or of the option whose id comes first, is candidate 0 in each row.",
    adapters=ADAPTERS,
    is_sure=_is_sure,
    tells_unread=True,
)
