"""The rows a recipe comes to, streamed in a stable order, with counts of what was left out and why."""

from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session

from core.datasets.exports import FrozenRow
from core.datasets.exports.left_out import why_not_vertex
from core.datasets.freezing.groups import held_out_texts, prompts_of
from core.datasets.freezing.label_pairs import LabelledPair, labelled_pairs
from core.datasets.freezing.recipe import Part, Pool, PreferenceRecipe, PromptRecipe, Recipe
from core.datasets.freezing.rows import preference_row, prompt_row
from core.datasets.likeness import likeness_mark
from core.datasets.models import DatasetKind
from core.labelling import ProjectView
from core.labelling.hashing import content_hash, draw

OTHER_PART = "in the other part"
REPEATED = "repeated prompts"
SEEN = "also posts of pairs"


def select_rows(
    session: Session, project: ProjectView, recipe: Recipe, counts: Counter[str]
) -> Iterator[FrozenRow]:
    """Yield the rows of a set and count in ``counts`` what became of every candidate row."""
    if isinstance(recipe, PreferenceRecipe):
        return _preference_rows(session, project, recipe, counts)
    return _prompt_rows(session, project, recipe, counts)


def _preference_rows(
    session: Session, project: ProjectView, recipe: PreferenceRecipe, counts: Counter[str]
) -> Iterator[FrozenRow]:
    elsewhere = _held_out(session, project, recipe, Pool.PAIRS)
    for one in labelled_pairs(session, project, recipe, counts):
        if elsewhere is not None:
            held_out = content_hash(one.judged.pair.input_text) in elsewhere
            if held_out != (recipe.part == Part.HELD_OUT):
                counts[OTHER_PART] += 1
                continue
        flip = _flips(one, recipe)
        row = preference_row(one, flip=flip, weighted=recipe.weights)
        reason = why_not_vertex(row)
        row.beside = reason is not None
        counts[reason or f"prefers candidate_{one.choice ^ flip}"] += 1
        yield row


def _flips(one: LabelledPair, recipe: PreferenceRecipe) -> bool:
    """Whether the candidates change places."""
    pair = one.judged.pair
    if recipe.balance:
        return draw("balance", recipe.seed, pair.content_hash, bits=1) != one.choice
    if pair.answer_set_id is not None:  # the order of answers in a set says nothing
        return draw("order", recipe.seed, pair.content_hash, bits=1) == 1
    return False


def _prompt_rows(
    session: Session, project: ProjectView, recipe: PromptRecipe, counts: Counter[str]
) -> Iterator[FrozenRow]:
    held_out = _held_out(session, project, recipe, recipe.pool)
    wants_held_out = recipe.kind == DatasetKind.EVALUATION
    seen = _posts(session, project) if recipe.unseen else set()
    taken: set[str] = set()
    for prompt in prompts_of(session, project, recipe.pool):
        mark = content_hash(prompt.input_text)
        if mark in taken:
            counts[REPEATED] += 1
        elif seen and likeness_mark(prompt.input_text) in seen:
            counts[SEEN] += 1
        elif held_out is not None and (mark in held_out) != wants_held_out:
            counts[OTHER_PART] += 1
        else:
            row = prompt_row(prompt)
            reason = why_not_vertex(row)
            if reason:
                row.beside = True
                counts[reason] += 1
            yield row
        taken.add(mark)


def _held_out(session: Session, project: ProjectView, recipe: Recipe, pool: Pool) -> set[str] | None:
    """The fingerprints of the texts of the evaluation part; None without a split."""
    if recipe.evaluation_share is None:
        return None
    return held_out_texts(
        session, project, pool, share=recipe.evaluation_share, seed=recipe.seed, group_by=recipe.group_by
    )


def _posts(session: Session, project: ProjectView) -> set[bytes]:
    """Fingerprints of the posts of all pairs, but for case and blanks; texts would not fit into memory."""
    return {likeness_mark(prompt.input_text) for prompt in prompts_of(session, project, Pool.PAIRS)}
