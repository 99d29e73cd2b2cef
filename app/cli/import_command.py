"""``prefstudio import`` and ``prefstudio check``."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, progress_line, tell
from app.cli.import_report import list_refused, list_warnings, refuse_unwritable, tell_taken, write_report
from app.cli.mapping_command import MappingOption, SaveMapping, by_mapping, keep_mapping
from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.checks import languages
from core.datasets.formats import Columns, Format, Parts, format_named, known_formats
from core.datasets.importing import ImportPlan, RefusedRows, Shape, check_rows, import_rows, sources_at
from core.errors import InvalidInput
from core.labelling import LabellingProtocol, Mode, ProjectSettings, ProjectView, list_projects
from core.services import Studio

COLUMNS = frozenset(field.name for field in fields(Columns))
ONE = ("input", "system", "history")
SEVERAL = ("context", "media")
"""Parts of prompts that are one field, or several."""
UNNAMED = "new project"

MetadataOptions = Annotated[
    list[str] | None, typer.Option("--metadata", help="A field that is no part of the prompt; once for each.")
]
Files = Annotated[
    list[str],
    typer.Argument(help="A file, a folder, a pattern such as 'data/*.jsonl.gz', a gs:// or hf:// address."),
]
Kind = Annotated[DatasetKind, typer.Option(help="What the rows are.")]
Gold = Annotated[bool, typer.Option("--gold", help="The rows' choices are the right answers of gold pairs.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        parser=format_named,
        metavar=f"<{'|'.join(one.name for one in known_formats())}>",
        help="How rows are written; else the first ones tell.",
    ),
]
ColumnOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Where a part stands, such as input_text=question.full_text, candidate_0=messages.-1, "
        "score_0=scores.0, better=1 or system=persona; once for each. All: docs/datasets.md, Mappings.",
    ),
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", help="Write the report there: .csv, or else text.")
]


def import_files(
    files: Files,
    kind: Kind = DatasetKind.PREFERENCE,
    project: ProjectName = "",
    *,
    create: Annotated[bool, typer.Option(help="Make the project if there is none of that name.")] = False,
    rankings: Annotated[bool, typer.Option("--rankings", help="With --create: to rank answers in.")] = False,
    accept_good: Annotated[
        bool, typer.Option(help="Take the good rows although others are refused.")
    ] = False,
    gold: Gold = False,
    form: FormatOption = None,
    column: ColumnOptions = None,
    metadata: MetadataOptions = None,
    mapping: MappingOption = "",
    save_as: SaveMapping = "",
    report: ReportFile = None,
    as_json: AsJson = False,
) -> None:
    """Import pairs, sets of answers or prompts; the same rows again add nothing."""
    refuse_unwritable(report)
    sources = sources_at(files)
    mode = Mode.RANKINGS if rankings else Mode.PAIRS
    with opened(making=True) as studio, progress_line(quiet=as_json) as progress:
        new = _new_project(studio, project, mode) if create else None
        target = ProjectView.to_be(new) if new else pick_project(studio, project)
        plan = ImportPlan(target, kind, ", ".join(files), gold=gold, new=new)
        plan = with_said(plan, form, column or [], metadata or [])
        plan = by_mapping(studio, plan, mapping, sources)
        try:
            result = import_rows(studio.db, SYSTEM, plan, sources, accept_good=accept_good, progress=progress)
        except RefusedRows as refused:
            list_refused(refused.report)
            write_report(refused.report, report)
            sentence = str(refused).removesuffix(".")
            raise InvalidInput(
                f"{sentence} (--accept-good)." if refused.report.good else f"{sentence}."
            ) from None
        keep_mapping(studio, plan, save_as, sources)
    list_refused(result.report)
    list_warnings(result.report)
    tell_taken(result, target.name, gold=gold, as_json=as_json)
    write_report(result.report, report)


def check_files(
    files: Files,
    kind: Kind = DatasetKind.PREFERENCE,
    project: ProjectName = "",
    *,
    gold: Gold = False,
    form: FormatOption = None,
    column: ColumnOptions = None,
    metadata: MetadataOptions = None,
    mapping: MappingOption = "",
    save_as: SaveMapping = "",
    report: ReportFile = None,
    as_json: AsJson = False,
) -> None:
    """Say what files hold and what is wrong with them; nothing is taken."""
    refuse_unwritable(report)
    sources = sources_at(files)
    with opened(making=True) as studio, progress_line(quiet=as_json) as progress:
        plan = ImportPlan(project_to_check(studio, project), kind, ", ".join(files), gold=gold)
        plan = with_said(plan, form, column or [], metadata or [])
        plan = by_mapping(studio, plan, mapping, sources)
        found = check_rows(studio.db, SYSTEM, plan, sources, progress=progress)
        keep_mapping(studio, plan, save_as, sources)
    languages(found)
    tell(found.as_text(), found.as_json(), as_json=as_json)
    write_report(found, report)
    if found.refused or found.is_unread or found.open_fields:
        raise typer.Exit(1)


def project_to_check(studio: Studio, name: str) -> ProjectView:
    """The project that is meant; one as `import --create` would make it, where there is none yet."""
    if name or studio.db.ask(list_projects):
        return pick_project(studio, name)
    return ProjectView.to_be(ProjectSettings(UNNAMED))


def with_said(plan: ImportPlan, form: Format | None, options: list[str], metadata: list[str]) -> ImportPlan:
    """The plan with what was said (``part=field``) of how rows are written; the rest is guessed."""
    said: dict[str, list[str]] = {}
    for option in options:
        part, separator, name = option.partition("=")
        if not separator or part not in COLUMNS.union(ONE, SEVERAL):
            parts = ", ".join(sorted(COLUMNS.union(ONE, SEVERAL)))
            raise InvalidInput(f"--column {option}: write part=name, where part is one of {parts}.")
        said.setdefault(part, []).append(name)
    named = {part: names[-1] for part, names in said.items() if part in COLUMNS}
    if named and form and not form.is_mapped:
        mapped = " or ".join(sorted(one.name for one in known_formats() if one.is_mapped))
        raise InvalidInput(f"--column goes with --format {mapped}; the other formats have their own names.")
    _refuse_unclear_choices(named)
    parts_said = _prompt_parts(said, metadata)
    return replace(plan, shape=Shape(form) if form else None, said=named, parts=parts_said)


def _prompt_parts(said: dict[str, list[str]], metadata: list[str]) -> Parts:
    for part in ONE:
        if len(said.get(part, [])) > 1:
            named = " and ".join(f"“{name}”" for name in said[part])
            raise InvalidInput(f"--column {part} names {named}; name one field.")
    known: dict[str, Any] = {part: said[part][0] for part in ONE if part in said}
    known |= {part: tuple(filter(None, said[part])) for part in SEVERAL if part in said}
    return Parts(**known, metadata=tuple(metadata))


def _refuse_unclear_choices(named: dict[str, str]) -> None:
    """How a choice is written must be said of both candidates, or of none."""
    written = [named[part] for part in ("choice_0", "choice_1") if part in named]
    if not written:
        return
    if len(written) == 1:
        raise InvalidInput(
            "Say how a choice of each candidate is written, or of none: "
            "--column choice_0=<value> --column choice_1=<value>."
        )
    if written[0] == written[1]:
        raise InvalidInput(
            f"--column choice_0 and --column choice_1 are both “{written[0]}”: "
            "say how a choice of each candidate is written."
        )


def _new_project(studio: Studio, name: str, mode: Mode) -> ProjectSettings | None:
    """What the project is to be made of, if there is none of that name."""
    there = {one.name for one in studio.db.ask(list_projects)}
    new = ProjectSettings(name, protocol=LabellingProtocol(mode=mode))
    return None if not name or new.name in there else new
