"""Freeze a data set: write its rows once, hash them, store the objects, and keep a row that never changes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlmodel import Session, func, select

from core.access import Action, PersonView, check, permit
from core.datasets.card import CardMaker
from core.datasets.exports import FrozenRow, prompt_text
from core.datasets.freezing.label_pairs import TIES, left_out
from core.datasets.freezing.recipe import PreferenceRecipe, Recipe
from core.datasets.freezing.select_rows import select_rows
from core.datasets.models import Card, Dataset, DatasetKind, DatasetView
from core.datasets.parse_line import read_line
from core.datasets.scratch import HashedFile, room_for_files
from core.datasets.shared_prompts import PromptHashes, Shared, sets_across, shared_with_each
from core.db import Database, one_line
from core.errors import InvalidInput
from core.labelling import ProjectView, get_project
from core.labelling.model_labels import LabellerFigures, require_labellers
from core.progress import Progress, ShowProgress, Step
from core.storage import ObjectStore

LONGEST_TITLE = 120
TOLD_EVERY = 1000  # rows


@dataclass(frozen=True)
class _Frozen:
    """What came of the rows; ``beside`` are those that cannot be said in text."""

    rows: int
    beside: int
    counts: dict[str, int]
    card: CardMaker


def _refuse(actor: PersonView, project: ProjectView) -> None:
    """Refuse whoever may not freeze, and a project that is archived."""
    check(actor, Action.FREEZE, project.id)
    project.refuse_if_archived()


def freeze(
    db: Database,
    store: ObjectStore,
    actor: PersonView,
    project: ProjectView,
    recipe: Recipe,
    *,
    title: str = "",
    progress: ShowProgress | None = None,
) -> DatasetView:
    """Freeze what the recipe comes to now, as the next number of its kind.

    The rows are read in one consistent view, and the objects are stored before their row: a crash in between
    leaves objects that the same freeze finds again, never a row without its objects.

    Raises:
        InvalidInput: The recipe comes to no row at all (the message says why), or the title is unusable.
        NotAllowed: The actor may not freeze.
    """
    _refuse(actor, project)
    title = one_line(title, LONGEST_TITLE, called="title")
    with room_for_files(), closing(HashedFile()) as rows, closing(HashedFile(packed=True)) as evidence:
        with db.read() as session:
            counts: Counter[str] = Counter()
            found = select_rows(session, project, recipe, counts)
            written = _write((rows, evidence), found, counts, progress)
            across = sets_across(session, project.id, recipe.kind)
            names = recipe.model_labels if isinstance(recipe, PreferenceRecipe) else ()
            models = require_labellers(session, project.id, names) if names else []
        _refuse_empty(written, recipe)
        card = _card(written, rows, recipe, across, models)
        base = f"datasets/project-{project.id}/{recipe.kind.value}-{rows.sha256[:16]}"
        stored = store.put(f"{base}.jsonl", rows.file)
        beside = store.put(f"{base}-{evidence.sha256[:16]}.evidence.jsonl.gz", evidence.file)
    with db.write() as session:
        get_project(session, project.id)  # it may have been removed meanwhile
        row = Dataset(
            project_id=project.id,
            kind=recipe.kind,
            number=_next_number(session, project.id, recipe.kind),
            title=title,
            address=stored.address,
            size=stored.size,
            generation=stored.generation,
            crc32c=stored.crc32c or "",
            sha256=rows.sha256,
            evidence_address=beside.address,
            evidence_sha256=evidence.sha256,
            recipe=recipe.model_dump(mode="json"),
            created_by=actor.id,
            rows=written.rows,
            counts=written.counts,
            # Who and what for as they are now: both may change.
            card={**card, "made_by": actor.name, "project": project.name, "instruction": project.instruction},
        )
        details = {"kind": recipe.kind.value, "sha256": row.sha256}
        permit(session, actor, Action.FREEZE, f"project {project.name}", project.id, **details)
        session.add(row)
        session.flush()
        return DatasetView.of(row)


def _write(
    files: tuple[HashedFile, HashedFile],
    found: Iterator[FrozenRow],
    counts: Counter[str],
    progress: ShowProgress | None,
) -> _Frozen:
    """Write the rows and their evidence; ``counts`` fills while they are found."""
    rows, evidence = files
    card = CardMaker()
    written = 0
    beside = 0
    for one in found:
        if one.beside:
            evidence.write_json(one.evidence | {"row": one.row})
            beside += 1
            continue
        rows.write_json(one.row)
        evidence.write_json(one.evidence)
        card.see(one.row, one.evidence)
        written += 1
        if progress and written % TOLD_EVERY == 0:
            progress(Progress(Step.WRITING, written))
    rows.finish()
    evidence.finish()
    return _Frozen(written, beside, dict(counts), card)


def _card(
    written: _Frozen,
    rows: HashedFile,
    recipe: Recipe,
    across: list[DatasetView],
    models: list[LabellerFigures],
) -> Card:
    ties = left_out(written.counts, recipe).get(TIES, 0) if isinstance(recipe, PreferenceRecipe) else 0
    shared = _shared(rows, recipe.kind, across)
    return written.card.finish(ties_left_out=ties, shared=shared, models=models)


def _shared(rows: HashedFile, kind: DatasetKind, across: list[DatasetView]) -> list[Shared]:
    """What the rows just written share with sets of which they should have no prompt."""
    if not across:
        return []
    rows.file.seek(0)
    own = PromptHashes.of(prompt_text(read_line(line)) for line in rows.file)
    rows.file.seek(0)
    return list(shared_with_each(own, kind, across))


def _refuse_empty(written: _Frozen, recipe: Recipe) -> None:
    if written.rows or written.beside:
        return
    left_out = ", ".join(f"{number} {reason}" for reason, number in sorted(written.counts.items()))
    why = f"left out: {left_out}" if left_out else "nothing has been judged or imported for it yet"
    raise InvalidInput(f"This {recipe.kind.value} set would have no row ({why}); nothing was frozen.")


def _next_number(session: Session, project_id: int, kind: DatasetKind) -> int:
    query = select(func.max(Dataset.number)).where(Dataset.project_id == project_id, Dataset.kind == kind)
    return (session.exec(query).one() or 0) + 1
