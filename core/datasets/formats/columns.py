"""Rows of CSV, TSV and Parquet files, or of any other shape, whose fields a person has named."""

from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from core.datasets.formats.format import Adapter, Format, each_alone
from core.datasets.formats.guess_columns import guess_or_ask
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choices import choice_of, graded, strength_of
from core.datasets.formats.shared.chosen import said_of_chosen
from core.datasets.formats.shared.dialogues import (
    SplitRow,
    as_messages,
    split_off_prompt,
    split_where_shared,
    without_answer,
)
from core.datasets.formats.shared.fields import (
    annotator_problem,
    given,
    missing_problem,
    pair_texts,
    rest_of,
    storing_problem,
    text_in,
)
from core.datasets.formats.shared.names import CONVERSATIONS, plain
from core.datasets.formats.shared.paths import lifted
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, Refused, or_problem, printable, refuse, shorten
from core.datasets.records import Choice, PairRecord, PromptRecord, Remark
from core.errors import InvalidInput

NOTHING = (None, "")
"""An empty cell."""
NOTHING_SAID: Row = {}


@or_problem
def columns_pair(
    line: int, row: Row, columns: Columns, *, gold: bool = False, prompts: Prompts = GUESSED
) -> PairRecord:
    """A pair of the named fields, or the first problem with it; empty choices, sources and names are none."""
    row = lifted(row, columns.fields)
    parts = _parts(line, row, columns)
    built = prompts.build(line, row, parts[:2], other=columns.fields)
    answers = (columns.candidate_0, parts.first), (columns.candidate_1, parts.second)
    texts = pair_texts(line, (parts.name, built.prompt), *answers)
    choice, remarks, said = _beside_chosen(row, columns, choice_of(line, row, columns))
    _check_labels(line, row, columns)
    return PairRecord(
        line,
        *texts,
        choice,
        _label(row, columns.source_0),
        _label(row, columns.source_1),
        annotator=_label(row, columns.annotator),
        strength=strength_of(row, columns),
        conversation=built.written(candidate_0=parts.first, candidate_1=parts.second),
        remarks=remarks,
        **_more(row, columns, built.used, said, gold=gold),
    )


@or_problem
def columns_prompt(line: int, row: Row, columns: Columns, *, prompts: Prompts = GUESSED) -> PromptRecord:
    """The prompt in its named field, or the first problem with it."""
    name = columns.input_text
    row = lifted(row, (name,))
    return prompts.record(line, row, (name, given(line, row, name)))


def _parts(line: int, row: Row, columns: Columns) -> SplitRow:
    """The prompt and the answers, which may be dialogues that begin with it."""
    candidates = [given(line, row, name) for name in (columns.candidate_0, columns.candidate_1)]
    first, second = map(as_messages, candidates)
    name = columns.input_text
    if not name:
        return split_off_prompt("fixed_prompt", columns.fixed_prompt, first, second)
    if name not in row or name in (columns.candidate_0, columns.candidate_1):
        return _where_alike(line, row, columns, first, second)
    prompt = as_messages(row[name]) if isinstance(first, list) else row[name]
    if plain(name) in CONVERSATIONS:
        prompt = without_answer(prompt, first)
    return split_off_prompt(name, prompt, first, second)


def _where_alike(line: int, row: Row, columns: Columns, first: Any, second: Any) -> SplitRow:
    """Dialogues of which what they share is the prompt."""
    name = columns.input_text
    alike = split_where_shared(name, first, second)
    if alike:
        return alike
    for part in ((columns.candidate_0, first), (columns.candidate_1, second)):
        text_in(line, part)  # what is wrong with it says more
    if not (isinstance(first, list) and isinstance(second, list)):
        raise Refused(missing_problem(line, row, name))
    reason = "is missing, and the two dialogues do not begin alike; add the prompt"
    raise Refused(Problem(line, name, "missing", reason, Fault.MISSING))


def _beside_chosen(
    row: Row, columns: Columns, choice: Choice | None
) -> tuple[Choice | None, tuple[Remark, ...], Row]:
    """What stands beside answers whose own names, chosen and rejected, say which is the better one."""
    if columns.says_choice or choice not in {0, 1}:
        return choice, (), NOTHING_SAID
    both = (columns.candidate_0, columns.candidate_1)
    said = said_of_chosen(row, both if choice == 0 else both[::-1])
    return choice if said.choice == 0 else said.choice, said.remarks, said.about


def _label(row: Row, name: str | None) -> str | None:
    """A short text, or a whole number as text; None where there is none, or something else."""
    value = row.get(name) if name else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas makes fractions of integers where one is missing
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str) and value else None


