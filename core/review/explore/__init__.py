"""Looking at the items of a review: searched and sorted, and what their answers say and copy, word by word.

Before a review closes nothing here tells whose answers are whose, unless somebody has taken an open look;
what verdicts say is told when it has closed.
"""

from core.review.explore.copied import Copied, Measures, Parts, copied, measure, parts_of
from core.review.explore.detail import AnswerDetail, GivenVerdict, ItemDetail, read_item
from core.review.explore.overall import (
    NotCompared,
    Spread,
    Spreads,
    comparisons_wanted,
    read_not_compared,
    read_spreads,
)
from core.review.explore.table import (
    MOST_COUNTED,
    PAGE,
    ItemPage,
    ItemRow,
    Sight,
    Told,
    read_items,
    reviewers_in,
    sight_of,
    strata_of,
)
from core.review.explore.wanted import BANDS, Given, LengthBand, Order, Place, Wanted

__all__ = [
    "BANDS",
    "MOST_COUNTED",
    "PAGE",
    "AnswerDetail",
    "Copied",
    "Given",
    "GivenVerdict",
    "ItemDetail",
    "ItemPage",
    "ItemRow",
    "LengthBand",
    "Measures",
    "NotCompared",
    "Order",
    "Parts",
    "Place",
    "Sight",
    "Spread",
    "Spreads",
    "Told",
    "Wanted",
    "comparisons_wanted",
    "copied",
    "measure",
    "parts_of",
    "read_item",
    "read_items",
    "read_not_compared",
    "read_spreads",
    "reviewers_in",
    "sight_of",
    "strata_of",
]
