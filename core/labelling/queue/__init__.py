"""Who is given which pair: the queue and its order, leases, and what a browser is shown."""

from core.labelling.queue.assign import assign_pairs
from core.labelling.queue.assignment import Assignment, AssignmentState, has_work, read_assignment
from core.labelling.queue.leases import leave, leave_by_token, lock_holders, revoke_leases, take_from_all
from core.labelling.queue.members import Standing
from core.labelling.queue.next_pairs import fair_share
from core.labelling.queue.priority import PairMove, fill_calibration, move_pairs, place_in_queue, place_pairs
from core.labelling.queue.qualifying import Attempt, read_attempt
from core.labelling.queue.showing import Candidate, ShownPair, ShownSet, left_shown

__all__ = [
    "Assignment",
    "AssignmentState",
    "Attempt",
    "Candidate",
    "PairMove",
    "ShownPair",
    "ShownSet",
    "Standing",
    "assign_pairs",
    "fair_share",
    "fill_calibration",
    "has_work",
    "leave",
    "leave_by_token",
    "left_shown",
    "lock_holders",
    "move_pairs",
    "place_in_queue",
    "place_pairs",
    "read_assignment",
    "read_attempt",
    "revoke_leases",
    "take_from_all",
]