def _check_labels(line: int, row: Row, columns: Columns) -> None:
    for name in filter(None, (columns.source_0, columns.source_1)):
        value, source = row.get(name), _label(row, name)
        if source is None and value not in NOTHING:
            reason = "must be text or a whole number, or be left out"
            raise Refused(Problem(line, name, shorten(value), reason, Fault.NOT_TEXT))
        refuse(storing_problem(line, name, source or ""))
    who = columns.annotator
    if who is not None and row.get(who) not in NOTHING:
        named = _label(row, who)
        refuse(annotator_problem(line, who, row[who] if named is None else named))


def _more(
    row: Row, columns: Columns, of_prompt: AbstractSet[str], said: Row, *, gold: bool
) -> dict[str, Any]:
    """Fields that were not named, as ``extra``; a note that somebody wrote to a choice, beside that choice.

    The note of a gold pair stays where `as_gold` looks for it.
    """
    about, note = graded(row, columns), columns.note
    if said:
        about = rest_of(said, columns.fields_but_note | ({note} if gold and note else set())) | about
    used = columns.fields_but_note | of_prompt | about.keys()
    if gold or note is None or note not in row.keys() - used or not _has_chosen(row, columns):
        return {"extra": rest_of(row, used), "about_choice": about}
    return {"extra": rest_of(row, used | {note}), "about_choice": about | {note: row[note]}}


def _has_chosen(row: Row, columns: Columns) -> bool:
    """Whether somebody with a name has; without a choice there is nothing that a note could stay with."""
    return all(name and row.get(name) not in NOTHING for name in (columns.annotator, columns.choice))


def _named(columns: Columns | None, *, candidates: bool) -> Columns:
    if columns is None or not (columns.input_text or (candidates and columns.fixed_prompt)):
        raise InvalidInput("Say which column holds the prompt (input_text).")
    if candidates and not (columns.candidate_0 and columns.candidate_1):
        raise InvalidInput("Say which columns hold the two answers (candidate_0 and candidate_1).")
    if candidates and columns.better not in (None, "0", "1"):
        raise InvalidInput(f"The better candidate of every row is 0 or 1, not {shorten(columns.better)}.")
    if candidates:
        _refuse_unclear_rule(columns)
    if candidates and columns.choice and columns.choice_0 == columns.choice_1:
        raise InvalidInput(
            f"The column “{printable(columns.choice)}” cannot say {shorten(columns.choice_0)} for both "
            "candidates; say how a choice of each is written (choice_0 and choice_1)."
        )
    return columns


def _refuse_unclear_rule(columns: Columns) -> None:
    """One kind of columns says which candidate is better, and it says it of both."""
    if any(
        bool(getattr(columns, f"{kind}_0")) != bool(getattr(columns, f"{kind}_1"))
        for kind in ("score", "rank", "won")
    ):
        raise InvalidInput(
            "Say which columns hold the scores or the ranks of both candidates, or are true where each is "
            "the better one (won_0 and won_1), or say it of none."
        )
    said = [name for name in ("choice", "better", "won_0", "score_0", "rank_0") if getattr(columns, name)]
    if len(said) > 1:
        raise InvalidInput(
            f"{' and '.join(said)} each say which candidate is better, and may disagree; name one of them."
        )


def _pairs(columns: Columns | None, prompts: Prompts, *, gold: bool = False) -> Adapter:
    return each_alone(partial(columns_pair, columns=_named(columns, candidates=True), gold=gold), prompts)


def _prompts(columns: Columns | None, prompts: Prompts) -> Adapter:
    return each_alone(partial(columns_prompt, columns=_named(columns, candidates=False)), prompts)


FORMAT = Format(
    name="columns",
    title="columns",
    label="Columns with names of their own",
    telling="fields with names of their own",
    looks_like="anything else, and CSV, TSV and Parquet",
    becomes=(
        "what you map: `--column input_text=question --column candidate_0=a --column candidate_1=b --column"
        " choice=winner --column choice_0=A --column choice_1=B`; what you leave out is guessed. Answers "
        "that are dialogues (`chosen`, `conversation_a` …) go on behind the prompt with which both begin"
    ),
    adapters={Wanted.PAIRS: _pairs, Wanted.GOLD: partial(_pairs, gold=True), Wanted.PROMPTS: _prompts},
    is_likely=lambda _, wanted: wanted != Wanted.ANSWER_SETS,
    guess=guess_or_ask,
    check_first="Which field was read as the choice, and which candidate each of its values stands for.",
)
