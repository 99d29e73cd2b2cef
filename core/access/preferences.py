"""How a person likes their desk: small values by name, kept with the person; layout and keys are one."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from sqlmodel import Session, select

from core.access.actor import PersonView, ensure_self, refuse_paused
from core.access.models import Person
from core.errors import InvalidInput

TEXT_SIZES = (90, 100, 112, 125, 150, 175)
"""Steps of the size of texts, in percent."""
MOST_KEYS = 80
DESK = "desk"

Name = Annotated[str, StringConstraints(min_length=1, max_length=30)]


class Layout(StrEnum):
    """Where the prompt stands, and where the answers."""

    AUTO = "auto"  # the prompt left; the answers beside each other where the window is wide enough
    LEFT = "left"  # the prompt left, the answers one below the other
    ABOVE = "above"  # the prompt above, the answers beside each other below it
    COLUMN = "column"  # all one below the other
    THREE = "three"  # three columns


class Desk(BaseModel):
    """How somebody likes it; kept with the person, so that it is there at whatever machine they sit down.

    Attributes:
        layout: Where prompt and answers stand.
        text_percent: The size of what is read, one of `TEXT_SIZES`.
        tied: Whether both answers scroll together.
        keys: Keys of their own, by action; which may be given is for the screen to say.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    layout: Layout = Layout.AUTO
    text_percent: int = 100
    tied: bool = False
    keys: dict[Name, Name] = Field(default_factory=dict, max_length=MOST_KEYS)

    @field_validator("text_percent")
    @classmethod
    def _a_step(cls, percent: int) -> int:
        if percent not in TEXT_SIZES:
            msg = f"{percent} % is none of the sizes: {', '.join(map(str, TEXT_SIZES))}"
            raise ValueError(msg)
        return percent

    @classmethod
    def of(cls, preferences: object) -> Self:
        """What is on record; the usual desk where that is nothing, or of another release."""
        kept = preferences.get(DESK) if isinstance(preferences, dict) else None
        try:
            return cls.model_validate(kept or {})
        except ValidationError:
            return cls()

    def with_changes(self, changes: object) -> Self:
        """This desk with what a browser says of layout, size and scrolling.

        Raises:
            InvalidInput: What it says is none of the choices.
        """
        said = changes if isinstance(changes, dict) else {}
        known = {name: said[name] for name in ("layout", "text_percent", "tied") if name in said}
        try:
            return self.model_validate({**self.model_dump(), **known})
        except ValidationError as error:
            raise InvalidInput("This layout or size is none of those offered; choose it again.") from error


def preferences_of(session: Session, person_id: int | None) -> dict[str, Any]:
    """What a person has kept, by name; nothing of somebody who is not there."""
    ensure_self(session, person_id)
    return dict(session.exec(select(Person.preferences).where(Person.id == person_id)).first() or {})


def keep_preference(session: Session, actor: PersonView, name: str, value: Any) -> None:
    """Keep a value that JSON can say under this name; None takes it away.

    Two windows of one person take turns, so neither loses what the other kept.
    """
    ensure_self(session, actor.id)
    row = session.exec(select(Person).where(Person.id == actor.id).with_for_update()).one()
    kept = {one: held for one, held in row.preferences.items() if one != name}
    row.preferences = kept if value is None else kept | {name: value}
    session.add(row)


def read_desk(session: Session, person_id: int) -> Desk:
    """The desk of the person who asks, in one query.

    Raises:
        NotAllowed: It is somebody else's.
    """
    return Desk.of(preferences_of(session, person_id))


def save_desk(session: Session, actor: PersonView, desk: Desk) -> Desk:
    """Keep the actor's own desk.

    Raises:
        NotAllowed: They are paused.
    """
    refuse_paused(actor)
    keep_preference(session, actor, DESK, desk.model_dump(mode="json"))
    return desk
