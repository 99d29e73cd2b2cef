"""Where the tasks of a run stand in a drawing of their pipeline: pure, whatever the names and arrows are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Node = tuple[str, str, int]
"""A task (its name, "", its layer), or where a longer way passes through a layer (from, to, layer)."""

SWEEPS = 4
"""How often the layers are sorted by their neighbours; more changes nothing in graphs of this size."""


@dataclass(frozen=True)
class Spot:
    """A place in the drawing.

    Attributes:
        layer: How many tasks must end before, counted along the longest way.
        offset: Where it lies in its layer; 0 is the middle, and neighbours are 1 apart.
    """

    layer: int
    offset: float


@dataclass(frozen=True)
class TaskLayout:
    """Tasks in layers.

    Attributes:
        spots: Where each task stands.
        ways: A line from a task to the one that waits for it, through free places of the layers between.
        layers: How many layers there are.
        widest: How many places the widest layer has.
    """

    spots: dict[str, Spot]
    ways: tuple[tuple[Spot, ...], ...]
    layers: int
    widest: int


def task_layout(depends_on: Mapping[str, Sequence[str]]) -> TaskLayout:
    """Layers in which every task stands below all it waits for, with few crossings.

    A dependency that follows from others is not drawn. One on a task that is not there is left out, and a
    circle, which no pipeline has but a name from outside may claim, is cut open.
    """
    needs = _nearest(_in_order(depends_on))
    layer = _layer_numbers(needs)
    chains = [_chain(need, name, layer) for name, own in needs.items() for need in own]
    rows: dict[int, list[Node]] = defaultdict(list)
    for node in [(name, "", layer[name]) for name in needs] + [
        one for chain in chains for one in chain[1:-1]
    ]:
        rows[node[2]].append(node)
    _untangle(rows, chains)
    places = {node: Spot(node[2], offset) for row in rows.values() for node, offset in _offsets(row)}
    return TaskLayout(
        {name: places[name, "", layer[name]] for name in depends_on},
        tuple(tuple(places[node] for node in chain) for chain in chains),
        len(rows),
        max((len(row) for row in rows.values()), default=0),
    )


def _in_order(depends_on: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The tasks such that each comes after all it needs."""
    placed: dict[str, list[str]] = {}
    waiting = list(depends_on)
    while waiting:
        free = [name for name in waiting if not (set(depends_on[name]) & set(waiting)) - {name}]
        for name in free or waiting[:1]:
            placed[name] = [need for need in dict.fromkeys(depends_on[name]) if need in placed]
            waiting.remove(name)
    return placed


def _nearest(needs: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Only the needs that do not follow from another one."""
    before: dict[str, set[str]] = {}
    for name, own in needs.items():
        before[name] = set(own).union(*(before[need] for need in own))
    return {
        name: [need for need in own if not any(need in before[other] for other in own)]
        for name, own in needs.items()
    }


def _layer_numbers(needs: Mapping[str, list[str]]) -> dict[str, int]:
    layer: dict[str, int] = {}
    for name, own in needs.items():
        layer[name] = max((layer[need] + 1 for need in own), default=0)
    return layer


def _chain(start: str, end: str, layer: Mapping[str, int]) -> list[Node]:
    between = [(start, end, number) for number in range(layer[start] + 1, layer[end])]
    return [(start, "", layer[start]), *between, (end, "", layer[end])]


def _untangle(rows: dict[int, list[Node]], chains: Iterable[list[Node]]) -> None:
    """Sort each layer by where its neighbours are, downwards and upwards in turn (the barycentre method)."""
    above: dict[Node, list[Node]] = defaultdict(list)
    below: dict[Node, list[Node]] = defaultdict(list)
    for chain in chains:
        for upper, lower in pairwise(chain):
            above[lower].append(upper)
            below[upper].append(lower)
    offset = {node: place for row in rows.values() for node, place in _offsets(row)}
    for sweep in range(SWEEPS):
        neighbours = below if sweep % 2 else above
        for number in sorted(rows, reverse=bool(sweep % 2)):
            centre = {
                node: _mean([offset[one] for one in neighbours[node] or [node]]) for node in rows[number]
            }
            rows[number].sort(key=centre.__getitem__)
            offset.update(_offsets(rows[number]))


def _offsets(row: list[Node]) -> Iterable[tuple[Node, float]]:
    return ((node, index - (len(row) - 1) / 2) for index, node in enumerate(row))


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
