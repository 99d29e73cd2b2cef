"""All formats, in the order in which they are recognised. A new one is its file and its line here."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.datasets.formats import (
    alpaca_eval,
    alpaca_farm,
    arena,
    arena_turns,
    argilla,
    autosxs,
    aws_nova,
    columns,
    gemini,
    helpsteer2,
    helpsteer3,
    helpsteer3_edits,
    judgelm,
    kto,
    label_studio,
    llm_comparator,
    ms_swift,
    nemo_rl,
    no_pairs,
    openai_comparisons,
    openai_preference,
    panda_lm,
    pku_saferlhf,
    pku_single,
    potato,
    preference_collection,
    prodigy,
    scored,
    several_right,
    shp,
    stack_exchange,
    studio_table,
    supervised,
    trl,
    vertex,
    webgpt,
)
from core.datasets.formats.format import Format, Recognised
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.named import one_named

FORMATS: tuple[Format, ...] = (
    studio_table.FORMAT,
    openai_comparisons.FORMAT,
    label_studio.FORMAT,
    argilla.FORMAT,
    potato.FORMAT,
    prodigy.FORMAT,
    shp.FORMAT,
    pku_saferlhf.FORMAT,
    openai_preference.FORMAT,
    aws_nova.FORMAT,
    nemo_rl.FORMAT,
    ms_swift.FORMAT,
    gemini.FORMAT,
    pku_single.FORMAT,
    webgpt.FORMAT,
    webgpt.AS_LISTS,
    arena.FORMAT,
    arena_turns.FORMAT,
    helpsteer2.FORMAT,
    helpsteer3.FORMAT,
    helpsteer3_edits.FORMAT,
    stack_exchange.FORMAT,
    no_pairs.FORMAT,
    alpaca_eval.FORMAT,
    alpaca_farm.FORMAT,
    autosxs.FORMAT,
    autosxs.BY_PROMPT,
    preference_collection.FORMAT,
    judgelm.FORMAT,
    llm_comparator.FORMAT,
    panda_lm.FORMAT,
    several_right.FORMAT,
    kto.FORMAT,
    vertex.FORMAT,
    scored.FORMAT,
    trl.FORMAT,
    supervised.FORMAT,
    columns.FORMAT,
)

MOST_ROWS = 100


def known_formats(wanted: Wanted | None = None) -> list[Format]:
    """All formats, or those whose rows hold what is wanted."""
    return [one for one in FORMATS if wanted is None or one.makes(wanted)]


def format_named(name: str) -> Format:
    """The format that the command line calls so.

    Raises:
        ValueError: There is none.
    """
    return one_named(name, FORMATS)


def format_titled(title: str) -> Format | None:
    """The format of a stored report; None if there is none of that title any more."""
    return next((one for one in FORMATS if one.title == title), None)


def recognise(
    rows: Sequence[Row],
    wanted: Wanted,
    *,
    only_text: bool = False,
    said: Mapping[str, str] | None = None,
    form: Format | None = None,
) -> Recognised:
    """What format most of the first rows have.

    Args:
        rows: Rows of a file; the first hundred are looked at.
        wanted: What is to be made of them; a row may hold both a pair and a list of answers.
        only_text: Every value is text, as in CSV and TSV files.
        said: Parts of `Columns` that a person has named; rows of formats with fixed names are then columns.
        form: The format, if a person has said it.
    """
    rows = rows[:MOST_ROWS]
    counts = Counter(form or _format_of(row, wanted) for row in rows)
    found, number = max(counts.items(), key=lambda item: item[1], default=(vertex.FORMAT, 0))
    if said and (found is columns.FORMAT or not found.is_mapped):
        found, number = columns.FORMAT, len(rows)
    elif not form and found.is_columns(rows, wanted, only_text):
        found = columns.FORMAT
    why = f"{number} of the first {len(rows)} rows have {found.telling}."
    fields = tuple(dict.fromkeys(name for row in rows for name in row))
    if found.guess is None:
        asked = found.ask(rows, wanted) if found.ask and not form else None
        return Recognised(found, None, fields, why, *(asked or ()))
    guess = found.guess(rows, wanted, said or {})
    return Recognised(found, guess.columns, guess.fields or fields, why, guess.question, guess.answer)


def _format_of(row: Row, wanted: Wanted) -> Format:
    """The format of one row; what none knows is read as the studio's own rows are, to say what they lack."""
    sure = next((one for one in FORMATS if one.is_sure(row, wanted)), None)
    return sure or next((one for one in FORMATS if one.is_likely(row, wanted)), vertex.FORMAT)
