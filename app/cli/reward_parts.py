"""What the options of ``prefstudio reward make`` say of a reward's parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import InvalidInput
from core.rewards import SCORE_EXPRESSION, AutoraterPart, CloudRunPart, FormatPart, LengthPart, NewModel, Part

P = TypeVar("P", bound=BaseModel)

OPTIONS = {
    (AutoraterPart, "model"): "--judge",
    (FormatPart, "expression"): "--format",
    (FormatPart, "weight"): "--format-weight",
    (LengthPart, "weight"): "--length-weight",
}
"""By which option a field was given, where its name does not say so."""


class Judging(StrEnum):
    """What says which answer is better."""

    MODEL = "model"
    AUTORATER = "autorater"
    CLOUD_RUN = "cloud-run"


@dataclass(frozen=True)
class Given:
    """The options as they were given; none and empty where they were not."""

    kind: Judging
    weight: float
    judge: str
    prompt: Path | None
    expression: str
    samples: int | None
    address: str
    most_words: int | None
    length_weight: float
    format: str
    format_weight: float


def parts_of(given: Given, draft: Callable[[], str]) -> tuple[Part | NewModel, ...]:
    """The parts of a reward, that which judges answers first.

    Args:
        given: The options.
        draft: Gives what a judge may be asked, where no file says it.

    Raises:
        InvalidInput: An option is missing, is for another kind, or has a value that cannot be.
    """
    _refuse_other_kinds(given)
    return (_judging(given, draft), *_beside(given))


def _judging(given: Given, draft: Callable[[], str]) -> Part | NewModel:
    if given.kind == Judging.MODEL:
        return NewModel(weight=given.weight)
    if given.kind == Judging.CLOUD_RUN:
        if not given.address:
            raise InvalidInput("A reward server is asked at its address: give it with --address https://….")
        return _made(CloudRunPart, name="server", weight=given.weight, address=given.address)
    if not given.judge:
        raise InvalidInput("An autorater is a model that judges: name it with --judge.")
    return _made(
        AutoraterPart,
        name="judge",
        weight=given.weight,
        model=given.judge,
        prompt=_text(given.prompt) if given.prompt else draft(),
        expression=given.expression or SCORE_EXPRESSION,
        samples=given.samples or 1,
    )


def _beside(given: Given) -> Iterator[Part]:
    if given.most_words is not None:
        yield _made(LengthPart, name="length", weight=given.length_weight, most_words=given.most_words)
    if given.format:
        yield _made(FormatPart, name="format", weight=given.format_weight, expression=given.format)


def _refuse_other_kinds(given: Given) -> None:
    """An option that nobody would look at is a slip."""
    judge = (given.judge, given.prompt, given.expression, given.samples)
    names = ("--judge", "--prompt", "--expression", "--samples")
    options = [(Judging.AUTORATER, *one) for one in zip(names, judge, strict=True)]
    options.append((Judging.CLOUD_RUN, "--address", given.address))
    for kind, name, value in options:
        if value and kind != given.kind:
            raise InvalidInput(
                f"{name} is for --kind {kind.value}, and this reward is of kind {given.kind.value}; "
                "leave one of them out."
            )


def _made(part: type[P], **fields: Any) -> P:
    try:
        return part(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ").removeprefix("prompt ")
        name = str(first["loc"][0]) if first["loc"] else "prompt"
        option = OPTIONS.get((part, name), "--" + name.replace("_", "-"))
        raise InvalidInput(f"{option}: {message}.") from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"--prompt {file}: it cannot be read ({error}).") from None
