"""The pairs that may go into a preference set, with the judgments on them that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, String, select, type_coerce
from sqlmodel import Session, col, exists, or_

from core.access import Action, Person, PersonView, ensure_may, views_of
from core.db import MomentText
from core.labelling import COUNTING, Judgment, Outcome, Pair, Pool, ProjectView, Purpose
from core.labelling.judgments import standing
from core.labelling.model_labels import ModelLabel, ModelLabeller, require_labellers

FETCH = 250  # long rows must not fill the memory
# Enumerations are left as the text they are stored as: making members of them would take as long as the rest.
_PAIR = (
    col(Pair.id),
    col(Pair.content_hash),
    col(Pair.input_text),
    col(Pair.candidate_0),
    col(Pair.candidate_1),
    col(Pair.source_0),
    col(Pair.source_1),
    type_coerce(col(Pair.pool), String),
    col(Pair.gold),
    col(Pair.settled),
    col(Pair.answer_set_id),
    col(Pair.origin),
    col(Pair.line),
    col(Pair.extra),
    col(Pair.conversation),
    col(Pair.judgment_count),
    col(Pair.left_out),
)
_VOTE = (
    col(Judgment.pair_id),
    col(Judgment.person_id),
    type_coerce(col(Judgment.outcome), String),
    col(Judgment.strength),
    col(Judgment.confidence),
    type_coerce(col(Judgment.purpose), String),
    type_coerce(col(Judgment.answered_at), MomentText),
    type_coerce(col(Judgment.received_at), MomentText),
    col(Judgment.rationale),
    col(Judgment.ranking_id),
    col(Judgment.about),
)
_LABEL = (
    col(ModelLabel.pair_id),
    col(ModelLabeller.name),
    col(ModelLabeller.model),
    type_coerce(col(ModelLabel.outcome), String),
    type_coerce(col(ModelLabel.straight), String),
    type_coerce(col(ModelLabel.swapped), String),
    col(ModelLabel.reasons),
    col(ModelLabel.reasons_swapped),
    type_coerce(col(ModelLabel.at), MomentText),
)
# Judgments that speak of the pair; a re-test and a qualification tell something about the person.
_COUNTING: tuple[ColumnElement[bool], ...] = (
    *standing(Judgment),
    col(Judgment.outcome).in_(COUNTING),
    col(Judgment.is_retest).is_(False),
    col(Judgment.purpose) != Purpose.QUALIFICATION,
)

GOLD = Pool.GOLD.value
OUTCOMES = {outcome.value: outcome for outcome in Outcome}

StoredRow = Row[*tuple[Any, ...]]
"""The columns of a pair, or those of a judgment, under the names of the tables."""


@dataclass(slots=True)
class JudgedPair:
    """What is stored of a pair, what is known of its answer, and the judgments that count, oldest first.

    Attributes:
        known: What an adjudicator has settled, else the right answer of a gold pair.
        labels: What models say of a pair that nobody has judged, where they were asked for.
    """

    pair: StoredRow
    known: Outcome | None
    judgments: tuple[StoredRow, ...]
    labels: tuple[StoredRow, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the judgments say."""
        return tuple([OUTCOMES[judgment.outcome] for judgment in self.judgments])


def judged_pairs(
    session: Session,
    project: ProjectView,
    people: tuple[int, ...],
    origins: tuple[str, ...] = (),
    models: tuple[str, ...] = (),
) -> Iterator[JudgedPair]:
    """Every pair that was judged, settled or is gold, in the order of import.

    Pairs, judgments and models' labels are streams in the order of the pairs: joined, each would bring the
    texts along.

    Args:
        session: A unit of work.
        project: Whose pairs.
        people: Whose judgments; empty takes everybody's. Pairs that only others have judged come with none.
        origins: Only pairs that came with these files; empty takes all.
        models: Names of models' labels; pairs that only these have labelled come as well.

    Raises:
        InvalidInput: There are no labels of such a name.
    """
    wanted = or_(col(Pair.judgment_count) > 0, col(Pair.settled).is_not(None), col(Pair.pool) == Pool.GOLD)
    if models:
        require_labellers(session, project.id, models)
        wanted = or_(wanted, exists().where(*_labelled_by(project, models), _LABEL[0] == col(Pair.id)))
    pairs = select(*_PAIR).where(col(Pair.project_id) == project.id, wanted).order_by(col(Pair.id))
    if origins:
        pairs = pairs.where(col(Pair.origin).in_(origins))
    votes, labels = _Beside(_votes(session, project, people)), _Beside(_labels(session, project, models))
    for pair in session.connection().execute(pairs, execution_options={"yield_per": FETCH}):
        known = pair.settled or (pair.gold if pair.pool == GOLD else None)
        judged = pair.judgment_count > 0 or known is not None
        yield JudgedPair(pair, known, votes.of(pair.id), () if judged else labels.of(pair.id))


class _Beside:
    """A stream of what belongs to pairs, read along with theirs."""

    def __init__(self, rows: Iterator[tuple[int, tuple[StoredRow, ...]]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, pair_id: int) -> tuple[StoredRow, ...]:
        """What belongs to this pair, which comes after those that were asked for."""
        while self._next is not None and self._next[0] < pair_id:
            self._next = next(self._rows, None)
        return self._next[1] if self._next is not None and self._next[0] == pair_id else ()


def list_judges(session: Session, project: ProjectView) -> list[PersonView]:
    """Everybody whose judgments may go into a set of this project, by name."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    mine = (col(Judgment.project_id) == project.id, col(Judgment.person_id) == col(Person.id))
    query = select(Person).where(exists().where(*mine, *_COUNTING)).order_by(Person.name)
    return views_of(session, session.scalars(query).all())


def _votes(
    session: Session, project: ProjectView, people: tuple[int, ...]
) -> Iterator[tuple[int, tuple[StoredRow, ...]]]:
    query = (
        select(*_VOTE)
        .where(col(Judgment.project_id) == project.id, *_COUNTING)
        .order_by(col(Judgment.pair_id), col(Judgment.received_at), col(Judgment.id))
    )
    if people:
        query = query.where(col(Judgment.person_id).in_(people))
    rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
    for pair_id, given in groupby(rows, key=itemgetter(0)):
        yield pair_id, tuple(given)


def _labels(
    session: Session, project: ProjectView, models: tuple[str, ...]
) -> Iterator[tuple[int, tuple[StoredRow, ...]]]:
    """The labels with an outcome under these names; none at all where no name is given."""
    if not models:
        return
    query = select(*_LABEL).where(*_labelled_by(project, models)).order_by(_LABEL[0], _LABEL[1])
    rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
    for pair_id, given in groupby(rows, key=itemgetter(0)):
        yield pair_id, tuple(given)


def _labelled_by(project: ProjectView, models: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ModelLabel.labeller_id) == col(ModelLabeller.id),
        col(ModelLabeller.project_id) == project.id,
        col(ModelLabeller.name).in_(models),
        col(ModelLabel.outcome).is_not(None),
    )
