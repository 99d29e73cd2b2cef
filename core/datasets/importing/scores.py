"""Scores and ranks that came with sets of answers, as a ranking and the judgments it implies."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from core.datasets.importing.annotators import Annotators
from core.datasets.importing.choices import insert_choices, judgment_id, move_of
from core.datasets.importing.taken import Taken
from core.datasets.records import AnswerSetRecord
from core.labelling import Judgment, Outcome, Pair, ProjectView
from core.labelling.queue.priority import move_pairs

COLUMNS = ("id", "pair_id", "person_id", "outcome", "surplus", "about", "ranking", "ranking_id")
_PAIRS = select(  # type: ignore[call-overload] # SQLModel knows four columns at most
    col(Pair.id), col(Pair.answer_set_id), col(Pair.place_0), col(Pair.place_1), col(Pair.judgment_count)
)

ScoredSet = tuple[int, AnswerSetRecord]
"""The number of a stored set, and a row with scores of its answers."""


def add_scores(
    session: Session,
    project: ProjectView,
    scored: Sequence[ScoredSet],
    annotators: Annotators,
    coverage: Counter[int],
) -> Taken:
    """Store scores as rankings, one an annotator and set; what an earlier import said stays.

    Answers with equal scores tie: each pair of them is judged a tie, and in the ranking the earlier answer
    comes first.
    """
    if not scored:
        return Taken()
    pairs = _pairs_of(session, [number for number, _ in scored])
    given = {}
    for number, record in scored:
        person = annotators.number_of(record.annotator)
        given[judgment_id(pairs[number][0].id, person)] = (pairs[number], record, person)
    known = _known(session, given)
    counts = {pair.id: pair.judgment_count for of_set in pairs.values() for pair in of_set}
    fresh: list[tuple[Any, ...]] = []
    for ranking_id, ranking in given.items():
        if ranking_id not in known:
            fresh += _judgments(*ranking, counts, needed=project.judgments_per_pair)
            _cover(coverage, ranking[0], counts)
    insert_choices(session, project, fresh, columns=COLUMNS)
    move_pairs(session, project, [move_of(row) for row in fresh])
    return Taken(
        choices=len(given) - len(known),
        contradictions=sum(_said(*given[one][:2]) != said for one, said in known.items()),
    )


def _known(session: Session, rankings: Collection[str]) -> dict[str, dict[int, Outcome]]:
    """Of these rankings those that are stored, with what they say of each pair."""
    query = select(Judgment.ranking_id, Judgment.pair_id, Judgment.outcome).where(
        col(Judgment.ranking_id).in_(rankings)
    )
    said: dict[str, dict[int, Outcome]] = {}
    for ranking_id, pair_id, judged in session.exec(query):
        said.setdefault(ranking_id or "", {})[pair_id] = Outcome(judged)
    return said


def _said(pairs: list[Row[Any]], record: AnswerSetRecord) -> dict[int, Outcome]:
    """What scores say of each pair."""
    scores = record.scores or ()
    return {pair.id: _outcome(scores[pair.place_0], scores[pair.place_1]) for pair in pairs}


def _pairs_of(session: Session, sets: list[int]) -> dict[int, list[Row[Any]]]:
    """The pairs of each set, the one that stands for it first; nobody else may change them meanwhile."""
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
            record.about_choice or None if stands else None,
            _ranking(record) if stands else None,
            number,
        )
        for pair in pairs
        for stands in (pair is pairs[0],)
    ]


def _cover(coverage: Counter[int], pairs: list[Row[Any]], counts: dict[int, int]) -> None:
    """One more judgment on each pair of a set."""
    for pair in pairs:
        coverage[counts[pair.id]] -= 1
        counts[pair.id] += 1
        coverage[counts[pair.id]] += 1


def _outcome(score_0: float, score_1: float) -> Outcome:
    if score_0 == score_1:
        return Outcome.TIE
    return Outcome.CANDIDATE_0 if score_0 > score_1 else Outcome.CANDIDATE_1
