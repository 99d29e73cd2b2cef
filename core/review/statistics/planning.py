"""How many verdicts a review needs, what a planned number of them can see, and how far a review is.

All of it is the normal approximation for a share around one half, p(1-p) at its largest: ties make the
truth a little better than planned. Verdicts on one item are not independent, so a number of independent
verdicts is multiplied by the design effect 1 + (k-1)·rho of Kish, Survey Sampling (1965), section 8.2. What
all verdicts of one reviewer have in common cannot be planned away by more items; it is in the interval of
the result, not here.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from core.errors import InvalidInput
from core.intervals import CONFIDENCE, z_value
from core.review.statistics.votes import EVEN

MARGIN = 0.05
RATE = 0.55
"""The win rate that a plan should tell from one half unless another is asked for."""
POWER = 0.8
AGREEMENT = 0.73
"""How often two people choose alike, unless something better is known: 72.6 ± 1.5 % in Ouyang et al.,
"Training language models to follow instructions with human feedback" (2022), 72 to 77 % in Stiennon et
al. (2020)."""

ROUNDING = 1e-9
STEPS = 60

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Plan:
    """A number of items with k verdicts each, and what it buys.

    Attributes:
        items: How many items.
        per_item: k, the verdicts on each.
        agreement: How often two verdicts on one item are taken to agree.
        design_effect: How many dependent verdicts tell as much as one independent verdict.
        margin: Half the width of the 95 % interval of a rate near one half.
        rate: The win rate that ``power`` is for.
        power: How likely a two-sided test at 5 % sees ``rate``.
        difference: The smallest distance from one half that is seen with 80 % power; none if even 100 % is
            not.
    """

    items: int
    per_item: int
    agreement: float
    design_effect: float
    margin: float
    rate: float
    power: float
    difference: float | None

    @property
    def verdicts(self) -> int:
        """How many verdicts are asked for."""
        return self.items * self.per_item


@dataclass(frozen=True, slots=True)
class Meter:
    """How far a review is, and what it could say if it ended now.

    Attributes:
        verdicts: Given so far.
        planned: The verdicts that were planned.
        share: How much of the plan is done, 0 to 1; more verdicts than planned are no more than all.
        now: What the items that have all their verdicts buy.
    """

    verdicts: int
    planned: int
    share: float
    now: Plan


def design_effect(per_item: int, agreement: float = AGREEMENT) -> float:
    """How many verdicts, k on an item, tell as much as one independent verdict.

    1 + (k-1)·rho. Of two verdicts on one item, each for either answer half of the time, (1 + rho)/2 agree,
    so rho = 2·agreement - 1; less agreement than a coin's counts as none. One verdict an item is always
    worth one.
    """
    if per_item < 1:
        raise InvalidInput(f"{per_item} verdicts an item cannot be: give at least 1.")
    if not 0 <= agreement <= 1:
        raise InvalidInput(f"An agreement of {agreement:g} cannot be: give a share between 0 and 1.")
    return 1 + (per_item - 1) * max(2 * agreement - 1, 0.0)


def needed_for_margin(margin: float = MARGIN, confidence: float = CONFIDENCE) -> float:
    """How many independent verdicts make the interval reach ``margin`` to either side: z²/(4·margin²).

    384.15 for 5 points (Cochran, Sampling Techniques, 3rd ed. (1977), section 4.4), so 385.
    """
    if not 0 < margin < EVEN:
        raise InvalidInput(
            f"A margin of {100 * margin:g} points cannot be: give more than 0 and less than 50."
        )
    return (z_value(confidence) * EVEN / margin) ** 2


def needed_for_rate(rate: float = RATE, power: float = POWER, confidence: float = CONFIDENCE) -> float:
    """How many independent verdicts tell a win rate from one half in a share ``power`` of all reviews.

    ((z·½ + z_power·√(p(1-p)))/(p-½))², the two-sided test of one proportion: Fleiss, Levin and Paik,
    Statistical Methods for Rates and Proportions, 3rd ed. (2003), section 2.5. 782.5 for 55 % and 80 %
    power, so 783.
    """
    if not 0 < rate < 1 or rate == EVEN:
        raise InvalidInput(
            f"A win rate of {100 * rate:g} % cannot be told from 50 %: give another between 0 and 100 %."
        )
    if not 0 < power < 1:
        raise InvalidInput(f"A power of {100 * power:g} % cannot be: give a share between 0 and 100 %.")
    spread = _NORMAL.inv_cdf(power) * sqrt(rate * (1 - rate))
    return float((max(z_value(confidence) * EVEN + spread, 0.0) / (rate - EVEN)) ** 2)


def power_of(verdicts: float, rate: float = RATE, confidence: float = CONFIDENCE) -> float:
    """How likely so many independent verdicts tell a win rate from one half; both tails of the normal."""
    reach = abs(rate - EVEN) * sqrt(max(verdicts, 0.0))
    limit, spread = z_value(confidence) * EVEN, sqrt(rate * (1 - rate))
    if spread == 0:
        return float(reach > limit)
    return _NORMAL.cdf((reach - limit) / spread) + _NORMAL.cdf((-reach - limit) / spread)


def smallest_difference(verdicts: float, power: float = POWER) -> float | None:
    """The smallest distance from one half that so many independent verdicts see, if there is one."""
    if power_of(verdicts, 1.0) < power:
        return None
    unseen, seen = 0.0, EVEN
    for _ in range(STEPS):
        middle = (unseen + seen) / 2
        unseen, seen = (unseen, middle) if power_of(verdicts, EVEN + middle) >= power else (middle, seen)
    return seen


def plan_of(items: int, *, per_item: int = 1, agreement: float = AGREEMENT, rate: float = RATE) -> Plan:
    """What a number of items with k verdicts each buys."""
    effect = design_effect(per_item, agreement)
    if items < 0:
        raise InvalidInput(f"{items} items cannot be: give 0 or more.")
    independent = items * per_item / effect
    margin = min(z_value(CONFIDENCE) * EVEN / sqrt(independent), EVEN) if items else EVEN
    return Plan(
        items=items,
        per_item=per_item,
        agreement=agreement,
        design_effect=effect,
        margin=margin,
        rate=rate,
        power=power_of(independent, rate),
        difference=smallest_difference(independent),
    )


def plan_for_margin(margin: float = MARGIN, *, per_item: int = 1, agreement: float = AGREEMENT) -> Plan:
    """The fewest items whose interval reaches no farther than ``margin`` to either side."""
    return _plan(needed_for_margin(margin), per_item, agreement, RATE)


def plan_for_rate(
    rate: float = RATE, power: float = POWER, *, per_item: int = 1, agreement: float = AGREEMENT
) -> Plan:
    """The fewest items that tell this win rate from one half with this power."""
    return _plan(needed_for_rate(rate, power), per_item, agreement, rate)


def meter(plan: Plan, *, verdicts: int, complete: int) -> Meter:
    """How far a review is.

    Args:
        plan: What was planned.
        verdicts: How many verdicts were given.
        complete: How many items have all their verdicts.
    """
    share = min(verdicts / plan.verdicts, 1.0) if plan.verdicts else 1.0
    now = plan_of(complete, per_item=plan.per_item, agreement=plan.agreement, rate=plan.rate)
    return Meter(verdicts, plan.verdicts, share, now)


def _plan(independent: float, per_item: int, agreement: float, rate: float) -> Plan:
    items = ceil(independent * design_effect(per_item, agreement) / per_item - ROUNDING)
    return plan_of(items, per_item=per_item, agreement=agreement, rate=rate)
