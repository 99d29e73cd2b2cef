"""What is done to one pair or to many at once: each act is one transaction with one audit entry."""

from core.labelling.acts.chosen import Done
from core.labelling.acts.places import (
    bring_back,
    leave_out,
    share_with_all,
    stop_sharing,
    take_off_gold,
    want_more,
)
from core.labelling.acts.settling import settle_pairs
from core.labelling.acts.tags import LONGEST_TAG, tag_pairs, untag_pairs

__all__ = [
    "LONGEST_TAG",
    "Done",
    "bring_back",
    "leave_out",
    "settle_pairs",
    "share_with_all",
    "stop_sharing",
    "tag_pairs",
    "take_off_gold",
    "untag_pairs",
    "want_more",
]
