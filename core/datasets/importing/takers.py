"""Which taker takes which records, and how records are made ready for it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlmodel import Session

from core.datasets.formats import Wanted
from core.datasets.importing.fingerprints import fingerprint_of
from core.datasets.importing.spool import BATCH, Spool
from core.datasets.importing.staged import StagedPair, StagedPrompt, StagedSet, staged_pair, staged_prompt
from core.datasets.importing.take_gold import GoldTaker
from core.datasets.importing.take_pairs import PairTaker
from core.datasets.importing.take_prompts import PromptTaker
from core.datasets.importing.take_sets import SetTaker
from core.datasets.importing.taken import Taken
from core.datasets.models import DatasetKind
from core.datasets.records import AnswerSetRecord, PairRecord, Record
from core.labelling import ProjectView

Taker = PairTaker | GoldTaker | SetTaker | PromptTaker
Stager = Callable[[str, str, Any], tuple[Any, ...]]
"""Makes a record of a file, with its fingerprint, ready for the database."""

STAGED: dict[Wanted, type[StagedPair | StagedPrompt | StagedSet]] = {
    Wanted.PAIRS: StagedPair,
    Wanted.GOLD: StagedPair,
    Wanted.PROMPTS: StagedPrompt,
    Wanted.ANSWER_SETS: StagedSet,
}


def new_spool(wanted: Wanted) -> Spool[Any]:
    """Where rows wait that are ready."""
    return Spool(STAGED[wanted]._make)


def stager(project: ProjectView, wanted: Wanted) -> Stager:
    """How records are made ready."""
    seed = project.seed
    if wanted == Wanted.PROMPTS:
        return staged_prompt
    if wanted == Wanted.ANSWER_SETS:
        return lambda origin, fingerprint, record: StagedSet(fingerprint, origin, record)
    return lambda origin, fingerprint, record: staged_pair(seed, origin, fingerprint, record)


def characters_of(record: Record) -> int:
    """How long the texts of a record are together."""
    if isinstance(record, PairRecord):
        return len(record.input_text) + len(record.candidate_0) + len(record.candidate_1)
    if isinstance(record, AnswerSetRecord):
        return len(record.input_text) * len(record.candidates) + sum(map(len, record.candidates))
    return len(record.input_text)


def new_taker(session: Session, project: ProjectView, kind: DatasetKind, wanted: Wanted) -> Taker:
    """What takes them, batch by batch."""
    if wanted == Wanted.PROMPTS:
        return PromptTaker(session, project, kind)
    takers: dict[Wanted, type[PairTaker | GoldTaker | SetTaker]] = {
        Wanted.PAIRS: PairTaker,
        Wanted.GOLD: GoldTaker,
        Wanted.ANSWER_SETS: SetTaker,
    }
    return takers[wanted](session, project)


def take_records(
    session: Session, project: ProjectView, kind: DatasetKind, records: Iterable[Record], *, origin: str
) -> Taken:
    """Take records that are known to be sound, such as those of the sample, in the caller's unit of work."""
    wanted = Wanted.PAIRS if kind == DatasetKind.PREFERENCE else Wanted.PROMPTS
    staged, taker = stager(project, wanted), new_taker(session, project, kind, wanted)
    rows: Iterator[Any] = (staged(origin, fingerprint_of(record), record) for record in records)
    while batch := list(islice(rows, BATCH)):
        taker.take(batch)
    taker.finish()
    return taker.taken
