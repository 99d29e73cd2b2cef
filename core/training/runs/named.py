"""What a request names besides data sets: a reward, a run to repeat, a model to go on from, a file."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from core.access import Action, PersonView
from core.datasets.reach import refuse_foreign_source
from core.db import find
from core.errors import InvalidInput, NotAllowed, NotFound
from core.findings import Finding, Level
from core.rewards import RewardDetail, get_reward, reward_findings
from core.training.method import LaunchRequest, Method
from core.training.models import Run
from core.training.parameters import parameters_of, reward_parameter
from core.training.runs.requests import ModelMaker, makers_of_model

MAKE_ONE = "Make one on the rewards page."


def check_reward(
    session: Session, project_id: int, method: Method, parameters: Mapping[str, Any]
) -> tuple[RewardDetail | None, list[Finding]]:
    """The reward that a parameter names; it must be one of the project's."""
    number = parameters.get(reward_parameter(method.parameters))
    if not isinstance(number, int):
        return None, []
    text = f"There is no reward number {number} in this project."
    try:
        found = get_reward(session, number)
    except NotFound:
        return None, [Finding(Level.STOP, text, MAKE_ONE)]
    if found.view.project_id != project_id:
        return None, [Finding(Level.STOP, text, MAKE_ONE)]
    return found, reward_findings(found.view)


def foreign(
    session: Session, actor: PersonView, project_id: int, request: LaunchRequest, method: Method
) -> Iterator[Finding]:
    """What stands against a run to repeat, a model to go on from and a file to read."""
    number = request.retried_from
    earlier = None if number is None else find(session, Run, number)
    if number is not None and (earlier is None or earlier.project_id != project_id):
        yield Finding(Level.STOP, f"There is no run number {number} in this project.")
    for name, parameter in parameters_of(method.parameters).items():
        if parameter.reads:
            yield from _not_theirs(session, actor, request.parameters.get(name))
        model = request.parameters.get(name) if parameter.goes_on_from else None
        if not isinstance(model, str):
            continue
        makers = makers_of_model(session, model)
        seen = [one for one in makers if actor.may(Action.SEE_RUNS, one.project_id)]
        if makers and not seen:
            yield Finding(Level.STOP, f"{name}: there is no model {model} to go on from.")
        for maker in sorted(seen, key=attrgetter("name")):
            if maker.method not in parameter.goes_on_from:
                yield _not_from(name, maker, method, parameter.goes_on_from)


def _not_theirs(session: Session, actor: PersonView, address: Any) -> Iterator[Finding]:
    """An address that leads to what the studio keeps for others; one that is none is refused elsewhere."""
    if not isinstance(address, str):
        return
    try:
        refuse_foreign_source(session, actor, address)
    except NotAllowed as error:
        yield Finding(Level.STOP, str(error))
    except InvalidInput:
        return


def _not_from(name: str, maker: ModelMaker, method: Method, documented: Iterable[str]) -> Finding:
    """A model of a run whose method no document lets another go on from."""
    ways = " or ".join(documented)
    text = (
        f"{name} names a model of {maker.name}, a run of {maker.method}; that {method.name} goes on from "
        f"such a model is documented nowhere."
    )
    return Finding(Level.STOP, text, f"Choose a model of {ways}, or leave {name} empty.")
