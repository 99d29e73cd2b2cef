"""Import files: read and check them first, then take their good rows in one transaction."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from core.access import Action, PersonView, check
from core.datasets.checks import Report, question_sentence
from core.datasets.importing.history import ImportResult, begin_import, note_import
from core.datasets.importing.insert_pairs import Inserter
from core.datasets.importing.inserters import INSERTERS, characters_of, new_inserter, row_maker
from core.datasets.importing.plan import ImportPlan
from core.datasets.importing.read import Reader
from core.datasets.importing.spool import Spool
from core.datasets.problems import Fault
from core.datasets.records import Record
from core.datasets.scratch import room_for_files
from core.datasets.sources import Source
from core.db import Database
from core.errors import Conflict, InvalidInput
from core.labelling import ProjectView, get_project
from core.labelling.projects import create_project
from core.progress import Progress, ShowProgress, Step


class OpenFields(InvalidInput):
    """Files have fields of which nobody has said whether they belong to the prompt; ``report`` names them."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.name}: {question_sentence(report)} Nothing was taken.")
        self.report = report


class RefusedRows(InvalidInput):
    """Files have rows that cannot be taken; ``report`` lists them."""

    def __init__(self, report: Report) -> None:
        source, problem = report.problems[0]
        remedy = f", or take the {report.good} good rows without these" if report.good else ""
        super().__init__(
            f"{report.refused} of {report.rows} rows are refused, so nothing was taken. The first: "
            f"{problem.sentence(source)} Mend the file{remedy}."
        )
        self.report = report


def check_rows(
    db: Database,
    actor: PersonView,
    plan: ImportPlan,
    sources: Sequence[Source],
    *,
    progress: ShowProgress | None = None,
) -> Report:
    """Read files as an import would, and keep nothing but the report.

    Raises:
        InvalidInput: There is no row at all.
        NotAllowed: The actor may not import.
    """
    check(actor, Action.IMPORT, plan.project.id)
    return Reader(db, plan, progress).read(sources)


def import_rows(
    db: Database,
    actor: PersonView,
    plan: ImportPlan,
    sources: Sequence[Source],
    *,
    accept_good: bool = False,
    progress: ShowProgress | None = None,
) -> ImportResult:
    """Check files, then take their rows; importing the same rows again adds nothing.

    All is read and checked before the database is touched, and then written in one transaction: whoever
    cancels, or pulls the plug, leaves everything as it was, and may just do it again.

    Args:
        db: The database.
        actor: Who imports.
        plan: What goes where.
        sources: The files.
        accept_good: Take the good rows although others are refused.
        progress: Told how far it is; raising from it cancels, and is passed on.

    Raises:
        InvalidInput: A field may belong to the prompt and nobody has said whether it does, rows are refused
            and ``accept_good`` is not set, there is no row at all, or nothing that people said of the rows
            could be read; nothing was taken.
        NotAllowed: The actor may not import.
        Conflict: The project is archived.
    """
    check(actor, Action.IMPORT, plan.project.id)
    plan.project.refuse_if_archived()
    row_of = row_maker(plan.project, plan.wanted)

    def keep(source: str, fingerprint: str, record: Record) -> None:
        spool.add(row_of(source, fingerprint, record), characters=characters_of(record))

    with room_for_files(), closing(Spool(INSERTERS[plan.wanted][1])) as spool:
        reader = Reader(db, plan, progress)
        report = reader.read(sources, keep, aside=keep)
        if report.open_fields:
            raise OpenFields(report)
        if report.refused and not (accept_good and report.good):
            raise RefusedRows(report)
        if report.is_unread:
            raise InvalidInput(_unread(report))
        with db.write() as session:
            now = replace(plan, project=_project(session, actor, plan))
            if now.wanted != plan.wanted:
                raise Conflict(_changed(plan, now))
            row = begin_import(session, actor, now)
            inserter = new_inserter(session, now.project, now.kind, now.wanted, row.id)
            _insert(spool, inserter, reader.without_repeats, progress)
            result = ImportResult(row.id or 0, report, inserter.counts)
            note_import(session, actor, now, row, result, sources)
    return result


def _unread(report: Report) -> str:
    finding = report.findings[Fault.UNREAD]
    return (
        f"No annotation in {report.name} says anything that is read as a choice ({finding.count:,} were "
        "looked at), so nothing was taken. Say which of their answers is the choice "
        "(--column choice=<name>), or that there is none (--column choice=)."
    )


def _project(session: Session, actor: PersonView, plan: ImportPlan) -> ProjectView:
    """The project as it is now: a lead may have changed it since the page was drawn."""
    if plan.new is not None:
        return create_project(session, actor, plan.new)
    return get_project(session, plan.project.id)


def _changed(plan: ImportPlan, now: ImportPlan) -> str:
    return (
        f"The project “{plan.project.name}” was changed meanwhile and now takes {now.wanted.value}, "
        f"not {plan.wanted.value}; nothing was taken."
    )


def _insert(
    spool: Spool[Any],
    inserter: Inserter,
    without_repeats: Callable[[list[Any]], list[Any]],
    progress: ShowProgress | None,
) -> None:
    done = 0
    for batch in spool.batches():
        if progress:
            progress(Progress(Step.INSERTING, done, spool.rows))
        inserter.insert(without_repeats(batch))
        done += len(batch)
    inserter.finish()
