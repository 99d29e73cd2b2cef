"""Which way round choices were read, in words: "labels = 1 → human_ref_A is better in 4 of 5 rows"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.counted import counted
from core.datasets.checks import excerpt
from core.datasets.formats import Columns, Format, Row
from core.datasets.formats.shared.choice_values import is_signed, number_written, written
from core.datasets.formats.shared.choices import WON_BY
from core.datasets.records import AnswerSetRecord, Choice, PairRecord, Record
from core.labelling import Outcome

SAID: tuple[Choice | None, ...] = (0, 1, Outcome.TIE, Outcome.BOTH_BAD, None)
"""All that a row can say of its two candidates, in the order in which people read it."""
NEITHER = {Outcome.TIE: "both are as good", Outcome.BOTH_BAD: "both are bad", None: "nobody has chosen"}
MOST_VALUES = 5
LONGEST = 60
"""Characters of a name, or of a value, in a sentence."""

Read = tuple[Row, Record]
"""A row, in which paths that are mapped are fields, and what was made of it."""


def called(text: str) -> str:
    """A name or a value from outside, cut for a sentence."""
    return excerpt(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def sides_of(form: Format, columns: Columns | None) -> tuple[str, str]:
    """What people call the two candidates: the fields that they stand in."""
    if form.is_mapped and columns and columns.candidate_0 and columns.candidate_1:
        return called(columns.candidate_0), called(columns.candidate_1)
    return form.sides


def directions(read: Sequence[Read], form: Format, columns: Columns | None, *, of: str = "row") -> list[str]:
    """A sentence for each thing that rows say of their candidates.

    Args:
        read: Rows with what was made of them; of a row with several votes each stands by itself.
        form: How they are written.
        columns: Which field is what, if the format is mapped.
        of: What is counted: rows, or votes where a row has several.
    """
    sets = [made for _, made in read if isinstance(made, AnswerSetRecord)]
    if sets:
        return [_of_sets(sets)]
    pairs = [(row, made) for row, made in read if isinstance(made, PairRecord)]
    if all(made.choice is None for _, made in pairs):
        return [f"No choice was read in {counted(len(pairs), of)}."] if pairs else []
    sides = sides_of(form, columns)
    groups = {said: [row for row, made in pairs if made.choice == said] for said in SAID}
    groups = {said: rows for said, rows in groups.items() if rows}
    if form.is_mapped and columns:
        if not any(columns.choice in row for row, _ in pairs):
            columns = replace(columns, choice=None)  # it stands inside a field that the format knows
        return [
            f"{sign}{_then(said, sides)} in {_rows(len(rows), len(pairs), of)}."
            for said, rows in groups.items()
            for sign in [_sign(said, rows, columns)]
        ]
    return [_unmapped(groups, sides, counted(len(pairs), of))]


def _then(said: Choice | None, sides: tuple[str, str]) -> str:
    return NEITHER[said] if said is None or isinstance(said, Outcome) else f"{sides[said]} is better"


def _rows(number: int, all_of_them: int, of: str = "row") -> str:
    return f"{number:,} of {counted(all_of_them, of)}"


def _sign(said: Choice | None, rows: Sequence[Row], columns: Columns) -> str:
    """What these rows have in common that tells what they say, with an arrow behind it."""
    told = next((tell for tell in (_by_rule(said, columns), _by_value(rows, columns)) if tell), "")
    return f"{told} → " if told else ""


def _by_rule(said: Choice | None, columns: Columns) -> str:
    if columns.better:
        return "Always"
    if columns.won_0:
        name = getattr(columns, WON_BY[said]) if said is not None else None
        return f"{called(name)} is true" if name else "None of the columns is true"
    if columns.score_0 and columns.score_1:
        return _compared(said, (columns.score_0, columns.score_1), "above")
    if columns.rank_0 and columns.rank_1:
        return _compared(said, (columns.rank_0, columns.rank_1), "below")
    return ""


def _compared(said: Choice | None, names: tuple[str, str], how: str) -> str:
    first, second = map(called, names)
    if said in (0, 1):
        return f"{first} {how} {second}" if said == 0 else f"{second} {how} {first}"
    return f"{first} equals {second}" if said == Outcome.TIE else f"{first} and {second} are empty"


def _by_value(rows: Sequence[Row], columns: Columns) -> str:
    name = columns.choice
    if not name:
        return ""
    values = list(dict.fromkeys(written(row.get(name)) for row in rows))
    if is_signed(columns.choice_0, columns.choice_1) and all(number_written(one) for one in values):
        return f"{called(name)} {'below' if values[0].startswith('-') else 'above'} 0"
    return f"{called(name)} {_listed(values)}"


def _listed(values: Sequence[str]) -> str:
    if values == [""]:
        return "is empty"
    told = [called(one) or "empty" for one in values]
    more = len(told) - MOST_VALUES
    shown = [*told[:MOST_VALUES], f"{more:,} more"] if more > 1 else told
    return f"= {' or '.join(shown)}"


def _unmapped(groups: Mapping[Choice | None, Sequence[Row]], sides: tuple[str, str], of: str) -> str:
    """One sentence where the format itself says which way round its rows are."""
    winners = [said for said in (0, 1) if said in groups]
    parts = [f"{sides[said]} is the better one in {len(groups[said]):,}" for said in winners]
    first = f"{parts[0]} of {of}" if parts else f"Neither is better in any of {of}"
    return ", ".join([first, *parts[1:], *_others(groups)]) + "."


def _others(groups: Mapping[Choice | None, Sequence[Row]]) -> Iterator[str]:
    for said, words in ((Outcome.TIE, "tie"), (Outcome.BOTH_BAD, "have two bad ones"), (None, "say nothing")):
        if said in groups:
            yield f"{len(groups[said]):,} {words}"


def _of_sets(sets: Sequence[AnswerSetRecord]) -> str:
    """Which answer is the best, as far as rows have scores; ranks are scores by then."""
    scored = [one.scores for one in sets if one.scores is not None]
    if not scored:
        return f"No score or rank was read in {counted(len(sets), 'row')}."
    best = [[place for place, score in enumerate(one) if score == max(one)] for one in scored]
    alone = [places[0] for places in best if len(places) == 1]
    told = [f"answer {place + 1} is the best in {alone.count(place):,}" for place in sorted(set(alone))]
    if len(alone) < len(best):
        told.append(f"several are in {len(best) - len(alone):,}")
    return f"{_rows(len(scored), len(sets))} say how good each answer is: {', '.join(told)}."
