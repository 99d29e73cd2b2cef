"""The public course's run, to hold one's own curves against: its numbers, a few of them, as a table."""

import numpy as np

from core.curves.curve import Curve, Curves

SOURCE = (
    "The run of the public course “Reinforcement Learning from Human Feedback” (DeepLearning.AI and Google"
    " Cloud), from the logs that it published, counted from a log's first step: {drawn} of {points} points."
)

RANK_LOSS = (
    "0:0.632 10:0.427 20:0.291 30:0.171 40:0.136 50:0.0525 60:0.0663 70:0.0629 80:0.0525 250:4.82e-06 "
    "340:0.00591 350:0.00202 390:0.00585 470:8.71e-07 600:0.00441 610:0.00469 720:5.56e-07 780:0.0066 "
    "870:0.00434 880:0.00225 1080:0.00867 1100:3.3e-07 1130:0.00225 1140:0.00441 1200:3.09e-07 "
    "1340:0.0076 1397:0.00309"
)
"""Steps and values: of 141 points from step 217,810 on the first eight, then the ends of each part."""

REWARD = (
    "0:19.15 30:18.99 40:19.38 50:19.19 60:19.11 70:19.52 80:19.31 90:19.44 110:19.01 120:19.63 130:19.43 "
    "140:18.44 160:20.34 170:19.6 180:19.15 190:18.83 200:19.37 210:19.14 220:18.96 230:19.76 250:19.6 "
    "260:19.87 303:19.15"
)
"""Of 32 points from step 10 to 313, highest and lowest of each part. It did not move."""

KL_LOSS = (
    "0:0.05026 30:0.03004 40:0.03449 50:0.03638 70:0.0747 80:0.03151 90:0.05803 120:0.03237 130:0.03488 "
    "150:0.03258 170:0.03455 180:0.03632 190:0.03698 210:0.03025 220:0.03532 230:0.03707 250:0.03126 "
    "260:0.03567 290:0.0311 303:0.1284"
)
"""The same of its distance from the model that it began with."""

PUBLISHED = {"rank_loss": (RANK_LOSS, 141), "reward": (REWARD, 32), "kl_loss": (KL_LOSS, 32)}


def course_run() -> Curves:
    """Three curves with the tags of Google's pipeline; their moments are not known."""
    return Curves(tuple(_curve(tag, table) for tag, (table, _) in sorted(PUBLISHED.items())))


def course_source(tag: str) -> str:
    """Where the numbers of one of its curves come from, as a sentence."""
    table, published = PUBLISHED[tag]
    return SOURCE.format(drawn=len(table.split()), points=published)


def _curve(tag: str, table: str) -> Curve:
    points = np.array([point.split(":") for point in table.split()], np.float64)
    unknown = np.full(len(points), np.nan)
    return Curve("public course", tag, points[:, 0].astype(np.int64), points[:, 1], unknown, 0)
