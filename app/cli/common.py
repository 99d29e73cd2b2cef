"""What every command needs: the studio, a project, one way to print."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from core.db import has_tables, refuse_lost
from core.errors import InvalidInput, NotFound
from core.findings import Level
from core.labelling import ProjectView, find_project, list_projects
from core.progress import Progress, ShowProgress, Tell
from core.services import Studio, open_studio
from core.settings import Settings, load_settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program instead of text.")]
MARKS = {Level.GOOD: "ok  ", Level.WARNING: "note", Level.UNKNOWN: "?   ", Level.STOP: "BAD "}
ProjectName = Annotated[
    str, typer.Option("--project", help="Name of the project; may be left out if there is one.")
]

Since = Annotated[
    datetime | None, typer.Option(help="Only those that came then or later; this machine's time zone.")
]
Output = Annotated[Path | None, typer.Option(help="The file to write; else they are printed.")]


def opened(*, making: bool = False) -> closing[Studio]:
    """The studio of this home, closed again at the end.

    Args:
        making: Whether a home without a studio is made one. What only looks at one, or goes on with what is
            there, would say of a new one that all is well.

    Raises:
        NotFound: There is none, and none is to be made.
    """
    settings = load_settings()
    if not making:
        refuse_none(settings)
    return closing(open_studio(settings))


def refuse_none(settings: Settings) -> None:
    """Refuse where there is no studio yet; nothing is made by looking.

    Raises:
        NotFound: There is no file of a database, or nothing in the database of a server.
        Conflict: The file is gone, and what was saved last is beside it.
    """
    file = settings.database_file
    if file is not None:
        refuse_lost(file)
        if not file.exists() and not settings.home.is_file():
            raise NotFound(
                f"There is no studio in {settings.home}; set PREFSTUDIO_HOME to the folder of one."
            )
        return
    with closing(open_studio(settings, as_it_is=True)) as studio:
        if not has_tables(studio.db):
            place = studio.db.place.name
            raise NotFound(f"There is no studio in {place}; set PREFSTUDIO_DATABASE to the address of one.")


def pick_project(studio: Studio, name: str) -> ProjectView:
    """The named project, or the only one.

    Raises:
        InvalidInput: No name was given and there is not exactly one project.
        NotFound: There is no project of that name.
    """
    with studio.db.read() as session:
        if name:
            return find_project(session, name)
        projects = list_projects(session)
    if not projects:
        raise InvalidInput(
            "There is no project yet. Make one with `prefstudio import FILE --project NAME --create`, "
            "or on the project page of `prefstudio serve`."
        )
    if len(projects) != 1:
        names = ", ".join(f"“{one.name}”" for one in projects)
        raise InvalidInput(f"Say which project with --project; there are: {names}.")
    return projects[0]


@contextmanager
def sentences(*, quiet: bool) -> Iterator[Tell | None]:
    """A line on standard error, if somebody looks at it, in which each sentence takes the other's place."""
    error = typer.get_text_stream("stderr")
    if quiet or not error.isatty():
        yield None
        return

    def say(sentence: str) -> None:
        error.write(f"\r{printable(sentence)}\x1b[K")
        error.flush()

    try:
        yield say
    finally:
        error.write("\r\x1b[K")


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[ShowProgress | None]:
    """How far long work is, on such a line."""
    with sentences(quiet=quiet) as say:
        yield None if say is None else lambda at: say(_progress(at))


def _progress(at: Progress) -> str:
    part = f"{at.share:4.0%}" if at.total else f"{at.done:,}"
    return f"{at.step.value} … {part}"


def tell(sentence: str, figures: Any, *, as_json: bool) -> None:
    """Print a sentence for a person, or the figures for a program."""
    print(json.dumps(figures, default=_plain, ensure_ascii=False) if as_json else sentence)


def run_lines(run: Mapping[str, Any]) -> Iterator[str]:
    """A run, and below it what is wrong with its curves, as a studio's follower read them last."""
    yield f"{run['id']:>4}  {run['state']:10}  {run['method']:17}  {run['name']}"
    if run.get("curve_flag"):  # one of an older studio has none
        yield f"      curves: {printable(run['curve_flag'])}"


TONES = {"good": "ok  ", "note": "    ", "warning": "note", "bad": "BAD "}


def curve_lines(findings: Iterable[Mapping[str, Any]], items: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is found, with what to try next, then a line a curve, whose sentence stands among that."""
    lines = [f"{TONES[one['tone']]} {one['sentence']}{_advice(one)}" for one in findings]
    return [printable(line) for line in [*lines, *(curve_line({**one, "sentence": ""}) for one in items)]]


def _advice(finding: Mapping[str, Any]) -> str:
    return f" Try next: {finding['advice']} ({finding['source']})" if finding["advice"] else ""


def printable(text: str) -> str:
    """Names of logs and tags as a terminal may print them: none of their characters moves its cursor."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def curve_line(curve: Mapping[str, Any]) -> str:
    """What a curve comes to, as a line of a table."""
    points = f"{curve['points']:>6} {'point' if curve['points'] == 1 else 'points'}"
    values = " → ".join(_or_dash(curve[one]) for one in ("first", "last"))
    return f"{curve['task']:22} {curve['tag']:28} {points:13}  {values}  {curve['sentence']}".rstrip()


def _or_dash(value: float | None) -> str:
    """A number in short; a dash where none was finite."""
    return "–" if value is None or not isfinite(value) else f"{value:.4g}"


def write_lines(found: Iterable[Any], file: Path | None) -> int:
    """Write each as a line of JSON, to a file or to the screen, and say how many there were.

    Raises:
        InvalidInput: The file cannot be written.
    """
    try:
        target = file.open("w", encoding="utf-8") if file else nullcontext(sys.stdout)
    except OSError as error:
        raise InvalidInput(f"{file} cannot be written ({error.strerror}); name another file.") from None
    with target as lines:
        written = (lines.write(json.dumps(one, default=_plain, ensure_ascii=False) + "\n") for one in found)
        return sum(length > 0 for length in written)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        # JSON has no NaN and no infinity; what is unknown is null
        unknown = {name: None for name, one in fields.items() if isinstance(one, float) and not isfinite(one)}
        return fields | unknown
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def read_instruction(file: Path | None) -> str:
    """What a judge model goes by, from a file; empty without one.

    Raises:
        InvalidInput: It cannot be read, or is no UTF-8.
    """
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"The instruction in {file} cannot be read as UTF-8 text.") from None
