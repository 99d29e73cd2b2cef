"""Take the good rows of a checked file into a project; taking the same file again adds nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sqlmodel import Session

from core.access import Action, PersonView, check, permit
from core.datasets.models import DatasetKind
from core.datasets.read_file import PreferenceRows, Record, Report, check_file, read_records
from core.datasets.take_gold import take_gold
from core.datasets.take_rows import Taken, take_pairs, take_prompts
from core.datasets.take_sets import take_sets
from core.db import Database
from core.errors import InvalidInput
from core.labelling import Mode, ProjectView, get_project


@dataclass(frozen=True)
class ImportResult:
    """What an import did: the report on the file, and what of it was new."""

    report: Report
    taken: Taken

    @property
    def already_there(self) -> int:
        """Good rows that the project had already."""
        return self.report.good - self.taken.rows - self.taken.judged


def import_file(  # noqa: PLR0913 - what to take, where from, where to, and three ways to take it
    db: Database,
    actor: PersonView,
    project: ProjectView,
    kind: DatasetKind,
    open_file: Callable[[], BinaryIO],
    *,
    name: str,
    accept_good: bool = False,
    gold: bool = False,
) -> ImportResult:
    """Check a file, then take its rows in one transaction.

    In a project for rankings, the rows of a preference file are sets of 3 to 9 answers.

    Args:
        db: The database.
        actor: Who imports.
        project: Where the rows go.
        kind: Preference rows, prompts, or evaluation prompts.
        open_file: Opens the file; called twice, once to check and once to take.
        name: The file's name, for messages and as the rows' origin.
        accept_good: Take the good rows although others are refused.
        gold: The rows are pairs with the right answer as their ``choice``, and perhaps a ``note`` on it.

    Raises:
        InvalidInput: Rows are refused and ``accept_good`` is not set, or this project or kind of file has no
            gold pairs; nothing was taken.
        NotAllowed: The actor may not import.
    """
    check(actor, Action.IMPORT)
    rows = _rows_wanted(project, kind, gold=gold)
    report = check_file(open_file, name, kind, rows)
    if report.refused and not accept_good:
        raise RefusedRows(report)
    with db.write() as session, open_file() as file:
        project = get_project(session, project.id)  # a lead may have changed it since the page was drawn
        fresh = Report(name, kind, rows)
        taken = _take(session, project, fresh, read_records(file, fresh))
        permit(
            session,
            actor,
            Action.IMPORT,
            f"project {project.name}",
            file=name,
            kind=kind.value,
            rows=taken.rows,
            gold=gold,
        )
    return ImportResult(report, taken)


def _rows_wanted(project: ProjectView, kind: DatasetKind, *, gold: bool) -> PreferenceRows:
    ranked = project.protocol.mode == Mode.RANKINGS
    if not gold:
        return PreferenceRows.ANSWER_SETS if ranked else PreferenceRows.PAIRS
    if kind != DatasetKind.PREFERENCE:
        raise InvalidInput(f"Only pairs can be gold, not {kind.value} rows: import them as preference rows.")
    if ranked:
        raise InvalidInput(
            f"In the project “{project.name}” people rank answers, and gold is for pairs: "
            "import the gold pairs into a project where people compare pairs."
        )
    return PreferenceRows.GOLD


def _take(session: Session, project: ProjectView, report: Report, records: Iterator[Record]) -> Taken:
    if report.kind != DatasetKind.PREFERENCE:
        return take_prompts(session, project, report.kind, records, origin=report.name)
    take = {
        PreferenceRows.PAIRS: take_pairs,
        PreferenceRows.ANSWER_SETS: take_sets,
        PreferenceRows.GOLD: take_gold,
    }[report.rows]
    return take(session, project, records, origin=report.name)


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
