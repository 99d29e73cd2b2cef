"""How a function of core is called to see what it asks of the policy: short ways to its arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access import Action, PersonView
from core.review import Reviewing
from tests.contracts.policy_scene import Scene

Arguments = Callable[[Scene, PersonView], tuple[Any, ...]]


@dataclass(frozen=True)
class Ask:
    """The action, and what the function is called with behind the unit of work or the database."""

    action: Action
    arguments: Arguments
    more: Callable[[Scene, PersonView], dict[str, Any]] = lambda _scene, _who: {}


def in_project(scene: Scene, _who: PersonView) -> tuple[Any, ...]:
    return (scene.project,)


def by_number(scene: Scene, _who: PersonView) -> tuple[Any, ...]:
    return (scene.project.id,)


def acting(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (who, scene.project)


def on_member(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (who, scene.project, scene.bystander.id)


def own(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (scene.project, who.id)


def others(scene: Scene, _who: PersonView) -> tuple[Any, ...]:
    return (scene.project, scene.bystander.id)


def on_run(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (who, scene.run.run.id)


def reviewing(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (Reviewing(scene.review, who.id or 0),)


def of_review(scene: Scene, _who: PersonView) -> tuple[Any, ...]:
    return (scene.review,)


def on_link(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (who, scene.link.enrolment.id)


def few(_scene: Scene, _who: PersonView) -> dict[str, Any]:
    return {"limit": 2}
