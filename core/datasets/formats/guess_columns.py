"""Which field is what, where a file has names of its own: what a person said, else the best guess."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.datasets.formats.format import Guess
from core.datasets.formats.mapping import FIELDS, RULES, WAYS, Columns, Row, Wanted
from core.datasets.formats.shared import names
from core.datasets.formats.shared.choice_fields import MOST_FIELDS, ChoiceField, choice_field, readings
from core.datasets.formats.shared.choice_values import decided, number_written, place_of, written
from core.datasets.formats.shared.choice_ways import AS_VERTEX, Both, Two, Way, one_hot_fields, seen_in
from core.datasets.formats.shared.chosen import models_of_chosen
from core.datasets.formats.shared.dialogues import as_messages, is_object
from core.datasets.formats.shared.fields import annotator_problem
from core.datasets.formats.shared.names import CONVERSATIONS
from core.datasets.formats.shared.opinions import question_of_unread, unread_opinions
from core.datasets.formats.shared.paths import lifted
from core.datasets.problems import printable

ANSWERS = ("candidate_0", "candidate_1")
NOBODY: Mapping[str, str] = {}


def guess_columns(rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str] = NOBODY) -> Guess:
    """Fields with usual names; where none is found, the names that Vertex's own rows have.

    Args:
        rows: The first rows of a file.
        wanted: What is to be made of them.
        said: Parts of `Columns` that a person has named; an empty name says that the file has none.
    """
    rows = _opened(rows, said)
    fields = list(dict.fromkeys(name for row in rows for name in row))
    if wanted == Wanted.PROMPTS:
        return Guess(Columns(said.get("input_text") or _prompt(fields, (), AS_VERTEX)))
    pair = _candidates(rows, fields, said)
    others = [name for name in fields if name not in {*said.values(), *pair}]
    sources = _sources(pair, others)
    fixed = said.get("fixed_prompt", "")
    guess = Columns(
        said.get("input_text") or ("" if fixed else _prompt(others, rows, pair)),
        *pair,
        source_0=said.get("source_0", sources[0]),
        source_1=said.get("source_1", sources[1]),
        annotator=said.get("annotator", _annotator(rows, others)),
        note=said.get("note", names.find(names.NOTES, others)),
        fixed_prompt=fixed,
        strength=said.get("strength"),
    )
    of_choice = {part: name for part, name in said.items() if part in {*WAYS, *RULES}}
    return _with_choice(rows, guess, others, of_choice)


def choice_in(rows: Sequence[Row], named: Mapping[str, str | None]) -> tuple[ChoiceField, list[str]]:
    """The choice in a field that a person has named, and what may be said there to stand for a candidate.

    Args:
        rows: The first rows of a file.
        named: Parts of `Columns`: the choice, the candidates and, as far as there are, their sources.
    """
    name = str(named["choice"])
    rows = _opened(rows, named)
    two = Two(
        (str(named["candidate_0"]), str(named["candidate_1"])), (named.get("source_0"), named.get("source_1"))
    )
    return choice_field(rows, (), two, {"choice": name}), readings(seen_in(rows, name, two).values)


def _opened(rows: Sequence[Row], named: Mapping[str, str | None]) -> list[Row]:
    """The rows with what stands at the paths that a person has named as fields of their own."""
    paths = [name for part in FIELDS if (name := named.get(part))]
    return [lifted(row, paths) for row in rows]


def _prompt(fields: Sequence[str], rows: Sequence[Row], pair: Way) -> str:
    """The field of the prompt; two dialogues hold it themselves, which their first one's name says."""
    found = names.find(names.PROMPTS, fields) or names.find(CONVERSATIONS, fields)
    spoken = any(all(isinstance(as_messages(row.get(name)), list) for name in pair) for row in rows)
    return found or (pair[0] if spoken else "input_text")


def _sources(pair: Way, others: Sequence[str]) -> Both:
    """The fields that say where each candidate came from."""
    better = decided(*pair)
    if better is not None:
        models = models_of_chosen(others, pair if better == 0 else pair[::-1])
        return models if better == 0 else models[::-1]
    first, second = pair
    beside = [(f"{first}_{word}", f"{second}_{word}") for word in names.MAKERS]
    own = names.find_both(beside, others)
    if own:
        return own
    sources = names.find_both(names.SOURCES, others) or (None, None)
    return sources[::-1] if Two(pair).turned else sources


