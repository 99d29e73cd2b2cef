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
from core.db import numbered
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


def note_import(
    session: Session,
    actor: PersonView,
    plan: ImportPlan,
    report: Report,
    counts: ImportCounts,
    sources: Sequence[Source],
) -> None:
    """Note what was done, in the list of imports and in the audit log.

    Raises:
        NotAllowed: The actor may not import (any more).
    """
    name = excerpt(plan.name)
    session.add(
        FileImport(
            project_id=plan.project.id,
            kind=plan.kind,
            name=name,
            rows=counts.rows,
            choices=counts.choices,
            report=report.as_json() | {"sources": [source.name for source in sources]},
            imported_by=actor.id,
        )
    )
    told = {"file": name, "kind": plan.kind.value, "rows": counts.rows, "gold": plan.gold}
    permit(session, actor, Action.IMPORT, f"project {plan.project.name}", plan.project.id, **told)
