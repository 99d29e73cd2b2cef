"""PandaLM's test set: two models' answers to an instruction, and what three people said of them.

The fields are those of ``testset-v1.json`` of https://github.com/WeOpenML/PandaLM: 1 is for the first answer,
2 for the second, 0 is a tie; ``cmp_key`` names both models.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Adapter, Format, Guess
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.known import MOST_FIELDS
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_values import place_of, tie_of, written
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.problems import Fault, Problem
from core.datasets.records import Understood

PEOPLE = re.compile(r"annotator[0-9]{1,3}")
VOTES = frozenset({"0", "1", "2", ""})
KEY, SECOND = "cmp_key", "2"
VOTE, WHO = "vote", "annotator"
MODELS = ("model_1", "model_2")
SIGNS = frozenset({"instruction", "response1", "response2", "annotator1"})
MAPPING = Columns(
    "instruction",
    "response1",
    "response2",
    choice=VOTE,
    annotator=WHO,
    source_0=MODELS[0],
    source_1=MODELS[1],
    choice_0="1",
    choice_1="2",
    choice_tie="0",
)


def votes_apart(row: Row) -> list[Row]:
    """A row for each person who said something; one without a vote where nobody did."""
    if len(row) > MOST_FIELDS:  # each vote would have them all
        return [row]
    people = [name for name in row if PEOPLE.fullmatch(name)]
    rest = {name: value for name, value in row.items() if name not in people}
    models = str(row.get(KEY) or "").split("_")
    if len(models) == len(MODELS):
        del rest[KEY]
        rest |= dict(zip(MODELS, models, strict=True))
    said = [{**rest, VOTE: row[name], WHO: name} for name in people if written(row[name]) and row[name] != {}]
    return said or [rest]


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.ANSWER_SETS or not row.keys() >= SIGNS:
        return False
    return len(row) <= MOST_FIELDS and all(_is_vote(row[name]) for name in row if PEOPLE.fullmatch(name))


def _is_vote(value: object) -> bool:
    """Whether it says something of two answers, whatever that is, and is no name of a person."""
    said = written(value)
    return said in VOTES or value == {} or bool(tie_of(said) or place_of(said))


def _guess(rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str]) -> Guess:
    """The data set's own mapping; where only names of fields speak for it, the meaning of votes is asked."""
    if wanted == Wanted.PROMPTS:
        return Guess(Columns(said.get("input_text") or MAPPING.input_text))
    apart = [one for row in rows for one in votes_apart(row)]
    known = any(KEY in row for row in rows) or any(written(one.get(VOTE)) == SECOND for one in apart)
    if known or said.keys() & {"choice", "choice_0", "choice_1"}:
        return Guess(replace(MAPPING, **said), _fields(apart))
    guess = guess_columns(apart, wanted, {**dict(MAPPING.named()), **said, "choice": VOTE})
    return replace(guess, fields=_fields(apart))


def _fields(apart: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in apart for name in row))


def _pairs(columns: Columns | None, prompts: Prompts, *, wanted: Wanted) -> Adapter:
    adapt = COLUMNS.adapters[wanted](columns or MAPPING, prompts)

    def records(line: int, row: Row) -> Sequence[Understood]:
        if len(row) > MOST_FIELDS:
            reason = f"are more than {MOST_FIELDS:,}; the row is none of PandaLM's"
            return (Problem(line, "(row)", f"{len(row):,} fields", reason, Fault.SHAPE),)
        return [made for one in votes_apart(row) for made in adapt(line, one)]

    return records


FORMAT = Format(
    name="pandalm",
    title="PandaLM's test set",
    label="PandaLM's test set",
    telling="the fields of PandaLM's test set",
    looks_like="`instruction`, `input`, `response1`, `response2`, `annotator1` to `annotator3`, `cmp_key`",
    becomes="pairs, one judgment an annotator: 1 is for the first answer, 2 for the second, 0 is a tie",
    adapters={
        Wanted.PAIRS: lambda columns, prompts: _pairs(columns, prompts, wanted=Wanted.PAIRS),
        Wanted.GOLD: lambda columns, prompts: _pairs(columns, prompts, wanted=Wanted.GOLD),
        Wanted.PROMPTS: COLUMNS.adapters[Wanted.PROMPTS],
    },
    is_sure=_is_sure,
    guess=_guess,
    check_first="Whether all annotators should count alike.",
    apart=votes_apart,
)
