"""A compiled pipeline as the tasks that do something and what each waits for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

CONDITION = re.compile(r"condition(-branches)?-\d+")


@dataclass(frozen=True)
class Leaf:
    """A task that is no group of others; its name is the path of the groups it is in."""

    name: str
    depends_on: tuple[str, ...]


def leaf_tasks(specification: Mapping[str, Any]) -> tuple[Leaf, ...]:
    """The tasks of a pipeline specification, each after those it depends on.

    Args:
        specification: As kfp compiles it: ``root``, ``components``, each with a ``dag`` or without.
    """
    waits = _walk(specification["root"]["dag"], specification.get("components", {}), (), ())
    return tuple(Leaf(name, waits[name]) for name in TopologicalSorter(waits).static_order())


def path_name(names: tuple[str, ...]) -> str:
    """A task's name from those of its groups and its own; conditions are left out, which only say whether."""
    return "/".join(name for name in names if not CONDITION.fullmatch(name))


def _walk(
    dag: Mapping[str, Any], components: Mapping[str, Any], above: tuple[str, ...], waiting: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """What each leaf below waits for; a group's first tasks wait for what the group waits for."""
    tasks = dag.get("tasks", {})
    order = TopologicalSorter({name: _depends_on(task) for name, task in tasks.items()})
    found: dict[str, tuple[str, ...]] = {}
    last_of: dict[str, tuple[str, ...]] = {}
    for name in order.static_order():
        task = tasks[name]
        before = tuple(dict.fromkeys(end for one in _depends_on(task) for end in last_of[one])) or waiting
        inside = components.get(task["componentRef"]["name"], {}).get("dag")
        path = (*above, name)
        leaves = {path_name(path): before} if inside is None else _walk(inside, components, path, before)
        found |= leaves
        last_of[name] = _last(leaves) or before
    return found


def _depends_on(task: Mapping[str, Any]) -> list[str]:
    return sorted(task.get("dependentTasks", ()))


def _last(leaves: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Those that no other of them waits for."""
    waited_for = {name for before in leaves.values() for name in before}
    return tuple(name for name in leaves if name not in waited_for)
