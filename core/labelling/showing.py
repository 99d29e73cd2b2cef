"""What an annotator sees of a pair or a set of answers: no source, no other's answer, sides drawn by lot."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from core.labelling.hashing import draw, left_candidate
from core.labelling.models import AnswerSet, Pair, Purpose
from core.labelling.project_view import ProjectView

Stored = Pair | Row[Any]
"""A pair, or a row with those of its columns that are shown."""


@dataclass(frozen=True)
class Candidate:
    """One of the answers: ``token`` names the candidate, whichever place it stands on."""

    token: str
    text: str


@dataclass(frozen=True)
class ShownPair:
    """A pair as an annotator sees it: no source, no other person's answer, no word on why it is shown.

    Attributes:
        note: What a lead wrote who gave the pair back; None for all others.
    """

    id: int
    input_text: str
    left: Candidate
    right: Candidate
    note: str | None = None


@dataclass(frozen=True)
class ShownSet:
    """Answers to be ranked; ``id`` is that of the set's first pair, which stands for it in the queue."""

    id: int
    input_text: str
    answers: tuple[Candidate, ...]
    note: str | None = None


def left_shown(project: ProjectView, pair_id: int, person_id: int, purpose: Purpose) -> int:
    """Which candidate this person sees on the left: drawn by lot, and the other one at a re-test."""
    left = left_candidate(project.seed, pair_id, person_id)
    return 1 - left if purpose == Purpose.RETEST else left


def show_pair(
    pair: Stored, project: ProjectView, person_id: int, purpose: Purpose, note: str | None = None
) -> ShownPair:
    """A pair with its sides drawn for this person; the draw is the same at every reload."""
    pair_id = _stored(pair.id)
    sides = [Candidate("candidate_0", pair.candidate_0), Candidate("candidate_1", pair.candidate_1)]
    left = left_shown(project, pair_id, person_id, purpose)
    return ShownPair(pair_id, pair.input_text, left=sides[left], right=sides[1 - left], note=note)


def show_set(
    pair: Stored, answers: AnswerSet, project: ProjectView, person_id: int, note: str | None = None
) -> ShownSet:
    """A set with its answers in an order drawn for this person."""
    candidates = [Candidate(f"answer_{place}", text) for place, text in enumerate(answers.answers)]
    drawn = sorted(
        candidates, key=lambda one: draw("set", project.seed, pair.id, person_id, one.token, bits=62)
    )
    return ShownSet(_stored(pair.id), answers.input_text, tuple(drawn), note)


def _stored(pair_id: int | None) -> int:
    if pair_id is None:
        msg = "A pair is shown only after it has been stored."
        raise ValueError(msg)
    return pair_id
