"""A labelled pair, or a prompt, as its row in the set and the evidence beside it."""

from datetime import datetime
from typing import Any

from core.datasets.exports import FrozenRow
from core.datasets.freezing.judged_pairs import Columns
from core.datasets.freezing.label_pairs import LabelledPair
from core.labelling import Purpose

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


def prompt_row(prompt: Columns) -> FrozenRow:
    """The row of a prompt."""
    evidence = _filled(
        origin=prompt.origin, line=prompt.line, metadata=prompt.extra, conversation=prompt.conversation
    )
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


def _evidence(one: LabelledPair, *, flip: bool) -> Json:
    pair = one.judged.pair
    sources = (pair.source_1, pair.source_0) if flip else (pair.source_0, pair.source_1)
    evidence: Json = {
        "pair": pair.content_hash,
        "origin": pair.origin,
        "line": pair.line,
        "source_0": sources[0],
        "source_1": sources[1],
        "confidence": one.confidence,
        "decided_by": one.decided_by,
        "judgments": [_judgment(judgment, flip=flip) for judgment in one.judged.judgments],
    }
    if flip:
        evidence["flipped"] = True
    if pair.extra is not None:
        evidence["metadata"] = pair.extra
    if pair.conversation is not None:
        evidence["conversation"] = _conversation(pair.conversation, flip=flip)
    return evidence


def _moments(answered_at: datetime, received_at: datetime, *, imported: bool) -> Json:
    """When somebody answered by the clock of their browser, and when it came; of a file only the latter."""
    if imported:
        return {"imported_at": received_at.isoformat()}
    return {"answered_at": answered_at.isoformat(), "received_at": received_at.isoformat()}


def _conversation(conversation: Json, *, flip: bool) -> Json:
    if not flip:
        return conversation
    return {FLIPPED.get(name, name): messages for name, messages in conversation.items()}


def _judgment(judgment: Columns, *, flip: bool) -> Json:
    _, person_id, outcome, strength, confidence, purpose, *moments, rationale, ranking_id, about = judgment
    given: Json = {
        "annotator": person_id,
        "outcome": FLIPPED.get(outcome, outcome) if flip else outcome,
        "purpose": purpose,
        **_moments(*moments, imported=purpose == IMPORTED),
    }
    rarer = (strength, confidence, rationale, ranking_id, about)
    if rarer != NOTHING_MORE:
        from_ranking = True if ranking_id is not None else None
        given |= _filled(
            strength=strength,
            confidence=confidence,
            rationale=rationale,
            from_ranking=from_ranking,
            about=about,
        )
    return given


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
