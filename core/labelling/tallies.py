"""Keep the tallies: the only writers of `Tally` and `Coverage`, so that progress never has to count rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from core.db import insert_or_add
from core.labelling.models import Coverage, Outcome, Tally

FIGURES = ("judged", "skipped", "surplus", "active_ms")
Signed = tuple[Mapping[str, Any], int]
"""A judgment's columns, and 1 to count it in or -1 to count it out again."""


def tally_judgments(session: Session, judgments: Iterable[Signed]) -> None:
    """Count judgments in, or out again when they were withdrawn, on the day they came.

    A browser's clock may be years off; only the server's says which day it is.
    """
    sums: dict[tuple[int, int, Any], Counter[str]] = {}
    for judgment, sign in judgments:
        day = _local(judgment["received_at"]).date()
        key = (judgment["project_id"], judgment["person_id"], day)
        figures = sums.setdefault(key, Counter())
        for name, value in _figures(judgment).items():
            figures[name] += sign * value
    rows = [
        {"project_id": project, "person_id": person, "day": day} | {name: sum_[name] for name in FIGURES}
        for (project, person, day), sum_ in sorted(sums.items())
    ]
    insert_or_add(session, Tally, rows, key=("project_id", "person_id", "day"))


def move_coverage(
    session: Session, project_id: int, *, before: int | None, after: int | None, pairs: int = 1
) -> None:
    """Note that pairs went from ``before`` judgments to ``after``; None: not counted then."""
    changes: Counter[int] = Counter()
    if before is not None:
        changes[before] -= pairs
    if after is not None:
        changes[after] += pairs
    add_coverage(session, project_id, changes)


def add_coverage(session: Session, project_id: int, changes: Mapping[int, int]) -> None:
    """Add ``changes[n]`` pairs to those with n judgments: last in a unit of work, for others wait."""
    rows = [
        {"project_id": project_id, "judgment_count": count, "pairs": pairs}
        for count, pairs in sorted(changes.items())
        if pairs
    ]
    insert_or_add(session, Coverage, rows, key=("project_id", "judgment_count"))


def _figures(judgment: Mapping[str, Any]) -> dict[str, int]:
    outcome = Outcome(judgment["outcome"])
    return {
        "judged": int(outcome.counts),
        "skipped": int(outcome == Outcome.SKIP),
        "surplus": int(judgment["surplus"]),
        "active_ms": judgment["active_ms"] or 0,
    }


def _local(moment: datetime) -> datetime:
    # "Today" is the day on the wall of the room where people label, not UTC's.
    return moment.astimezone()
