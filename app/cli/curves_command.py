"""``prefstudio curves``: what curves say, and the curves themselves as CSV or as a picture."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from math import isfinite
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from app.cli.common import AsJson, curve_lines, opened, printable, tell
from core.errors import InvalidInput, refused_by_system
from core.services import Studio
from core.training.runs import get_run

if TYPE_CHECKING:
    from core.curves import Along, Context, Curves
    from core.labelling.quality import NoiseFloor
    from core.training.runs import RunDetail

LONGEST_NUMBER = 10
"""Digits; a longer one is the name of a folder."""
KINDS = (".csv", ".png", ".svg")
MOST_NAMED = 12

Sources = Annotated[
    list[str], typer.Argument(metavar="RUN|ADDRESS", help="Numbers of runs, or addresses of event files.")
]


@dataclass(frozen=True, eq=False)
class Source:
    """One run, or what lies at one address.

    Attributes:
        name: What it is called in tables and legends.
        curves: What was found.
        context: What is known beside them.
        floor: The noise floor of the people whose labels a run learned.
        detail: The run; None for other logs.
    """

    name: str
    curves: "Curves"
    context: "Context"
    floor: "NoiseFloor | None" = None
    detail: "RunDetail | None" = None


def show_curves(
    sources: Sources,
    tag: Annotated[
        list[str] | None, typer.Option(help="Only curves of this name; * stands for anything.")
    ] = None,
    write: Annotated[
        list[Path] | None, typer.Option(help="Write them to this file, too: .csv, .png or .svg.")
    ] = None,
    x: Annotated[
        str, typer.Option(help="Along what pictures are drawn, as in the address of the page.")
    ] = "relative_step",
    smoothing: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="TensorBoard's weight for pictures and CSV.")
    ] = 0.6,
    *,
    log_x: Annotated[bool, typer.Option("--log-x", help="A logarithmic x-axis.")] = False,
    log_y: Annotated[bool, typer.Option("--log-y", help="Logarithmic values.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether runs or any TensorBoard logs learned, and write their curves as CSV, PNG or SVG."""
    from core.curves import Along  # noqa: PLC0415 - numpy, which the other commands spare

    _refuse_files(write or [])
    if x not in set(Along):
        raise InvalidInput(f"Curves are not drawn along {x!r}; there are: {', '.join(Along)}.")
    found = [_read(one) for one in dict.fromkeys(sources)]
    _say_troubles(found)
    chosen = [_chosen(one, tag or []) for one in found]
    _refuse_unfound(found, chosen, tag or [])
    for file in write or []:
        look = {"smoothing": smoothing, "log_x": log_x, "log_y": log_y}
        _write(file, chosen, Along(x), look, all_tags=bool(tag))
    _tell(chosen, whole=found, as_json=as_json)


def run_number(source: str) -> int | None:
    """The run that is meant; None where an address is."""
    return int(source) if source.isascii() and source.isdigit() and len(source) < LONGEST_NUMBER else None


def _read(source: str) -> Source:
    from core.curves import known_of_logs, read_curves  # noqa: PLC0415 - numpy

    number = run_number(source)
    with opened(making=number is None) as studio:  # logs can be looked at before there is anything else
        if number is not None:
            return _of_run(studio, number)
        curves = read_curves(source, cache=studio.settings.cache_folder)
        return Source(source, curves, known_of_logs(curves, now=time()))


def _of_run(studio: Studio, number: int) -> Source:
    from core.labelling import get_project  # noqa: PLC0415 - see above
    from core.labelling.reports import measured_noise_floor  # noqa: PLC0415 - see above
    from core.review.results import run_verdicts  # noqa: PLC0415 - see above
    from core.training.run_curves import read_run_curves, run_context  # noqa: PLC0415 - see above

    with studio.db.read() as session:
        detail = get_run(session, number)
        floor = measured_noise_floor(session, get_project(session, detail.run.project_id))
        verdicts = run_verdicts(session, detail)
    curves = read_run_curves(detail, cache=studio.settings.cache_folder)
    context = run_context(detail, floor=floor, verdicts=verdicts)
    return Source(f"{number} {detail.run.name}", curves, context, floor, detail)


def _say_troubles(found: Sequence[Source]) -> None:
    """What could not be read, where there is something else to show."""
    sentences = [trouble.sentence for one in found for trouble in one.curves.troubles]
    if sentences and not any(len(one.curves) for one in found):
        raise InvalidInput(printable(sentences[0]))
    for one in sentences:
        typer.echo(f"warning: {printable(one)}", err=True)


