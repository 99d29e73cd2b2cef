"""Make a reward: fit what is to be fitted, measure all of it on held-out choices, and keep it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from core.access import PersonView, act_as
from core.datasets import DatasetView
from core.db import Database
from core.errors import InvalidInput
from core.labelling import get_project
from core.labelling.reports import measured_agreement
from core.progress import Tell, silent
from core.rewards.choices import folds_of, held_out_of, preference_set, read_choices, smallest
from core.rewards.fit import Fitted
from core.rewards.fit_process import fit_choices
from core.rewards.measure import measure
from core.rewards.models import RewardDetail, checked_name, get_reward, keep_reward
from core.rewards.parts import ModelPart, Part, RewardSpec
from core.rewards.programs import model_code
from core.rewards.report import Proportion
from core.rewards.samples import JudgedPair
from core.rewards.scoring import score_all

MOST_PAIRS = 200


@dataclass(frozen=True)
class NewModel:
    """A part that is still to be fitted: a reward model of the set's choices."""

    name: str = "people"
    weight: float = 1.0


@dataclass(frozen=True)
class RewardRequest:
    """What a person asks for.

    Attributes:
        dataset_id: A frozen preference set.
        parts: What scores answers; one of them may be a `NewModel`.
        name: What to call it; empty for one made of its kind and number.
        most_pairs: Held-out pairs that a judge or a server is asked about; programs score all.
    """

    dataset_id: int
    parts: tuple[Part | NewModel, ...]
    name: str = ""
    most_pairs: int = MOST_PAIRS


def make_reward(
    db: Database, actor: PersonView, project_id: int, request: RewardRequest, *, tell: Tell | None = None
) -> RewardDetail:
    """Make a reward of people's choices and check it on those that it has not seen.

    A fifth of the prompts is held out: those whose sha256 is smallest. It takes from seconds to minutes.

    Args:
        db: The database; it is written to once, at the end.
        actor: Who makes it.
        project_id: Whose choices.
        request: What to make.
        tell: Told, as a sentence, what is going on; raising from it cancels, and nothing is kept.

    Raises:
        InvalidInput: The parts do not make a reward, the set has too few choices, or nothing could be scored.
        NotAllowed: The actor may not make rewards.
        NotFound: The project has no such set.
        Conflict: The set in storage is not what was frozen.
        Unavailable: A judge or a server cannot be reached.
    """
    tell = tell or silent
    dataset = _dataset(db, actor, project_id, request)
    tell("Reading the choices.")
    pairs = read_choices(dataset)
    folds = folds_of(pairs)
    held_out = held_out_of(pairs, folds)
    fitted = (
        fit_choices(pairs, folds, tell) if any(isinstance(one, NewModel) for one in request.parts) else None
    )
    specification = _specification(request, fitted)
    asked = _asked(specification, held_out, request.most_pairs)
    scored = score_all(specification, [sample for pair in asked for sample in pair.samples], tell)
    report = measure(
        asked,
        list(zip(scored[::2], scored[1::2], strict=True)),
        training_pairs=len(pairs) - len(held_out) if fitted else 0,
        agreement=_agreement(db, actor, project_id),
        cross_validation=fitted.cross_validation if fitted else None,
        rank_loss=fitted.rank_loss if fitted else (),
    )
    with db.write() as session:
        view = keep_reward(session, actor, dataset, request.name, specification, report)
        return get_reward(session, view.id)


def _dataset(db: Database, actor: PersonView, project_id: int, request: RewardRequest) -> DatasetView:
    """The set, once it is sure that the request can lead to a reward."""
    dataset = preference_set(db, actor, project_id, request.dataset_id)
    if sum(isinstance(one, NewModel) for one in request.parts) > 1:
        raise InvalidInput("A reward has one reward model at most; the choices are the same for all.")
    checked_name(request.name)
    _specification(request, None)
    return dataset


def _agreement(db: Database, actor: PersonView, project_id: int) -> Proportion | None:
    """How often two people chose the same of the project's pairs; None where too few were judged twice.

    A set has no pair whose votes stand even, so among its own pairs people would seem to agree more.
    """
    with db.read() as session:
        act_as(session, actor)
        found = measured_agreement(session, get_project(session, project_id))
    if found.value is None or found.lower is None or found.upper is None:
        return None
    return Proportion(value=found.value, lower=found.lower, upper=found.upper, n=found.n)


def _specification(request: RewardRequest, fitted: Fitted | None) -> RewardSpec:
    """The reward, with the program of what was fitted; or, before that, with one that is not there yet."""
    code = model_code(fitted.weights) if fitted else "# still to be fitted"
    try:
        return RewardSpec(
            parts=tuple(
                ModelPart(name=one.name, weight=one.weight, code=code) if isinstance(one, NewModel) else one
                for one in request.parts
            )
        )
    except ValidationError as error:
        reasons = "; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())
        raise InvalidInput(f"These parts do not make a reward: {reasons}.") from None


def _asked(specification: RewardSpec, held_out: Sequence[JudgedPair], most: int) -> Sequence[JudgedPair]:
    """The pairs to score: all, or those of the smallest hashes where somebody is asked."""
    if not specification.asks:
        return held_out
    return smallest(held_out, most)
