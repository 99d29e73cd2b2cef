"""The list of what has been imported into a project, and from which files its pairs came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Action, PersonView, ensure_may, permit
from core.datasets.checks import Report, excerpt
from core.datasets.importing.plan import ImportCounts, ImportPlan
from core.datasets.models import DatasetKind, FileImport
from core.datasets.sources import Source
from core.db import now, numbered
from core.labelling import ProjectView


@dataclass(frozen=True)
class ImportView:
    """One import; ``rows`` and ``choices`` are what was new."""

    id: int
    kind: DatasetKind
    name: str
    rows: int
    choices: int
    at: datetime


@dataclass(frozen=True)
class ImportResult:
    """What an import did: the report on the files, and what of them was new; ``number`` is its row's."""

    number: int
    report: Report
    counts: ImportCounts


_COLUMNS = tuple(getattr(FileImport, name) for name in ImportView.__dataclass_fields__)


def list_imports(session: Session, project: ProjectView, *, most: int = 100) -> list[ImportView]:
    """The imports of a project, newest first."""
    ensure_may(session, Action.SEE_DATA, project.id)
    query = select(*_COLUMNS).where(FileImport.project_id == project.id)
    return [ImportView(*row) for row in session.exec(query.order_by(col(FileImport.id).desc()).limit(most))]


def get_import(session: Session, import_id: int) -> Report:
    """The report of an import.

    Raises:
        NotFound: There is none of this number.
    """
    row = numbered(session, FileImport, import_id, called="import")
    ensure_may(session, Action.SEE_DATA, row.project_id, called=f"import number {import_id}")
    return Report.from_json(row.report)


def list_origins(session: Session, project: ProjectView) -> list[str]:
    """The names of the files whose pairs a project has, by name."""
    ensure_may(session, Action.SEE_DATA, project.id)
    imports = select(FileImport.report).where(
        FileImport.project_id == project.id, FileImport.kind == DatasetKind.PREFERENCE
    )
    return sorted({name for report in session.exec(imports) for name in report.get("sources", [])})


def begin_import(session: Session, actor: PersonView, plan: ImportPlan) -> FileImport:
    """The row of an import before its pairs, which name it."""
    row = FileImport(
        project_id=plan.project.id,
        kind=plan.kind,
        name=excerpt(plan.name),
        rows=0,
        choices=0,
        report={},
        imported_by=actor.id,
    )
    session.add(row)
    session.flush()
    return row


def note_import(
    session: Session,
    actor: PersonView,
    plan: ImportPlan,
    row: FileImport,
    result: ImportResult,
    sources: Sequence[Source],
) -> None:
    """Note what was done, in the list of imports and in the audit log.

    Raises:
        NotAllowed: The actor may not import (any more).
        Conflict: The project is archived.
    """
    row.rows, row.choices, row.at = result.counts.rows, result.counts.choices, now()
    row.report = result.report.as_json() | {"sources": [source.name for source in sources]}
    session.add(row)
    told = {"file": row.name, "kind": plan.kind.value, "rows": row.rows, "gold": plan.gold}
    permit(session, actor, Action.IMPORT, f"project {plan.project.name}", plan.project.id, **told)
