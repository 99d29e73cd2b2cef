"""A person's day at the desk: what they have done, their goal and pace, and what is left for them."""

from core.labelling.day.ahead import Ahead, look_ahead
from core.labelling.day.days import MyDay, WorkedDay, goal_of, my_day, set_goal, today_since
from core.labelling.day.pace import Pace, recent_pace
from core.labelling.protocol import MOST_A_DAY

__all__ = [
    "MOST_A_DAY",
    "Ahead",
    "MyDay",
    "Pace",
    "WorkedDay",
    "goal_of",
    "look_ahead",
    "my_day",
    "recent_pace",
    "set_goal",
    "today_since",
]
