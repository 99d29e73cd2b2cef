"""What the judgments of a pair come to under a recipe, or why the pair is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlmodel import Session

from core.datasets.checks import CHARACTERS_PER_TOKEN
from core.datasets.freezing.judged_pairs import GOLD, OUTCOMES, JudgedPair, StoredRow, judged_pairs
from core.datasets.freezing.recipe import PreferenceRecipe
from core.labelling import CHOICES, Outcome, ProjectView
from core.labelling.consensus import ConsensusRule, TiePolicy, coin, consensus
from core.labelling.quality import Posterior, consensus_by
from core.labelling.reports import read_votes

LEFT_OUT_BY_HAND = "left out by hand"
GOLD_LEFT_OUT = "gold pairs"
OTHERS_ONLY = "judged by others only"
TOO_FEW = "too few judgments"
TIES = "ties"
TOO_UNSURE = "too unsure"
TOO_LONG = "too long"
DIGITS = 4
"""More would hang on the order in which a sum was taken, and the same judgments must give the same bytes."""
UNDECIDED = Posterior(None, 0.5)


DecidedBy = Literal["judgments", "adjudication", "gold", "coin", "model"]
"""What settled a row's choice."""


@dataclass(slots=True)
class LabelledPair:
    """A pair with its choice, how sure that is, and what decided it."""

    judged: JudgedPair
    choice: int
    confidence: float
    decided_by: DecidedBy


def labelled_pairs(
    session: Session, project: ProjectView, recipe: PreferenceRecipe, counts: Counter[str]
) -> Iterator[LabelledPair]:
    """Yield what goes into the set, in the order of import; count in ``counts`` what is left out, and why.

    What an adjudicator has settled goes before the right answer of a gold pair, and both before judgments;
    either is certain and needs no judgment. A tie that a coin decides is counted among the ties all the same.
    """
    posteriors = _posteriors(session, project, recipe)
    for judged in judged_pairs(session, project, recipe.people, recipe.origins, recipe.model_labels):
        reason = _not_a_candidate(judged, recipe)
        if reason:
            counts[reason] += 1
            continue
        found = _label(judged, recipe, posteriors)
        if found.choice is None:
            counts[TIES] += 1
            if recipe.ties == TiePolicy.DROP:
                continue
        if found.confidence < recipe.minimum_confidence:
            counts[TOO_UNSURE] += 1
            continue
        yield _labelled(judged, found, recipe)


def _labelled(judged: JudgedPair, found: Posterior, recipe: PreferenceRecipe) -> LabelledPair:
    if found.choice is None:
        choice = coin(recipe.seed, judged.pair.content_hash)
        return LabelledPair(judged, choice, found.confidence, "coin")
    decided_by: DecidedBy = "model" if judged.labels else "judgments"
    if judged.known is not None:
        decided_by = "adjudication" if judged.pair.settled else "gold"
    return LabelledPair(judged, found.choice, found.confidence, decided_by)


def left_out(counts: Mapping[str, int], recipe: PreferenceRecipe) -> dict[str, int]:
    """Of the counts of a set, those of pairs that are not in it, by reason."""
    kept = {"prefers candidate_0", "prefers candidate_1"} | (
        {TIES} if recipe.ties == TiePolicy.COIN else set()
    )
    return {reason: number for reason, number in counts.items() if reason not in kept}


def _posteriors(
    session: Session, project: ProjectView, recipe: PreferenceRecipe
) -> Mapping[int, Posterior] | None:
    """What all pairs' votes come to; None where counting each pair's own will do."""
    if not recipe.needs_confidence:
        return None
    votes = read_votes(session, project, people=frozenset(recipe.people) or None)
    return consensus_by(recipe.consensus, votes)


def _not_a_candidate(judged: JudgedPair, recipe: PreferenceRecipe) -> str | None:
    """Why a pair is left out whatever its judgments say; None if they are to decide."""
    if judged.pair.left_out is not None:
        return LEFT_OUT_BY_HAND
    if judged.pair.pool == GOLD and not recipe.gold:
        return GOLD_LEFT_OUT
    if _too_long(judged.pair, recipe):
        return TOO_LONG
    if judged.known is not None or judged.labels:
        return None
    if not judged.judgments:
        return OTHERS_ONLY
    return TOO_FEW if len(judged.judgments) < recipe.minimum_judgments else None


def _too_long(pair: StoredRow, recipe: PreferenceRecipe) -> bool:
    """Whether a pair is over a limit of tokens, which are estimated."""
    prompt, candidate = recipe.longest_prompt, recipe.longest_candidate
    return (prompt is not None and len(pair.input_text) > prompt * CHARACTERS_PER_TOKEN) or (
        candidate is not None
        and max(len(pair.candidate_0), len(pair.candidate_1)) > candidate * CHARACTERS_PER_TOKEN
    )


def _label(
    judged: JudgedPair, recipe: PreferenceRecipe, posteriors: Mapping[int, Posterior] | None
) -> Posterior:
    known = judged.known
    if judged.labels:  # how sure a model is, people's votes do not say
        return _by_share(tuple(OUTCOMES[one.outcome] for one in judged.labels), recipe.rule)
    if known is not None:
        return Posterior(CHOICES.index(known), 1.0) if known in CHOICES else UNDECIDED
    counted = _by_share(judged.outcomes, recipe.rule)
    if posteriors is None:
        return counted
    if recipe.rule == ConsensusRule.UNANIMOUS and counted.choice is None:
        return UNDECIDED
    found = posteriors[judged.pair.id]
    return Posterior(found.choice, round(found.confidence, DIGITS))


@lru_cache(maxsize=1000)  # the same few votes come again and again
def _by_share(outcomes: tuple[Outcome, ...], rule: ConsensusRule) -> Posterior:
    """Where nothing more is asked for, a choice is as sure as its part of the votes."""
    counted = consensus(outcomes, rule)
    if counted.choice is None:
        return UNDECIDED
    return Posterior(counted.choice, round(counted.votes[counted.choice] / sum(counted.votes), DIGITS))
