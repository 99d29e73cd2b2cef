"""Insert sets of answers to be ranked, the pairs that each implies, and the scores that came with them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from core.datasets.importing.insert_pairs import Inserter
from core.datasets.importing.judgments import insert_choices, judgment_id, move_of
from core.datasets.importing.plan import ImportCounts
from core.datasets.importing.spool import NO_COUNTS, PAIR_COLUMNS, AnswerSetRow, implied_pairs
from core.datasets.records import AnswerSetRecord
from core.db import insert_tuples
from core.labelling import AnswerSet, Judgment, Outcome, Pair, Pool
from core.labelling.queue import move_pairs

AT_ONCE = 200
"""Sets a statement; nine answers make 36 pairs."""
PLACES = ("provenance_id", "pool", "priority", "answer_set_id", "place_0", "place_1")


class SetInserter(Inserter):
    """Inserts sets of answers, each with a pair for each two of them.

    Scores are stored as rankings, one an annotator and set; what an earlier import said stays. Answers with
    equal scores tie: each pair of them is judged a tie, and in the ranking the earlier answer comes first.
    """

    def insert(self, batch: list[AnswerSetRow]) -> None:
        """See `Inserter`; the scores of sets that are there are added to them."""
        for begin in range(0, len(batch), AT_ONCE):
            self._insert_sets(batch[begin : begin + AT_ONCE])

    def _insert_sets(self, batch: Sequence[AnswerSetRow]) -> None:
        known = self._existing(batch)
        fresh = list({row.content_hash: row for row in batch if row.content_hash not in known}.values())
        sets = [(row.content_hash, row.record.input_text, list(row.record.candidates)) for row in fresh]
        same = {"project_id": self._project.id}
        insert_tuples(self._session, AnswerSet, ("content_hash", "input_text", "answers"), sets, same=same)
        numbers = known | self._existing(fresh)
        self._insert_pairs(fresh, numbers)
        old = [row for row in batch if row.content_hash in known]
        of_new = self._score([row for row in batch if row.content_hash not in known], numbers)
        of_old = self._score(old, numbers)
        self.counts += (
            of_new + of_old + ImportCounts(rows=len(fresh), already_there=len(old) - of_old.choices)
        )

    def _score(self, rows: Sequence[AnswerSetRow], numbers: dict[str, int]) -> ImportCounts:
        scored = [(numbers[row.content_hash], row.record) for row in rows if row.record.scores]
        pairs = _pairs_of(self._session, [number for number, _ in scored])
        given = {}
        for number, record in scored:
            person = self._annotators.number_of(record.annotator)
            given[judgment_id(pairs[number][0].id, person)] = (pairs[number], record, person)
        said = _said(self._session, given)
        counts = {pair.id: pair.judgment_count for of_set in pairs.values() for pair in of_set}
        fresh: list[tuple[Any, ...]] = []
        for ranking_id, ranking in given.items():
            if ranking_id not in said:
                fresh += _judgments(*ranking, counts, needed=self._project.judgments_per_pair)
                self._cover(ranking[0], counts)
        insert_choices(self._session, self._project, fresh, columns=COLUMNS)
        move_pairs(self._session, self._project, [move_of(row) for row in fresh])
        return ImportCounts(
            choices=len(given) - len(said),
            contradictions=sum(_outcomes(*given[one][:2]) != earlier for one, earlier in said.items()),
        )

    def _cover(self, pairs: list[Row[Any]], counts: dict[int, int]) -> None:
        """One more judgment on each pair of a set."""
        for pair in pairs:
            self._coverage[counts[pair.id]] -= 1
            counts[pair.id] += 1
            self._coverage[counts[pair.id]] += 1

    def _existing(self, batch: Sequence[AnswerSetRow]) -> dict[str, int]:
        query = select(col(AnswerSet.content_hash), col(AnswerSet.id)).where(
            col(AnswerSet.project_id) == self._project.id,
            col(AnswerSet.content_hash).in_([row.content_hash for row in batch]),
        )
        return {fingerprint: number or 0 for fingerprint, number in self._session.exec(query)}

    def _insert_pairs(self, fresh: list[AnswerSetRow], numbers: dict[str, int]) -> None:
        """The first pair of a set stands for it in the queue; the others are answered with it."""
        implied = [(row, *one) for row in fresh for one in implied_pairs(self._project.seed, row)]
        came = self._provenances.numbers_of(pair for *_, pair in implied)
        rows: list[tuple[Any, ...]] = []
        for (row, first, second, pair), number in zip(implied, came, strict=True):
            place = (Pool.REGULAR, 0) if (first, second) == (0, 1) else (Pool.IMPLIED, None)
            of_set = numbers[row.content_hash], first, second
            rows.append((*pair[: len(PAIR_COLUMNS)], number, *place, *of_set))
        same = NO_COUNTS | self._came_with
        insert_tuples(self._session, Pair, (*PAIR_COLUMNS, *PLACES), rows, same=same)
        self._coverage[0] += len(rows)


COLUMNS = ("id", "pair_id", "person_id", "outcome", "surplus", "about", "ranking", "ranking_id")
_PAIRS = select(  # type: ignore[call-overload] # SQLModel knows four columns at most
    col(Pair.id), col(Pair.answer_set_id), col(Pair.place_0), col(Pair.place_1), col(Pair.judgment_count)
)


def _said(session: Session, rankings: Collection[str]) -> dict[str, dict[int, Outcome]]:
    """Of these rankings those that are stored, with what they say of each pair."""
    if not rankings:
        return {}
    query = select(Judgment.ranking_id, Judgment.pair_id, Judgment.outcome).where(
        col(Judgment.ranking_id).in_(rankings)
    )
    said: dict[str, dict[int, Outcome]] = {}
    for ranking_id, pair_id, judged in session.exec(query):
        said.setdefault(ranking_id or "", {})[pair_id] = Outcome(judged)
    return said


def _outcomes(pairs: list[Row[Any]], record: AnswerSetRecord) -> dict[int, Outcome]:
    """What scores say of each pair."""
    scores = record.scores or ()
    return {pair.id: _outcome(scores[pair.place_0], scores[pair.place_1]) for pair in pairs}


def _pairs_of(session: Session, sets: list[int]) -> dict[int, list[Row[Any]]]:
    """The pairs of each set, the one that stands for it first; nobody else may change them meanwhile."""
    if not sets:
        return {}
    query = _PAIRS.where(col(Pair.answer_set_id).in_(sets)).order_by(col(Pair.id))
    pairs: dict[int, list[Row[Any]]] = {}
    for pair in session.connection().execute(query.with_for_update(key_share=True)):
        pairs.setdefault(pair.answer_set_id, []).append(pair)
    return pairs


def _ranking(record: AnswerSetRecord) -> list[int]:
    """Places of the answers, best first."""
    scores = record.scores or ()
    return sorted(range(len(scores)), key=lambda place: (-scores[place], place))


def _judgments(
    pairs: list[Row[Any]], record: AnswerSetRecord, person_id: int, counts: dict[int, int], *, needed: int
) -> list[tuple[Any, ...]]:
    scores = record.scores or ()
    number = judgment_id(pairs[0].id, person_id)
    return [
        (
            judgment_id(pair.id, person_id),
            pair.id,
            person_id,
            _outcome(scores[pair.place_0], scores[pair.place_1]),
            counts[pair.id] >= needed,
            record.about_choice or None if place == 0 else None,
            _ranking(record) if place == 0 else None,
            number,
        )
        for place, pair in enumerate(pairs)
    ]


def _outcome(score_0: float, score_1: float) -> Outcome:
    if score_0 == score_1:
        return Outcome.TIE
    return Outcome.CANDIDATE_0 if score_0 > score_1 else Outcome.CANDIDATE_1
