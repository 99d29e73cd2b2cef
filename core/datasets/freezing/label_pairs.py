"""What the judgments of a pair come to under a recipe, or why the pair is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from core.datasets.judged_pairs import JudgedPair, judged_pairs
from core.datasets.recipe import PreferenceRecipe
from core.labelling import ConsensusRule, Pool, ProjectView, TiePolicy, coin, consensus
from core.labelling.models import CHOICES
from core.labelling.quality import Posterior, consensus_by
from core.labelling.reports import read_votes

GOLD_LEFT_OUT = "gold pairs"
OTHERS_ONLY = "judged by others only"
TOO_FEW = "too few judgments"
TIES = "ties"
TOO_UNSURE = "too unsure"
DIGITS = 4
"""More would hang on the order in which a sum was taken, and the same judgments must give the same bytes."""
UNDECIDED = Posterior(None, 0.5)


@dataclass(frozen=True)
class LabelledPair:
    """A pair with its choice, and how sure that is."""

    pair: JudgedPair
    choice: int
    confidence: float


def labelled_pairs(
    session: Session, project: ProjectView, recipe: PreferenceRecipe, counts: Counter[str]
) -> Iterator[LabelledPair]:
    """Yield what goes into the set, in the order of import; count it, and what is left out by its reason.

    What an adjudicator has settled goes before the right answer of a gold pair, and both before judgments;
    either is certain and needs no judgment. A tie that a coin decides is counted among the ties all the same.
    """
    posteriors = _posteriors(session, project, recipe)
    for pair in judged_pairs(session, project, recipe.people):
        reason = _not_a_candidate(pair, recipe)
        if reason:
            counts[reason] += 1
            continue
        found = _label(pair, recipe, posteriors)
        if found.choice is None:
            counts[TIES] += 1
            if recipe.ties == TiePolicy.DROP:
                continue
        if found.confidence < recipe.minimum_confidence:
            counts[TOO_UNSURE] += 1
            continue
        choice = coin(recipe.seed, pair.content_hash) if found.choice is None else found.choice
        counts[f"prefers candidate_{choice}"] += 1
        yield LabelledPair(pair, choice, found.confidence)


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


def _not_a_candidate(pair: JudgedPair, recipe: PreferenceRecipe) -> str | None:
    """Why a pair is left out whatever its judgments say; None if they are to decide."""
    if pair.pool == Pool.GOLD and not recipe.gold:
        return GOLD_LEFT_OUT
    if pair.known is not None:
        return None
    if not pair.outcomes:
        return OTHERS_ONLY
    return TOO_FEW if len(pair.outcomes) < recipe.minimum_judgments else None


def _label(
    pair: JudgedPair,
    recipe: PreferenceRecipe,
    posteriors: Mapping[int, Posterior] | None,
) -> Posterior:
    if pair.known is not None:
        return Posterior(CHOICES.index(pair.known), 1.0) if pair.known in CHOICES else UNDECIDED
    counted = consensus(pair.outcomes, recipe.rule).choice
    if posteriors is None:
        return UNDECIDED if counted is None else Posterior(counted, 1.0)
    if recipe.rule == ConsensusRule.UNANIMOUS and counted is None:
        return UNDECIDED
    found = posteriors[pair.id]
    return Posterior(found.choice, round(found.confidence, DIGITS))