def _chosen(source: Source, tags: Sequence[str]) -> Source:
    """With the curves that were asked for."""
    if not tags:
        return source
    kept = source.curves.where(lambda one: any(fnmatchcase(one.tag, pattern) for pattern in tags))
    return replace(source, curves=kept)


def _refuse_unfound(found: Sequence[Source], chosen: Sequence[Source], tags: Sequence[str]) -> None:
    there = sorted({curve.tag for one in found for curve in one.curves})
    for pattern in tags if there else ():
        if not any(fnmatchcase(curve.tag, pattern) for one in chosen for curve in one.curves):
            more = f" and {len(there) - MOST_NAMED:,} more" if len(there) > MOST_NAMED else ""
            names = printable(", ".join(there[:MOST_NAMED]))
            raise InvalidInput(f"There is no curve {printable(pattern)!r}; there are: {names}{more}.")


def _tell(chosen: Sequence[Source], *, whole: Sequence[Source], as_json: bool) -> None:
    """Findings first, which go by all curves, then a line a curve."""
    from core.curves import find, summarise  # noqa: PLC0415 - numpy

    lines: list[str] = []
    figures: dict[str, list[Any]] = {"findings": [], "items": []}
    for shown, all_of_it in zip(chosen, whole, strict=True):
        keys = {curve.key for curve in shown.curves}
        found = find(all_of_it.curves, all_of_it.context)
        said = [asdict(one) for one in found if keys.intersection(one.curves)]
        items = [asdict(one) for one in summarise(shown.curves, found=found)]
        lines += [printable(shown.name)] if len(chosen) > 1 else []
        lines += curve_lines(said, items) or [printable(_nothing(all_of_it))]
        for name, rows in (("findings", said), ("items", items)):
            figures[name] += [{"of": shown.name, **_known(row)} for row in rows]
    tell("\n".join(lines), figures, as_json=as_json)


def _known(value: Any) -> Any:
    """What JSON can say: NaN and infinite numbers are null."""
    if isinstance(value, dict):
        return {key: _known(one) for key, one in value.items()}
    return None if isinstance(value, float) and not isfinite(value) else value


def _nothing(source: Source) -> str:
    if source.curves.files:
        return f"The event files in {source.name} hold no scalars."
    return f"There are no event files in {source.name}."


def _refuse_files(files: Iterable[Path]) -> None:
    for file in files:
        if file.suffix.lower() not in KINDS:
            raise InvalidInput(f"{file} does not say what it is to be; name a file .csv, .png or .svg.")


def _write(file: Path, shown: Sequence[Source], x: "Along", look: dict[str, Any], *, all_tags: bool) -> None:
    """Write what is shown; pictures without ``--tag`` have what stands first on the page."""
    from core.curves import points_csv  # noqa: PLC0415 - numpy

    try:
        if file.suffix.lower() == ".csv":
            curves = ((one.name, curve) for one in shown for curve in one.curves)
            with file.open("w", encoding="utf-8", newline="") as target:
                target.writelines(points_csv(curves, smoothing=look["smoothing"]))
        else:
            file.write_bytes(_picture(file, shown, x, look, all_tags=all_tags))
    except OSError as error:
        raise InvalidInput(
            refused_by_system(error) or f"{file} cannot be written ({error.strerror})."
        ) from None


def _picture(
    file: Path, shown: Sequence[Source], x: "Along", look: dict[str, Any], *, all_tags: bool
) -> bytes:
    """As the page draws it, with the names and the lines that it gives to logs."""
    from app.ui.curves import Chart, View, make_panels  # noqa: PLC0415 - all of the page, which no text needs
    from app.ui.curves.lines import lines_of, logs_of  # noqa: PLC0415 - likewise
    from app.ui.curves.reading import Source as Read  # noqa: PLC0415 - likewise
    from core.curves import draw_panels, find  # noqa: PLC0415 - numpy

    drawn = lines_of(logs_of([Read(one.name, one.curves, one.detail) for one in shown]))
    floor = next((one.floor for one in shown if one.floor is not None), None)
    charts = []
    for tag in list(drawn.tags) if all_tags or not drawn.first else drawn.first:
        series = [line.series for line in drawn.tags[tag]]
        charts.append(Chart(tag, series, floor if drawn.of_ranks(tag) else None))
    kind = cast("Literal['svg', 'png']", file.suffix.lower()[1:])
    says = " ".join(one.sentence for source in shown for one in find(source.curves, source.context))
    title = ", ".join(one.name for one in shown)
    return draw_panels(make_panels(charts, View(x=x, **look)), kind=kind, title=title, says=says)
