"""Export a frozen set to a folder or a bucket, hand it to a browser, and see after its copies."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from core.access import Action, PersonView, check, check_anew, permit
from core.datasets.delivery.objects import frozen_rows, open_dataset, verify_dataset
from core.datasets.delivery.push import ADD_ONLY, SPLITS, Parcel, Push, push_file
from core.datasets.exports import CARD, VERTEX, Export, data_card, exports_for, left_out_of, write_rows
from core.datasets.models import DatasetCopy, DatasetView
from core.datasets.reach import refuse_own_target
from core.datasets.scratch import SPOOL_BYTES, room_for_files
from core.db import Database
from core.errors import InvalidInput
from core.labelling import ProjectView, get_project
from core.progress import ShowProgress
from core.storage import HubAddress, StoredObject, open_store, parse_address


@dataclass(frozen=True)
class Form:
    """How a set is to be written.

    Attributes:
        metadata: Whether unknown fields of the imported rows go back to the top level of each row.
        margin: Whether each row says how far apart its answers are.

    Raises:
        InvalidInput: The format has no place for a margin.
    """

    format: Export = VERTEX
    metadata: bool = False
    margin: bool = False

    def __post_init__(self) -> None:
        """Refuse what no trainer could read."""
        if self.margin and not self.format.takes_margin:
            others = ", ".join(one.name for one in exports_for() if one.takes_margin)
            raise InvalidInput(
                f"The format {self.format.name} has no place for a margin; those that have one are: {others}."
            )

    @property
    def name(self) -> str:
        """As kept in the list of copies."""
        return " with ".join([self.format.name, *self._beside])

    def file_name(self, dataset: DatasetView) -> str:
        """A name for the file; the same set in the same form always has the same."""
        return dataset.stem + self.ending

    @property
    def ending(self) -> str:
        """How such a file's name ends, behind the set's."""
        return "".join(f".with-{one}" for one in self._beside) + self.format.suffix

    @property
    def _beside(self) -> list[str]:
        asked = {"metadata": self.metadata, "margin": self.margin}
        return [name for name, wanted in asked.items() if wanted]


AS_FROZEN = Form()
HUB = "hub"
"""The form in which rows go to a hub with a card beside them."""


@dataclass(frozen=True)
class Exported(StoredObject):
    """A set that was written somewhere; ``left_out`` counts rows that the format cannot say, by reason."""

    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Written:
    """A set in a form: the file, and what was left out of it."""

    file: BinaryIO
    left_out: dict[str, int]


def export_dataset(
    db: Database,
    actor: PersonView,
    dataset: DatasetView,
    target: str,
    *,
    form: Form = AS_FROZEN,
    push: Push = ADD_ONLY,
    progress: ShowProgress | None = None,
) -> Exported:
    """Write a frozen set below ``target``, a folder, an object prefix or a repository, under its own name.

    What arrived is compared by checksum with what was sent, and where it lies is noted with its generation.
    An upload that fails or is cancelled leaves no object, and may just be done again.

    Args:
        db: The database, for the list of copies and the audit row.
        actor: Who exports.
        dataset: The set.
        target: ``file://``, ``gs://`` or ``hf://`` address, or a local folder.
        form: The format.
        push: What may be done on a hub.
        progress: Called with the bytes copied; raising from it cancels and leaves nothing behind.

    Raises:
        Conflict: Another object stands under that name, or the frozen object has changed.
        InvalidInput: The set cannot be written in that format.
        NotAllowed: The actor may not export, or not to there.
        NotFound: There is no such repository.
    """
    with db.read() as session:
        check_anew(session, actor, Action.EXPORT, dataset.project_id)  # before any byte leaves the house
        project = get_project(session, dataset.project_id)
        refuse_own_target(session, actor, target)
    where = parse_address(target)
    if push.wish != ADD_ONLY.wish and not isinstance(where, HubAddress):
        raise InvalidInput(f"Only on a hub can a place be made or files be replaced; {target} is none.")
    with written(dataset, project, form) as made:
        if isinstance(where, HubAddress):
            stored = push_file(where, _parcel(dataset, project, form, made.file), push, progress)
        else:
            stored = open_store(target).put(form.file_name(dataset), made.file, progress=progress)
    with db.write() as session:
        told = {"target": stored.address}
        permit(session, actor, Action.EXPORT, f"data set {dataset.name}", dataset.project_id, **told)
        session.add(
            DatasetCopy(
                dataset_id=dataset.id,
                form=form.name,
                address=stored.address,
                size=stored.size,
                generation=stored.generation,
                crc32c=stored.crc32c or "",
                made_by=actor.id,
            )
        )
    return Exported(**vars(stored), left_out=made.left_out)


def _parcel(dataset: DatasetView, project: ProjectView, form: Form, file: BinaryIO) -> Parcel:
    split = SPLITS[dataset.kind] if form.format.name == HUB else ""
    title = f"Data set {dataset.name}"
    return Parcel(file, form.file_name(dataset), split, title, partial(card_of, dataset, project))


def download_dataset(db: Database, actor: PersonView, dataset: DatasetView, form: Form = AS_FROZEN) -> bytes:
    """The whole set for a browser, checked against its hash.

    Raises:
        Conflict: The frozen object has changed.
        InvalidInput: The set cannot be written in that format.
        NotAllowed: The actor may not export.
    """
    check(actor, Action.EXPORT, dataset.project_id)
    project = db.ask(get_project, dataset.project_id)
    with written(dataset, project, form) as made:
        content = made.file.read()
    with db.write() as session:
        told = {"target": f"download {form.name}"}
        permit(session, actor, Action.EXPORT, f"data set {dataset.name}", dataset.project_id, **told)
    return content


def card_of(dataset: DatasetView, project: ProjectView, licence: str | None = None) -> str:
    """The data card, with the project as it was when the set was frozen."""
    then = {"project": project.name, "instruction": project.instruction} | dataset.card
    return data_card(dataset, then["project"], instruction=then["instruction"], licence=licence)


@contextmanager
def written(dataset: DatasetView, project: ProjectView, form: Form) -> Iterator[_Written]:
    """The set in a form, to be read from its beginning, and what was left out.

    Raises:
        Conflict: The frozen object has changed.
        InvalidInput: The set cannot be written in that format.
    """
    possible = exports_for(dataset.kind)
    if form.format not in possible:
        raise InvalidInput(
            f"A set of kind {dataset.kind.value} cannot be written as {form.format.title}; "
            f"possible are: {', '.join(one.name for one in possible)}."
        )
    if form == AS_FROZEN:
        verify_dataset(dataset)
        with open_dataset(dataset) as file:
            yield _Written(file, left_out_of(dataset.counts))
        return
    with room_for_files(), SpooledTemporaryFile(max_size=SPOOL_BYTES) as spooled:
        file = cast("BinaryIO", spooled)
        left_out: Counter[str] = Counter()
        if form.format is CARD:
            file.write(card_of(dataset, project).encode())
        else:
            beside = {"metadata": form.metadata, "margin": form.margin}
            write_rows(form.format, frozen_rows(dataset), file, **beside, left_out=left_out)
        file.seek(0)
        yield _Written(file, dict(left_out))
