"""Who is given which pair: the queue and its order, leases, and what a browser is shown."""

from core.labelling.queue.assign import deal
from core.labelling.queue.assignment import Desk, DeskState, has_work, look
from core.labelling.queue.leases import give_up, leave, leave_by_token
from core.labelling.queue.members import Standing
from core.labelling.queue.next_pairs import fair_share
from core.labelling.queue.priority import PairMove, fill_calibration, move_pairs, place_in_queue
from core.labelling.queue.showing import Candidate, ShownPair, ShownSet, left_shown

__all__ = [
    "Candidate",
    "Desk",
    "DeskState",
    "PairMove",
    "ShownPair",
    "ShownSet",
    "Standing",
    "deal",
    "fair_share",
    "fill_calibration",
    "give_up",
    "has_work",
    "leave",
    "leave_by_token",
    "left_shown",
    "look",
    "move_pairs",
    "place_in_queue",
]
