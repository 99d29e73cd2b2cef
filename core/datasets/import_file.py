"""Take the good rows of a checked file into a project; taking the same file again adds nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core.access import Action, PersonView, check, permit
from core.datasets.models import DatasetKind
from core.datasets.read_file import Report, check_file, read_records
from core.datasets.take_rows import Taken, take_pairs, take_prompts
from core.db import Database
from core.errors import InvalidInput
from core.labelling import ProjectView


@dataclass(frozen=True)
class ImportResult:
    """What an import did: the report on the file, and what of it was new."""

    report: Report
    taken: Taken

    @property
    def already_there(self) -> int:
        """Good rows that the project had already."""
        return self.report.good - self.taken.rows


def import_file(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    kind: DatasetKind,
    open_file: Callable[[], BinaryIO],
    *,
    name: str,
    accept_good: bool = False,
) -> ImportResult:
    """Check a file, then take its rows in one transaction.

    Args:
        db: The database.
        actor: Who imports.
        project: Where the rows go.
        kind: Preference rows, prompts, or evaluation prompts.
        open_file: Opens the file; called twice, once to check and once to take.
        name: The file's name, for messages and as the rows' origin.
        accept_good: Take the good rows although others are refused.

    Raises:
        InvalidInput: Rows are refused and ``accept_good`` is not set; nothing was taken.
        NotAllowed: The actor may not import.
    """
    check(actor, Action.IMPORT)
    report = check_file(open_file, name, kind)
    if report.refused and not accept_good:
        raise RefusedRows(report)
    with db.write() as session, open_file() as file:
        records = read_records(file, Report(name, kind))
        if kind == DatasetKind.PREFERENCE:
            taken = take_pairs(session, project, records, origin=name)
        else:
            taken = take_prompts(session, project, kind, records, origin=name)
        permit(
            session,
            actor,
            Action.IMPORT,
            f"project {project.name}",
            file=name,
            kind=kind.value,
            rows=taken.rows,
        )
    return ImportResult(report, taken)


class RefusedRows(InvalidInput):
    """A file has rows that cannot be taken; ``report`` lists them."""

    def __init__(self, report: Report) -> None:
        first = report.problems[0].sentence(report.name)
        rows = report.refused + report.good + report.duplicates
        super().__init__(
            f"{report.refused} of {rows} rows are refused, so nothing was taken. The first: {first} "
            f"Mend the file, or take the {report.good} good rows without these."
        )
        self.report = report
