"""Recount by hand, from the rows of judgments and leases, everything that the studio keeps counted."""

from collections import Counter, defaultdict
from typing import Any

from sqlmodel import SQLModel, select

from core.access import Person, PersonKind
from core.labelling import (
    Coverage,
    Judgment,
    Lease,
    Order,
    Outcome,
    Pair,
    Pool,
    Project,
    ProjectView,
    Purpose,
    Tally,
)
from core.services import Studio

VOTES = ("candidate_0", "candidate_1")
SAYS_SOMETHING = (*VOTES, "tie", "both_bad")
A_VOICE_OF_A_MINORITY = 1000


def rows_of(studio: Studio, table: type[SQLModel]) -> list[Any]:
    """All rows of a table, in the order of their keys."""
    with studio.db.read() as session:
        return list(session.exec(select(table).order_by(*table.__table__.primary_key)))


def assert_counts_hold(studio: Studio) -> None:
    """Every kept count equals what counting the rows of `Judgment` and `Lease` gives."""
    standing = [one for one in rows_of(studio, Judgment) if one.withdrawn_by is None]
    standing = [one for one in standing if one.outcome != Outcome.UNDO]
    pairs = rows_of(studio, Pair)
    outcomes: dict[int, list[str]] = defaultdict(list)
    for one in standing:
        if one.outcome.value in SAYS_SOMETHING and not one.is_retest:
            outcomes[one.pair_id].append(one.outcome.value)
    held = Counter(one.pair_id for one in rows_of(studio, Lease) if one.purpose in ("regular", "returned"))
    projects = {one.id: ProjectView.of(one) for one in rows_of(studio, Project)}

    for pair in pairs:
        assert kept_of(pair) == counted_for(pair, projects[pair.project_id], outcomes[pair.id], held[pair.id])
    assert _kept_coverage(studio) == Counter(
        (pair.project_id, len(outcomes[pair.id]))
        for pair in pairs
        if pair.pool != Pool.GOLD and pair.left_out is None
    )
    assert _kept_tallies(studio) == _tallies_of(studio, standing)


def kept_of(pair: Pair) -> dict[str, Any]:
    """What a pair's row says of its judgments, its holders and its place."""
    names = ("id", "judgment_count", "votes_0", "votes_1", "minority", "leases", "priority")
    return {name: getattr(pair, name) for name in names}


def counted_for(pair: Pair, project: ProjectView, outcomes: list[str], held: int) -> dict[str, Any]:
    """What it should say; the most frequent answer is a vote for 0, one for 1, or anything else."""
    votes_0, votes_1 = (outcomes.count(one) for one in VOTES)
    count = len(outcomes)
    minority = count - max(votes_0, votes_1, count - votes_0 - votes_1)
    taken = count + held
    places = {
        Order.SHUFFLED: 0,
        Order.FEWEST: taken,
        Order.DISPUTED: taken - A_VOICE_OF_A_MINORITY * minority,
    }
    undecided = pair.settled is None and pair.left_out is None
    needed = project.judgments_per_pair + pair.more_judgments
    waits = pair.pool == Pool.REGULAR and undecided and taken < needed
    return {
        "id": pair.id,
        "judgment_count": count,
        "votes_0": votes_0,
        "votes_1": votes_1,
        "minority": minority,
        "leases": held,
        "priority": places[project.protocol.order] if waits else None,
    }


def _kept_coverage(studio: Studio) -> dict[Any, int]:
    rows = rows_of(studio, Coverage)
    return {(one.project_id, one.judgment_count): one.pairs for one in rows if one.pairs}


def _kept_tallies(studio: Studio) -> dict[Any, tuple[int, ...]]:
    kept = {
        (one.project_id, one.person_id, one.day): (one.judged, one.skipped, one.surplus, one.active_ms)
        for one in rows_of(studio, Tally)
    }
    return {key: counts for key, counts in kept.items() if any(counts)}


def _tallies_of(studio: Studio, standing: list[Judgment]) -> dict[Any, tuple[int, ...]]:
    """A ranking is one piece of work; the judgments that it implies are none."""
    imported = {one.id for one in rows_of(studio, Person) if one.kind == PersonKind.IMPORTED}
    sums: dict[Any, tuple[int, ...]] = {}
    for one in standing:
        implied = one.ranking_id is not None and one.ranking_id != one.id
        if implied or one.person_id in imported or one.purpose == Purpose.IMPORTED:
            continue
        key = (one.project_id, one.person_id, one.received_at.astimezone().date())
        skip = one.outcome == Outcome.SKIP
        figures = (int(not skip), int(skip), int(one.surplus), one.active_ms or 0)
        sums[key] = tuple(map(sum, zip(sums.get(key, (0, 0, 0, 0)), figures, strict=True)))
    return {key: figures for key, figures in sums.items() if any(figures)}
