"""The prompts that rows of one kind must not share with those that are stored already."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlmodel import Session, col

from core.datasets.models import DatasetKind, Prompt
from core.labelling import Pair, Pool, ProjectView

FETCH = 1000
"""Rows a round trip; only their hashes are kept."""


def texts_kept_apart(session: Session, project: ProjectView, kind: DatasetKind) -> set[int]:
    """`hash` of each stored prompt that a row of this kind should not have, in this process only.

    A model is judged on evaluation prompts, so it should have been tuned neither on pairs with these prompts
    nor on practice prompts. For evaluation prompts this reads every pair of the project once.
    """
    if kind != DatasetKind.EVALUATION:
        return _hashes(session, [_prompts(project, DatasetKind.EVALUATION)])
    # The pairs that a ranking implies have its prompt, as the set's first pair has.
    pairs = select(col(Pair.input_text)).where(
        col(Pair.project_id) == project.id, col(Pair.pool) != Pool.IMPLIED
    )
    return _hashes(session, [pairs, _prompts(project, DatasetKind.PROMPT)])


def _prompts(project: ProjectView, purpose: DatasetKind) -> Select[str]:
    return select(col(Prompt.input_text)).where(
        col(Prompt.project_id) == project.id, col(Prompt.purpose) == purpose
    )


def _hashes(session: Session, queries: Iterable[Select[str]]) -> set[int]:
    found: set[int] = set()
    for query in queries:
        rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
        found.update(map(hash, rows.scalars()))
    return found
