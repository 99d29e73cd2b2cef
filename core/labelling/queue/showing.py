"""What an annotator sees of a pair or a set of answers: no source, no other's answer, sides drawn by lot."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from core.labelling.hashing import draw, left_candidate
from core.labelling.models import AnswerSet, Pair, Purpose
from core.labelling.presentation import Content
from core.labelling.project_view import ProjectView
from core.labelling.queue.tokens import ANSWERS, CANDIDATES, Tokens
from core.labelling.queue.turns import Turn, turns_in

Stored = Pair | Row[Any]
"""A pair, or a row with those of its columns that are shown."""


@dataclass(frozen=True)
class Candidate:
    """One of the answers: ``token`` is what the browser knows it by, whichever place it stands on.

    ``turns`` are those of an answer that goes on after the user spoke again, where they are known.
    """

    token: str
    text: str
    turns: tuple[Turn, ...] | None = None


@dataclass(frozen=True)
class ShownPair:
    """A pair as an annotator sees it: no source, no other person's answer, no word on why it is shown.

    Attributes:
        id: The pair's number, which stays on the server.
        token: What the browser knows the pair by.
        note: What a lead wrote who gave the pair back; None for all others.
        turns: Those of a prompt that is a dialogue, where they are known.
    """

    id: int
    token: str
    input_text: str
    left: Candidate
    right: Candidate
    note: str | None = None
    turns: tuple[Turn, ...] | None = None


@dataclass(frozen=True)
class ShownSet:
    """Answers to be ranked; ``id`` is that of the set's first pair, which stands for it in the queue.

    ``token`` is what the browser knows the set by.
    """

    id: int
    token: str
    input_text: str
    answers: tuple[Candidate, ...]
    note: str | None = None
    turns: tuple[Turn, ...] | None = None


def left_shown(project: ProjectView, pair_id: int, person_id: int, purpose: Purpose) -> int:
    """Which candidate this person sees on the left: drawn by lot, and the other one at a re-test."""
    left = left_candidate(project.seed, pair_id, person_id)
    return 1 - left if purpose == Purpose.RETEST else left


def show_pair(
    pair: Stored, project: ProjectView, person_id: int, purpose: Purpose, note: str | None = None
) -> ShownPair:
    """A pair with its sides drawn for this person; the draw is the same at every reload."""
    pair_id = _stored(pair.id)
    tokens = Tokens.of(project, person_id)
    token = tokens.pair(pair_id, again=purpose == Purpose.RETEST)
    texts = zip(CANDIDATES, (pair.candidate_0, pair.candidate_1), strict=True)
    written = _written(pair, project)
    sides = [
        Candidate(tokens.candidate(token, name), text, turns_in(text, written.get(name)))
        for name, text in texts
    ]
    left = left_shown(project, pair_id, person_id, purpose)
    turns = turns_in(pair.input_text, written.get("prompt"))
    return ShownPair(pair_id, token, pair.input_text, sides[left], sides[1 - left], note, turns)


def show_set(
    pair: Stored, answers: AnswerSet, project: ProjectView, person_id: int, note: str | None = None
) -> ShownSet:
    """A set with its answers in an order drawn for this person."""
    pair_id = _stored(pair.id)
    tokens = Tokens.of(project, person_id)
    token = tokens.pair(pair_id)
    named = zip(ANSWERS, answers.answers, strict=False)
    drawn = sorted(named, key=lambda one: draw("set", project.seed, pair_id, person_id, one[0], bits=62))
    shown = tuple(Candidate(tokens.candidate(token, name), text) for name, text in drawn)
    turns = turns_in(answers.input_text, _written(pair, project).get("prompt"))
    return ShownSet(pair_id, token, answers.input_text, shown, note, turns)


def _written(pair: Stored, project: ProjectView) -> dict[str, Any]:
    """The messages of which the texts are transcripts, where they are shown as turns."""
    is_dialogue = project.presentation.content == Content.DIALOGUE
    return (getattr(pair, "conversation", None) or {}) if is_dialogue else {}


def _stored(pair_id: int | None) -> int:
    if pair_id is None:
        msg = "A pair is shown only after it has been stored."
        raise ValueError(msg)
    return pair_id
