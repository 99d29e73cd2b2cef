"""The rows a recipe comes to, streamed in a stable order, with counts of what was left out and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from sqlmodel import Session

from core.access import Action, ensure_may
from core.datasets.exports import Evidence, FrozenRow, GivenJudgment, why_not_vertex
from core.datasets.freezing.judged_pairs import StoredRow
from core.datasets.freezing.label_pairs import LEFT_OUT_BY_HAND, LabelledPair, labelled_pairs, left_out
from core.datasets.freezing.recipe import Part, PreferenceRecipe, PromptPool, PromptRecipe, Recipe
from core.datasets.freezing.split import held_out_texts, prompts_of
from core.datasets.models import DatasetKind
from core.datasets.shared_prompts import normalised_hash
from core.labelling import ProjectView, Purpose
from core.labelling.hashing import content_hash, draw

Json = dict[str, Any]
FLIPPED = {"candidate_0": "candidate_1", "candidate_1": "candidate_0"}
IMPORTED = Purpose.IMPORTED.value
NOTHING_MORE = (None, None, None, None, None)


def preference_row(one: LabelledPair, *, flip: bool, weighted: bool) -> FrozenRow:
    """The row of a pair; ``flip`` lets the candidates change places, with all that is said of them."""
    pair = one.judged.pair
    conversation = pair.conversation
    candidates = pair.candidate_0, pair.candidate_1
    if conversation is None or not written_for_vertex(conversation):
        row: Json = {"input_text": pair.input_text}
    else:
        row = _dialogue(conversation)
        candidates = (
            conversation.get("candidate_0", candidates[0]),
            conversation.get("candidate_1", candidates[1]),
        )
    row["candidate_0"], row["candidate_1"] = reversed(candidates) if flip else candidates
    row["choice"] = one.choice ^ flip
    if weighted:
        row["weight"] = one.confidence
    return FrozenRow(row, _evidence(one, flip=flip))


def prompt_row(prompt: StoredRow) -> FrozenRow:
    """The row of a prompt."""
    known = {"origin": prompt.origin, "line": prompt.line}
    evidence = cast("Evidence", _filled(**known, metadata=prompt.extra, conversation=prompt.conversation))
    if prompt.conversation is not None and written_for_vertex(prompt.conversation):
        return FrozenRow(_dialogue(prompt.conversation), evidence)
    return FrozenRow({"input_text": prompt.input_text}, evidence)


def written_for_vertex(conversation: Json) -> bool:
    """Whether a dialogue came as Vertex writes one (messages with an author) and so can go out as it came."""
    messages = conversation.get("prompt")
    return isinstance(messages, list) and all("author" in message for message in messages)


def _dialogue(conversation: Json) -> Json:
    """A prompt as Vertex writes dialogues."""
    context = {"context": conversation["context"]} if "context" in conversation else {}
    return {**context, "messages": conversation["prompt"]}


def _evidence(one: LabelledPair, *, flip: bool) -> Evidence:
    pair = one.judged.pair
    sources = (pair.source_1, pair.source_0) if flip else (pair.source_0, pair.source_1)
    evidence: Evidence = {
        "pair": pair.content_hash,
        "origin": pair.origin,
        "line": pair.line,
        "source_0": sources[0],
        "source_1": sources[1],
        "confidence": one.confidence,
        "decided_by": one.decided_by,
        "judgments": [_judgment(judgment, flip=flip) for judgment in one.judged.judgments],
    }
    if one.judged.labels:
        evidence["annotator_kind"] = "model"
        evidence["model_labels"] = [_model_label(label, flip=flip) for label in one.judged.labels]
    if flip:
        evidence["flipped"] = True
    if pair.extra is not None:
        evidence["metadata"] = pair.extra
    if pair.conversation is not None:
        evidence["conversation"] = _conversation(pair.conversation, flip=flip)
    return evidence


def _conversation(conversation: Json, *, flip: bool) -> Json:
    if not flip:
        return conversation
    return {FLIPPED.get(name, name): messages for name, messages in conversation.items()}


def _judgment(judgment: StoredRow, *, flip: bool) -> GivenJudgment:
    """What is told of a judgment; of one that came with a file nobody knows when it was made."""
    _, person_id, outcome, strength, confidence, purpose, answered_at, received_at, *rest = judgment
    given: GivenJudgment = {
        "annotator": person_id,
        "outcome": FLIPPED.get(outcome, outcome) if flip else outcome,
        "purpose": purpose,
    }
    if purpose == IMPORTED:
        given["imported_at"] = received_at
    else:
        given["answered_at"], given["received_at"] = answered_at, received_at
    rationale, ranking_id, about = rest
    if (strength, confidence, rationale, ranking_id, about) != NOTHING_MORE:
        rarer = {"strength": strength, "confidence": confidence, "rationale": rationale}
        rarer |= {"from_ranking": True if ranking_id is not None else None, "about": about}
        given |= cast("GivenJudgment", _filled(**rarer))
    return given


def _model_label(label: StoredRow, *, flip: bool) -> Json:
    """What a model said, in both orders, as the row stands."""
    _, name, model, *outcomes, reasons, reasons_swapped, at = label
    turned = [FLIPPED.get(one, one) if flip else one for one in outcomes]
    return {
        "name": name,
        "model": model,
        "outcome": turned[0],
        "in_both_orders": turned[1:],
        "reasons": [reasons, reasons_swapped],
        "at": at,
    }


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None}


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
    elsewhere = _held_out(session, project, recipe, PromptPool.PAIRS)
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
    posts = prompts_of(session, project, PromptPool.PAIRS) if recipe.unseen else ()
    seen = {normalised_hash(prompt.input_text) for prompt in posts}  # texts would not fit into memory
    taken: set[str] = set()
    for prompt in prompts_of(session, project, recipe.pool):
        mark = content_hash(prompt.input_text)
        if prompt.left_out is not None:
            counts[LEFT_OUT_BY_HAND] += 1
            continue
        if mark in taken:
            counts[REPEATED] += 1
        elif seen and normalised_hash(prompt.input_text) in seen:
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


def _held_out(session: Session, project: ProjectView, recipe: Recipe, pool: PromptPool) -> set[str] | None:
    """The fingerprints of the texts of the evaluation part; None without a split."""
    if recipe.evaluation_share is None:
        return None
    return held_out_texts(
        session, project, pool, share=recipe.evaluation_share, seed=recipe.seed, group_by=recipe.group_by
    )


EXAMPLES = 5


@dataclass(frozen=True)
class RecipePreview:
    """What a set would be.

    Attributes:
        rows: How many rows it would have.
        counts: What became of each row that was looked at.
        left_out: Of these, the ones that are not in the set, by reason.
        examples: Its first rows.
    """

    rows: int
    counts: dict[str, int]
    left_out: dict[str, int]
    examples: tuple[dict[str, Any], ...]


def preview(session: Session, project: ProjectView, recipe: Recipe) -> RecipePreview:
    """Go through the rows of a recipe as freezing would, and keep the counts and the first few.

    Raises:
        InvalidInput: The recipe weighs votes by gold pairs that nobody has answered.
    """
    ensure_may(session, Action.SEE_DATA, project.id)
    counts: Counter[str] = Counter()
    found = (one for one in select_rows(session, project, recipe, counts) if not one.beside)
    examples = tuple(one.row for one in islice(found, EXAMPLES))
    rows = len(examples) + sum(1 for _ in found)
    out = left_out(counts, recipe) if isinstance(recipe, PreferenceRecipe) else dict(counts)
    return RecipePreview(rows, dict(counts), out, examples)