def _answers(rows: Sequence[Row], fields: Sequence[str]) -> Way | None:
    """The two fields that are called like answers; what only says which of two is meant is none."""
    for pairs in (names.DECIDED_ANSWERS, names.CANDIDATES, names.DECIDED_ALONE):
        found = names.find_both(pairs, fields)
        if found and (pairs is names.CANDIDATES or _are_texts(rows, found)):
            return found
    return None


def _are_texts(rows: Sequence[Row], pair: Way) -> bool:
    said = [written(row.get(name)) for row in rows for name in pair]
    return any(one and place_of(one) is None and number_written(one) is None for one in said)


def _annotator(rows: Sequence[Row], fields: Sequence[str]) -> str | None:
    judge = names.find(names.JUDGES, fields)
    is_name = judge and all(
        value is None or _may_be_name(value) for value in (row.get(judge) for row in rows)
    )
    return names.find(names.ANNOTATORS, fields) or (judge if is_name else None)


def _may_be_name(value: object) -> bool:
    if isinstance(value, str):
        return not value or annotator_problem(0, "", value) is None
    return type(value) is int or (isinstance(value, float) and not value % 1)


def _candidates(rows: Sequence[Row], fields: Sequence[str], said: Mapping[str, str]) -> Way:
    """The two fields with answers; a person may have named one of them."""
    first, second = _answers(rows, fields) or AS_VERTEX
    named = said.get("candidate_0"), said.get("candidate_1")
    if named[0] and not named[1]:
        return named[0], first if named[0] == second else second
    if named[1] and not named[0]:
        return second if named[1] == first else first, named[1]
    return named[0] or first, named[1] or second


def guess_or_ask(rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str] = NOBODY) -> Guess:
    """The guess, or the question which fields the answers are, where no name tells."""
    found = guess_columns(rows, wanted, said)
    guess, fields = found.columns, {name for row in rows for name in row}
    missing = [part for part in ANSWERS if not said.get(part) and getattr(guess, part) not in fields]
    if wanted == Wanted.PROMPTS or not fields:
        return found
    if not missing:
        return _with_opinions(rows, found, said)
    which = "Which fields are the two answers" if len(missing) > 1 else "Which field is the other answer"
    if any(is_object(row.get(guess.input_text)) for row in rows):
        which += f", and which part of “{printable(guess.input_text)}” is the prompt"
        missing, guess = ["input_text", *missing], replace(guess, input_text="")
    typed = " ".join(f"--column {part}=<field or path>" for part in missing)
    return Guess(guess, question=f"{which}?", answer=f"Type {typed}; prefstudio preview lists all.")


def _with_opinions(rows: Sequence[Row], found: Guess, said: Mapping[str, str]) -> Guess:
    """The guess with a question, where no choice was found and fields look like one."""
    columns = found.columns
    is_told = columns.says_choice or decided(columns.candidate_0, columns.candidate_1) is not None
    if found.question or is_told or "choice" in said:
        return found
    unread = unread_opinions(_opened(rows, said), columns)
    if not unread:
        return found
    question, answer = question_of_unread(unread)
    return replace(found, question=question, answer=answer)


def _not_there(part: str, name: str, others: Sequence[str]) -> Guess:
    """A person has named a field that none of the first rows has."""
    fields = printable(", ".join(others[:MOST_FIELDS])) or "none"
    question = f"There is no field “{printable(name)}” in the first rows; other fields are: {fields}."
    return Guess(Columns(""), question=question, answer=f"Type --column {part}=<one of them>.")


def _with_choice(
    rows: Sequence[Row], guess: Columns, others: Sequence[str], said: Mapping[str, str]
) -> Guess:
    """The guess with the field of the choice and how it is written, as far as that can be known."""
    if said.keys() & {*RULES} - {"choice"}:
        missing = [(part, name) for part, name in said.items() if part in FIELDS and name]
        missing = [one for one in missing if not any(one[1] in row for row in rows)]
        return _not_there(*missing[0], others) if missing else Guess(replace(guess, **said))
    two = Two((guess.candidate_0, guess.candidate_1), (guess.source_0, guess.source_1))
    one_hot = one_hot_fields(rows, others) if not said else None
    if one_hot:
        first, second, tied = one_hot
        won = (second, first) if two.turned else (first, second)
        return Guess(replace(guess, won_0=won[0], won_1=won[1], tied=tied))
    chosen = choice_field(rows, others, two, said)
    columns = replace(guess, **{part: value for part, value in said.items() if part in WAYS})
    if chosen.way:
        columns = replace(columns, choice_0=chosen.way[0], choice_1=chosen.way[1])
    return Guess(
        replace(columns, choice=chosen.name),
        question=chosen.question,
        answer=chosen.answer,
        asked=chosen.asked,
    )
