"""What people found, beside what the curves say: reward that rises without people noticing is over-optimised.

Gao et al. 2023, "Scaling laws for reward model overoptimization": the reward that is optimised goes on rising
while what people prefer falls.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from core.access import Action, PersonView, check
from core.curves import CurveSummary, Meaning, Verdicts, meanings
from core.db import Database
from core.errors import StudioError
from core.review.results.claims import FEWEST_ITEMS, ends
from core.review.results.figures import Duel, Preference
from core.review.results.reading import Results, results
from core.review.statistics import EVEN, Estimate
from core.review.views import ModelView, list_reviews
from core.training.run_curves import read_run_curves, summarise_run
from core.training.runs import RunDetail, get_run


@dataclass(frozen=True, slots=True)
class BesideCurves:
    """One tuned model: what people found of it against what it was tuned from, and where its curves ended.

    Attributes:
        review_id: The review.
        title: What it is called.
        model: What the model is called.
        against: What it is compared with: what it was tuned from, else the first model of the review.
        run_id: The run that tuned it.
        run_name: What the run is called.
        rate: Its win rate; None where preference was not asked.
        passed: The share of its answers that passed the quality bar; None where that was not asked.
        gained: How much more of its answers passed than of the other's; None likewise.
        reward_first: The reward at the beginning; None where the run has no such curve.
        reward_last: The reward at the end.
        kl_last: The distance from the model it was tuned from, at the end.
        sentence: What the two say together.
    """

    review_id: int
    title: str
    model: str
    against: str
    run_id: int
    run_name: str
    rate: Estimate | None
    passed: Estimate | None
    gained: Estimate | None
    reward_first: float | None
    reward_last: float | None
    kl_last: float | None
    sentence: str


def beside_curves(db: Database, actor: PersonView, project_id: int, *, cache: Path) -> list[BesideCurves]:
    """Every tuned model that a closed review compares with what it was tuned from, by run.

    Runs and checkpoints of one review stand under each other in the order of its models; a run whose logs
    cannot be read has no curves here.

    Args:
        db: The database.
        actor: Who asks.
        project_id: The project's number.
        cache: Where copies of event files in the cloud are kept.

    Raises:
        NotAllowed: The actor may not compare, or not see runs.
    """
    check(actor, Action.COMPARE, project_id)
    check(actor, Action.SEE_RUNS, project_id)
    found = []
    for review in db.ask(list_reviews, project_id):
        if not review.is_open:
            came_to = db.ask(results, review)
            found += [_beside(db, came_to, one, cache) for one in review.models if _tuned(came_to, one)]
    return sorted(found, key=lambda one: (one.run_id, one.review_id))


def _tuned(came_to: Results, model: ModelView) -> bool:
    return model.run_id is not None and model.role != "base" and _duel(came_to, model) is not None


def _duel(came_to: Results, model: ModelView) -> Duel | None:
    """The model against what it was tuned from: the model of that role, else the first of the review."""
    base = next((one.number for one in came_to.review.models if one.role == "base"), 0)
    return next((one for one in came_to.duels if (one.first, one.second) == (base, model.number)), None)


def _beside(db: Database, came_to: Results, model: ModelView, cache: Path) -> BesideCurves:
    detail = db.ask(get_run, model.run_id or 0)
    run = detail.run
    reward, distance = _curves(detail, cache)
    duel = _duel(came_to, model)
    against = came_to.name(duel.first) if duel else ""
    preference, passes = (duel.preference, duel.passes) if duel else (None, None)
    rate = preference.rate if preference else None
    gained = passes.difference if passes else None
    return BesideCurves(
        review_id=came_to.review.id,
        title=came_to.review.title,
        model=model.name,
        against=against,
        run_id=run.id,
        run_name=run.name,
        rate=rate,
        passed=passes.second if passes else None,
        gained=gained,
        reward_first=reward.first if reward else None,
        reward_last=_end(reward),
        kl_last=_end(distance),
        sentence=_sentence(preference, gained, reward, (model.name, against)),
    )


def _curves(detail: RunDetail, cache: Path) -> tuple[CurveSummary | None, CurveSummary | None]:
    """Reward and KL of a run, whatever its trainer calls them; None for what it has not or cannot be read."""
    try:
        curves = read_run_curves(detail, cache=cache)
    except StudioError:
        return None, None
    known = meanings(curves)
    summed = {(one.task, one.tag): one for one in summarise_run(curves, detail)}

    def first(sought: Meaning) -> CurveSummary | None:
        found = (key for key, one in known.items() if one.meaning is sought and not one.held_out)
        return next((summed[key] for key in found), None)

    return first(Meaning.REWARD), first(Meaning.KL)


def run_verdicts(session: Session, detail: RunDetail) -> Verdicts | None:
    """What people preferred, by the newest closed review of a run's model beside what it was tuned from.

    Raises:
        NotAllowed: Whose unit of work this is may not compare.
    """
    for review in list_reviews(session, detail.run.project_id):
        for model in review.models if not review.is_open else ():
            if model.run_id == detail.run.id and model.role != "base":
                duel = _duel(results(session, review), model)
                found = _preferred(duel.preference) if duel and duel.preference else None
                if found:
                    return found
    return None


def _preferred(preference: Preference) -> Verdicts | None:
    rate, interval = preference.rate, ends(preference)[0]
    if rate.value is None or interval is None:
        return None
    return Verdicts(float(rate.value), float(interval.lower), float(interval.upper), rate.items)


def _end(curve: CurveSummary | None) -> float | None:
    """Where a curve is at its end: the middle of its last tenth, for single points are noisy."""
    if curve is None:
        return None
    return curve.last if math.isnan(curve.level) else curve.level


def _sentence(
    preference: Preference | None,
    gained: Estimate | None,
    reward: CurveSummary | None,
    names: tuple[str, str],
) -> str:
    """What reward and people say together of a model and of what it is compared with."""
    figure = preference.rate if preference else gained
    interval = ends(preference)[0] if preference else gained.interval if gained else None
    end = _end(reward)
    if figure is None or figure.value is None or interval is None or reward is None or math.isnan(end or 0):
        return "Reward and people's verdicts cannot be compared here: one of them is missing."
    even = EVEN if preference else 0.0
    better = int(interval.lower > even) - int(interval.upper < even) if figure.items >= FEWEST_ITEMS else 0
    who, prefer = ("people", "prefer") if figure.reviewers > 1 else ("the only reviewer", "prefers")
    rise = (end or 0) - reward.first
    rose = "The reward rose" if rise > 0 else "The reward did not rise"
    if better > 0:
        return f"{rose}, and {who} {prefer} {names[0]}."
    if better < 0:
        return f"{rose}, and {who} {prefer} {names[1]}: the reward is not what they want."
    if rise > 0:
        return (
            f"{rose}, and verdicts do not show that {names[0]} is better than {names[1]}: reward without "
            "human gain, so far as these verdicts can tell. Look at what the reward scores, or ask for more "
            "verdicts."
        )
    return f"{rose}, and verdicts do not show that {names[0]} is better than {names[1]}."
