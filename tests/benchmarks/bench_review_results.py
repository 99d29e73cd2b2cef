"""The results of 20,000 comparisons with three verdicts each, beside what bare pandas needs for the counts.

Run ``python tests/benchmarks/bench_review_results.py [--items 20000] [--per-item 3] [--people 12]``. Prints
what reading, each statistic and all of `results` cost, and pandas' part: the same verdicts read from the same
database and counted by outcome, reviewer, side and item.
"""

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import pandas as pd

from core.access import SYSTEM, NewPerson, Role, add_person
from core.review import Design, ReviewView
from core.review.results import claim, results
from core.review.results.columns import read_columns
from core.services import Studio, open_studio
from core.settings import load_settings

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.core.builders import new_project
from tests.core.review.big_review import Drawn, close, give_verdicts
from tests.core.review.review_scene import prepared, read

ROUNDS = 5
MOST_SECONDS, MOST_TIMES = 1.5, 2.0
QUERY = """
    SELECT v.item_id, v.person_id, v.outcome, v."left", v.first_passes, v.second_passes, c.longer
    FROM review_verdict v JOIN review_comparison c ON c.id = v.comparison_id
    WHERE v.review_id = ? AND v.withdrawn_by IS NULL AND v.outcome != 'undo' ORDER BY v.received_at, v.id
"""


def main() -> int:
    """Print the figures; exit status 1 if the results cost more than they may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--per-item", type=int, default=3)
    parser.add_argument("--people", type=int, default=12)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        studio = open_studio(load_settings(home=Path(home), store="", database=""))
        chosen = _review(studio, options.items, options.per_item, options.people)
        found = read(studio, results, chosen)
        print(claim(found))
        with sqlite3.connect(Path(home) / "studio.db") as database:
            parts = {
                "reading columns": lambda: read(studio, read_columns, chosen.id),
                "all results": lambda: read(studio, results, chosen),
                "bare pandas": lambda: _pandas(database, chosen.id),
            }
            costs = _best(parts)
        for name, (wall, processor) in costs.items():
            print(f"{name:16} {wall:.3f} s, {processor:.3f} s of processor time")
        ours, theirs = costs["all results"], costs["bare pandas"]
        print(f"{ours[1] / theirs[1]:.2f} times pandas' processor time")
        studio.close()
    return int(ours[0] > MOST_SECONDS or ours[1] > MOST_TIMES * theirs[1])


def _review(studio: Studio, items: int, per_item: int, people: int) -> ReviewView:
    project = new_project(studio)
    with studio.db.write() as session:
        reviewers = [
            add_person(session, SYSTEM, NewPerson(name=f"Reviewer {number}", role=Role.REVIEWER)).id or 0
            for number in range(people)
        ]
    chosen = prepared(studio, project, items, design=Design(per_item=per_item))
    give_verdicts(studio, chosen, reviewers, per_item, Drawn(0.55, bar=True))
    return close(studio, chosen)


def _pandas(database: sqlite3.Connection, review_id: int) -> list[object]:
    """The counts behind the figures."""
    frame = pd.read_sql(QUERY, database, params=(review_id,))
    score = frame["outcome"].map({"first": 0.0, "second": 1.0}).fillna(0.5)
    frame = frame.assign(score=score, chose_left=(score == 1) == (frame["left"] == "second"))
    return [
        frame["outcome"].value_counts(),
        frame.groupby("person_id")["score"].agg(["mean", "count"]),
        frame.groupby("person_id")["outcome"].value_counts(),
        frame.groupby("item_id")["score"].agg(["mean", "count"]),
        frame.groupby("item_id")["outcome"].nunique(),
        frame[["first_passes", "second_passes"]].mean(),
        pd.crosstab(frame["first_passes"], frame["second_passes"]),
        frame.groupby("left")["score"].mean(),
        frame["chose_left"].mean(),
        frame.groupby(frame["longer"] > 0)["score"].mean(),
    ]


def _best(parts: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """The least that each took in some rounds, in turns: seconds by the clock, and of the processor."""
    costs = {name: (float("inf"), float("inf")) for name in parts}
    for _ in range(ROUNDS):
        for name, work in parts.items():
            wall, processor = perf_counter(), process_time()
            work()
            taken = perf_counter() - wall, process_time() - processor
            costs[name] = min(costs[name][0], taken[0]), min(costs[name][1], taken[1])
    return costs


if __name__ == "__main__":
    sys.exit(main())
