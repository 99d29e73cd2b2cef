"""``prefstudio preview``: the first rows of files as annotators would see them; nothing is taken."""

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.cli.common import AsJson, ProjectName, opened, printable, tell
from app.cli.import_command import (
    ColumnOptions,
    Files,
    FormatOption,
    Gold,
    Kind,
    MetadataOptions,
    project_to_check,
    with_said,
)
from app.cli.mapping_command import MappingOption, by_mapping
from core.datasets import DatasetKind
from core.datasets.checks import columns_sentence, excerpt
from core.datasets.formats import Row, paths_in
from core.datasets.importing import ImportPlan, Preview, Shape, first_rows, preview, shape_of, sources_at
from core.datasets.problems import Problem
from core.datasets.records import SAYS, AnswerSetRecord, PairRecord, Understood
from core.datasets.sources import Source
from core.errors import InvalidInput

Shown = Annotated[int, typer.Option("--rows", min=0, max=100, help="How many rows to show.")]
WIDTH = 100


def preview_files(
    files: Files,
    kind: Kind = DatasetKind.PREFERENCE,
    project: ProjectName = "",
    shown: Shown = 2,
    *,
    gold: Gold = False,
    form: FormatOption = None,
    column: ColumnOptions = None,
    metadata: MetadataOptions = None,
    mapping: MappingOption = "",
    as_json: AsJson = False,
) -> None:
    """Show the first rows of files as annotators would see them, and which way round choices are read."""
    source = sources_at(files)[0]
    rows = first_rows(source)
    with opened(making=True) as studio:
        plan = ImportPlan(project_to_check(studio, project), kind, ", ".join(files), gold=gold)
        plan = with_said(plan, form, column or [], metadata or [])
        plan = by_mapping(studio, plan, mapping, [source])
    try:
        shape, why = shape_of(source, rows, plan)
    except InvalidInput:
        if not as_json:
            print("\n".join(_fields(rows)))
        raise
    seen = preview(rows, shape, plan.wanted, plan.parts)
    tell(
        "\n".join(_lines(source, shape, plan, why, seen, shown)), _figures(shape, why, seen), as_json=as_json
    )


def _fields(rows: list[Row]) -> Iterator[str]:
    """What a person may name: the fields and the paths of the first rows, with a value of each."""
    yield "Fields and paths to what is inside them, with the first value of each:"
    for path, value in paths_in(rows).items():
        yield f"  {excerpt(path)}: {textwrap.shorten(excerpt(str(value)), WIDTH)}"


def _lines(
    source: Source, shape: Shape, plan: ImportPlan, why: str, seen: Preview, shown: int
) -> Iterator[str]:
    yield f"{printable(source.name)}: read as {shape.format.title}. {excerpt(why)}"
    if shape.format.is_mapped and shape.columns:
        yield columns_sentence(shape.columns, plan.wanted)
    yield seen.counted()
    yield from (f"  {one}" for one in seen.directions)
    if shape.format.check_first:
        yield f"To look at first: {shape.format.check_first}"
    yield "Fields:"
    yield from (f"  {name}: {fate}" for name, fate in seen.fates.items())
    for made in seen.made[:shown]:
        yield ""
        yield from _row(made, seen.sides)


def _row(made: Understood, sides: tuple[str, str]) -> Iterator[str]:
    """One row as an annotator would see it, each text below its name."""
    if isinstance(made, Problem):
        yield f"Row {made.line} is refused: {excerpt(made.field)} {excerpt(made.reason)}"
        return
    said = f": {_said(made)}" if isinstance(made, PairRecord) else ""
    yield f"Row {made.line}{said}"
    yield from _text("Prompt", made.input_text)
    if isinstance(made, PairRecord):
        for number, text in enumerate((made.candidate_0, made.candidate_1)):
            source = (made.source_0, made.source_1)[number]
            told = [f"Candidate {number} ({sides[number]})"]
            told += ["the better one"] if made.choice == number else []
            told += [f"from {excerpt(source)}"] if source else []
            yield from _text(", ".join(told), text)
    if isinstance(made, AnswerSetRecord):
        for number, text in enumerate(made.candidates):
            yield from _text(f"Answer {number + 1}{_score(made, number)}", text)


def _said(made: PairRecord) -> str:
    told = [SAYS[made.choice]]
    told += [f"strength {made.strength} of 4"] if made.strength else []
    return ", ".join([*told, f"by {excerpt(str(made.annotator))}"] if made.annotator else told)


def _score(made: AnswerSetRecord, number: int) -> str:
    return "" if made.scores is None else f" (score {made.scores[number]:g}, higher is better)"


def _text(title: str, text: str) -> Iterator[str]:
    yield f"  {title}"
    for line in text.splitlines() or [""]:
        yield from (f"    {part}" for part in textwrap.wrap(printable(line), WIDTH) or [""])


def _figures(shape: Shape, why: str, seen: Preview) -> dict[str, Any]:
    return {
        "format": shape.format.name,
        "why": why,
        "columns": asdict(shape.columns) if shape.format.is_mapped and shape.columns else None,
        "rows": seen.rows,
        "counts": dict(seen.counts),
        "directions": list(seen.directions),
        "check_first": shape.format.check_first,
        "fields": dict(seen.fates),
        "first": [asdict(one) for one in seen.made[:10]],
    }
