"""The rows a recipe comes to, streamed in a stable order, with counts of what was left out and why."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlmodel import Session, col, select

from core.datasets.judged_pairs import FETCH
from core.datasets.label_pairs import labelled_pairs
from core.datasets.models import DatasetKind, Prompt
from core.datasets.recipe import Pool, PreferenceRecipe, PromptRecipe, Recipe
from core.datasets.records import preference_line, prompt_line
from core.datasets.split import held_out
from core.labelling import Pair, ProjectView
from core.labelling import Pool as PairPool
from core.labelling.hashing import content_hash


def select_rows(
    session: Session, project: ProjectView, recipe: Recipe, counts: Counter[str]
) -> Iterator[bytes]:
    """Yield the JSON lines of a set and count in ``counts`` what became of every candidate row."""
    if isinstance(recipe, PreferenceRecipe):
        return _preference_rows(session, project, recipe, counts)
    return _prompt_rows(session, project, recipe, counts)


def _preference_rows(
    session: Session, project: ProjectView, recipe: PreferenceRecipe, counts: Counter[str]
) -> Iterator[bytes]:
    for one in labelled_pairs(session, project, recipe, counts):
        pair, weight = one.pair, one.confidence if recipe.weights else None
        yield preference_line(pair.input_text, pair.candidate_0, pair.candidate_1, one.choice, weight)


def _prompt_rows(
    session: Session, project: ProjectView, recipe: PromptRecipe, counts: Counter[str]
) -> Iterator[bytes]:
    wanted = _wanted(session, project, recipe)
    seen: set[str] = set()
    for text in _texts(session, project, recipe.pool):
        fingerprint = content_hash(text)
        if fingerprint in seen:
            counts["repeated prompts"] += 1
        elif wanted is not None and fingerprint not in wanted:
            counts["in the other part"] += 1
        else:
            yield prompt_line(text)
        seen.add(fingerprint)


def _wanted(session: Session, project: ProjectView, recipe: PromptRecipe) -> set[str] | None:
    """Fingerprints of this part of the split; None without a split."""
    if recipe.evaluation_share is None:
        return None
    everything = [content_hash(text) for text in _texts(session, project, recipe.pool)]
    evaluation = held_out(everything, recipe.evaluation_share, recipe.seed)
    return evaluation if recipe.kind == DatasetKind.EVALUATION else set(everything) - evaluation


def _texts(session: Session, project: ProjectView, pool: Pool) -> Iterable[str]:
    if pool == Pool.PAIRS:
        query = (
            select(Pair.input_text)
            .where(Pair.project_id == project.id, Pair.pool != PairPool.IMPLIED)  # a set's post once
            .order_by(col(Pair.id))
        )
    else:
        purpose = DatasetKind.EVALUATION if pool == Pool.EVALUATION else DatasetKind.PROMPT
        query = (
            select(Prompt.input_text)
            .where(Prompt.project_id == project.id, Prompt.purpose == purpose)
            .order_by(col(Prompt.id))
        )
    return session.exec(query.execution_options(yield_per=FETCH))
