"""Insert prompts and gold pairs; which inserter takes which rows, and how records become rows."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from core.datasets.formats import Wanted
from core.datasets.importing.insert_pairs import ExistingPair, Inserter, PairInserter, existing_pairs
from core.datasets.importing.insert_sets import SetInserter
from core.datasets.importing.plan import ImportCounts
from core.datasets.importing.repeats import fingerprint_of
from core.datasets.importing.spool import (
    BATCH,
    NO_COUNTS,
    PAIR_COLUMNS,
    AnswerSetRow,
    PairRow,
    PromptRow,
    pair_row,
    prompt_row,
)
from core.datasets.models import DatasetKind, Prompt
from core.datasets.records import AnswerSetRecord, PairRecord, Record
from core.db import insert_tuples
from core.labelling import Judgment, Pair, Pool, ProjectView
from core.labelling.judgments import standing
from core.labelling.queue import PairMove, move_pairs


class PromptInserter(Inserter):
    """Inserts prompts for one purpose, the kind of the import."""

    def insert(self, batch: list[PromptRow]) -> None:
        """See `Inserter`; a prompt that is there says nothing more."""
        known = set(
            self._session.exec(
                select(Prompt.content_hash).where(
                    Prompt.project_id == self._project.id,
                    Prompt.purpose == self._kind,
                    col(Prompt.content_hash).in_([row.content_hash for row in batch]),
                )
            )
        )
        fresh = [row for row in batch if row.content_hash not in known]
        same = self._came_with | {"purpose": self._kind}
        insert_tuples(self._session, Prompt, PromptRow._fields, fresh, same=same)
        self.counts += ImportCounts(rows=len(fresh), already_there=len(batch) - len(fresh))


_MAKE_GOLD = (
    update(Pair)
    .where(col(Pair.id) == bindparam("pair"))
    .values(pool=Pool.GOLD, gold=bindparam("answer"), gold_note=bindparam("why"))
)


class GoldInserter(PairInserter):
    """Inserts gold pairs: they stand in no queue, are no part of the coverage, and their answers no votes."""

    def insert(self, batch: list[PairRow]) -> None:
        """See `Inserter`; of the pairs that are there, the ones without answers become gold."""
        existing = existing_pairs(self._session, self._project, [row.content_hash for row in batch])
        fresh = [row for row in batch if row.content_hash not in existing]
        came = self._provenances.numbers_of(fresh)
        rows = [
            (*row[: len(PAIR_COLUMNS)], row.outcome, row.note, number)
            for row, number in zip(fresh, came, strict=True)
        ]
        same = NO_COUNTS | self._came_with | {"pool": Pool.GOLD}
        columns = (*PAIR_COLUMNS, "gold", "gold_note", "provenance_id")
        insert_tuples(self._session, Pair, columns, rows, same=same)
        self.counts += ImportCounts(rows=len(fresh))
        self._make_gold([(existing[row.content_hash], row) for row in batch if row.content_hash in existing])

    def _make_gold(self, there: list[tuple[ExistingPair, PairRow]]) -> None:
        gold = [(pair, row) for pair, row in there if pair.pool == Pool.GOLD]
        other = [(pair, row) for pair, row in there if pair.pool != Pool.GOLD]
        answered = self._answered([pair.pair_id for pair, _ in other])
        free = [(pair, row) for pair, row in other if pair.pair_id not in answered]
        if free:
            values = [{"pair": pair.pair_id, "answer": row.outcome, "why": row.note} for pair, row in free]
            self._session.connection().execute(_MAKE_GOLD, values)
            move_pairs(self._session, self._project, [PairMove(pair.pair_id) for pair, _ in free])
        self._coverage[0] -= len(free)
        self.counts += ImportCounts(
            rows=len(free),
            already_there=len(gold),
            contradictions=sum(pair.gold != row.outcome for pair, row in gold),
            judged=len(other) - len(free),
        )

    def _answered(self, pair_ids: list[int]) -> set[int]:
        """The pairs with an answer that stands, be it a skip."""
        query = select(Judgment.pair_id).where(col(Judgment.pair_id).in_(pair_ids), *standing(Judgment))
        return set(self._session.exec(query))


RowMaker = Callable[[str, str, Any], tuple[Any, ...]]
"""Makes a record of a file, with its fingerprint, ready for the database."""

INSERTERS: dict[Wanted, tuple[type[Inserter], Callable[[Iterable[Any]], Any]]] = {
    Wanted.PAIRS: (PairInserter, PairRow._make),
    Wanted.GOLD: (GoldInserter, PairRow._make),
    Wanted.PROMPTS: (PromptInserter, PromptRow._make),
    Wanted.ANSWER_SETS: (SetInserter, AnswerSetRow._make),
}
"""What inserts the rows that are wanted, and what makes one of the values that waited in a spool."""


def row_maker(project: ProjectView, wanted: Wanted) -> RowMaker:
    """How records are made ready."""
    seed = project.seed
    if wanted == Wanted.PROMPTS:
        return prompt_row
    if wanted == Wanted.ANSWER_SETS:
        return lambda origin, fingerprint, record: AnswerSetRow(fingerprint, origin, record)
    return lambda origin, fingerprint, record: pair_row(seed, origin, fingerprint, record)


def characters_of(record: Record) -> int:
    """How long the texts of a record are together."""
    if isinstance(record, PairRecord):
        return len(record.input_text) + len(record.candidate_0) + len(record.candidate_1)
    if isinstance(record, AnswerSetRecord):
        return len(record.input_text) * len(record.candidates) + sum(map(len, record.candidates))
    return len(record.input_text)


def new_inserter(
    session: Session, project: ProjectView, kind: DatasetKind, wanted: Wanted, import_id: int | None = None
) -> Inserter:
    """What inserts them, batch by batch; new pairs and prompts remember the import that they came with."""
    return INSERTERS[wanted][0](session, project, kind, import_id)


def insert_records(
    session: Session, project: ProjectView, kind: DatasetKind, records: Iterable[Record], *, origin: str
) -> ImportCounts:
    """Insert records that are known to be sound, such as those of the sample, in the caller's transaction."""
    wanted = Wanted.PAIRS if kind == DatasetKind.PREFERENCE else Wanted.PROMPTS
    row_of, inserter = row_maker(project, wanted), new_inserter(session, project, kind, wanted)
    rows: Iterator[Any] = (row_of(origin, fingerprint_of(record), record) for record in records)
    while batch := list(islice(rows, BATCH)):
        inserter.insert(batch)
    inserter.finish()
    return inserter.counts
