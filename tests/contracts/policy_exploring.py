"""What the functions that show a review's items ask of the policy, and what they are called with."""

from core.access import Action
from core.review.explore import Wanted
from tests.contracts.policy_asks import Ask, reviewing

EXPLORING: dict[str, tuple[Ask, ...]] = {
    "review.explore.detail.read_item": (Ask(Action.COMPARE, lambda scene, who: (*reviewing(scene, who), 1)),),
    "review.explore.overall.comparisons_wanted": (
        Ask(Action.COMPARE, lambda scene, who: (*reviewing(scene, who), Wanted())),
    ),
    "review.explore.overall.read_not_compared": (Ask(Action.COMPARE, reviewing),),
    "review.explore.overall.read_spreads": (Ask(Action.COMPARE, reviewing),),
    "review.explore.table.read_items": (
        Ask(Action.COMPARE, lambda scene, who: (*reviewing(scene, who), Wanted())),
    ),
    "review.explore.table.reviewers_in": (Ask(Action.COMPARE, reviewing),),
    "review.explore.table.sight_of": (Ask(Action.COMPARE, reviewing),),
    "review.explore.table.strata_of": (Ask(Action.COMPARE, reviewing),),
}
