"""What ``prefstudio import`` and ``check`` say of the rows, on the screen and in a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from app.cli.common import tell
from core.counted import counted
from core.datasets.checks import Report, reading_sentences
from core.datasets.importing import ImportResult
from core.datasets.problems import Fault, Severity
from core.errors import InvalidInput

MOST_LISTED = 20


def list_refused(report: Report) -> None:
    """The first refused rows, on standard error."""
    for source, problem in report.problems[:MOST_LISTED]:
        typer.echo(f"refused: {problem.sentence(source)}", err=True)
    if report.refused > MOST_LISTED:
        typer.echo(f"refused: {report.refused - MOST_LISTED:,} more", err=True)


def list_warnings(report: Report) -> None:
    """What was taken and should be looked at, on standard error."""
    for finding in report.ordered():
        if finding.fault.severity == Severity.WARNING:
            times = counted(finding.count, "time")
            typer.echo(f"warning: {finding.fault.value}, {times}. {finding.fault.remedy}", err=True)
            for example in finding.examples if finding.fault == Fault.OPINIONS else ():
                typer.echo(f"warning: {example.sentence()}", err=True)


def refuse_unwritable(path: Path | None) -> None:
    """Say before anything is read that the report could not be written.

    Raises:
        InvalidInput: There is no such folder, or it cannot be written to.
    """
    if path is None:
        return
    with _writing(path):
        new = not path.exists()
        path.open("ab").close()
        if new:
            path.unlink()


def write_report(report: Report, path: Path | None) -> None:
    """The report as the file's ending says.

    Raises:
        InvalidInput: The file cannot be written.
    """
    if path is None:
        return
    with _writing(path):
        path.write_text(report.as_csv() if path.suffix == ".csv" else report.as_text(), encoding="utf-8")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidInput(
            f"--report {path}: the report cannot be written there ({error.strerror}); name another file."
        ) from None


def tell_taken(result: ImportResult, project: str, *, gold: bool, as_json: bool) -> None:
    """What was taken, and under which names its parts were found."""
    taken, report = result.counts, result.report
    parts = [f"{counted(taken.rows, 'row')} taken", counted(taken.choices, "choice")]
    parts += [f"{taken.already_there:,} were there already", f"{report.refused:,} refused"]
    figures = {
        "project": project,
        "rows": taken.rows,
        "choices": taken.choices,
        "already_there": taken.already_there,
        "contradictions": taken.contradictions,
        "duplicates": report.duplicates,
        "refused": report.refused,
        "findings": {finding.fault.value: finding.count for finding in report.ordered()},
        "columns": report.columns and asdict(report.columns),
        "prompts": report.made_of,
        "unused": report.unused,
    }
    if gold:
        parts += [f"{taken.judged:,} left as they are because people have judged them"]
        parts += [f"{taken.contradictions:,} have another right answer already, which stays"]
        figures |= {"judged": taken.judged}
    elif taken.contradictions:
        parts += [f"{taken.contradictions:,} differ from what an earlier import said, which stays"]
    lines = [f"“{project}”: {', '.join(parts)}"]
    lines += reading_sentences(report)
    tell("\n".join(lines), figures, as_json=as_json)
