"""What a lead decides about an enrolment, what crowd platforms send, and how an enrolment stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from string import Formatter
from typing import Self
from urllib.parse import quote, urlsplit

from core.db import clean_text
from core.enrolment.models import Enrolment
from core.errors import InvalidInput

MOST_PEOPLE = 100_000
MOST_ANSWERS = 1_000_000
LONGEST_NAME = 100
LONGEST_INTRO = 20_000
LONGEST_CODE = 64
LONGEST_ADDRESS = 1_000
MOST_KEYS = 8
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
TOKEN_KEY = "enrol"  # noqa: S105 - the name of a parameter
"""The parameter of the address that holds the token of a link."""
CODE, PARTICIPANT = "code", "participant"
"""What a return address may name beside the parameters that are kept."""


class Platform(StrEnum):
    """Where people come from, with what such a place sends; all of it can be changed in an enrolment."""

    PROLIFIC = "Prolific"
    MTURK = "Mechanical Turk"
    CONNECT = "CloudResearch Connect"
    IDS = "Elsewhere, with an id for each"
    NO_IDS = "Elsewhere, without ids"

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters that it adds to an address, the participant's id first."""
        return SENT[self]


SENT: Mapping[Platform, tuple[str, ...]] = {
    Platform.PROLIFIC: ("PROLIFIC_PID", "STUDY_ID", "SESSION_ID"),
    Platform.MTURK: ("workerId", "assignmentId", "hitId"),
    Platform.CONNECT: ("participantId", "assignmentId", "projectId"),
    Platform.IDS: (PARTICIPANT,),
    Platform.NO_IDS: (),
}
FILLED_IN = {name: f"{{{{%{name}%}}}}" for name in SENT[Platform.PROLIFIC]}
"""How Prolific wants the address written; what stands in the double braces is filled in for each person."""


@dataclass(frozen=True)
class EnrolmentSettings:
    """What a lead decides about an enrolment; the fields are those of `Enrolment`."""

    name: str
    cap: int
    ends_at: datetime
    target: int | None = None
    intro: str = ""
    code: str = ""
    failed_code: str = ""
    return_url: str = ""
    participant_key: str = ""
    platform_keys: tuple[str, ...] = ()
    anywhere: bool = False

    def __post_init__(self) -> None:
        for name in ("name", "code", "failed_code", "return_url", "participant_key"):
            object.__setattr__(self, name, " ".join(clean_text(getattr(self, name)).split()))
        object.__setattr__(self, "intro", clean_text(self.intro).strip())

    def check(self) -> None:
        """Refuse what cannot work.

        Raises:
            InvalidInput: The first thing that is wrong, with its remedy.
        """
        self._check_numbers()
        self._check_texts()
        self._check_keys()
        check_return_url(self.return_url, self.platform_keys)

    def _check_numbers(self) -> None:
        if not 1 <= self.cap <= MOST_PEOPLE:
            raise InvalidInput(f"Between 1 and {MOST_PEOPLE:,} people can take part, not {self.cap:,}.")
        if self.target is not None and not 1 <= self.target <= MOST_ANSWERS:
            raise InvalidInput(
                f"The answers of each person are between 1 and {MOST_ANSWERS:,}, not {self.target:,}."
            )
        if self.ends_at.tzinfo is None:
            raise InvalidInput("The end has no time zone; give one.")

    def _check_texts(self) -> None:
        if not self.name or len(self.name) > LONGEST_NAME:
            raise InvalidInput(f"An enrolment's name has 1 to {LONGEST_NAME} characters; give it one.")
        if len(self.intro) > LONGEST_INTRO:
            raise InvalidInput(
                f"The text for participants has {len(self.intro):,} characters; {LONGEST_INTRO:,} fit."
            )
        for code in (self.code, self.failed_code):
            if len(code) > LONGEST_CODE or not code.isprintable():
                raise InvalidInput(
                    f"A code has at most {LONGEST_CODE} visible characters; give a shorter one."
                )
        if self.failed_code and self.failed_code == self.code:
            raise InvalidInput(
                "Who does not qualify needs another code than who completes; change one of them."
            )

    def _check_keys(self) -> None:
        keys = [*filter(None, [self.participant_key]), *self.platform_keys]
        if len(keys) > MOST_KEYS or len(set(keys)) < len(keys):
            raise InvalidInput(f"Name each parameter of the address once, and at most {MOST_KEYS} of them.")
        for key in keys:
            if not KEY.fullmatch(key) or key in {TOKEN_KEY, CODE}:
                raise InvalidInput(
                    f"“{key[:40]}” cannot be the name of a parameter: names have letters, digits, _ . and -, "
                    f"and are neither {TOKEN_KEY} nor {CODE}."
                )
        if self.platform_keys and not self.participant_key:
            raise InvalidInput("Name the parameter that holds the participant id, or keep no others.")


def check_return_url(template: str, platform_keys: tuple[str, ...]) -> None:
    """Refuse a return address that is not https, or whose host or names depend on what a browser sends.

    Raises:
        InvalidInput: It says what is wrong with it.
    """
    if not template:
        return
    known = {CODE, PARTICIPANT, *platform_keys}
    try:
        parts = urlsplit(template)
        named = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
        host = parts.hostname or ""
    except ValueError:
        raise InvalidInput("The return address cannot be read; copy it anew from the platform.") from None
    plain_host = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)
    if parts.scheme != "https" or not plain_host or "@" in parts.netloc or " " in template:
        raise InvalidInput("The return address begins with https:// and the name of a host; give it whole.")
    if len(template) > LONGEST_ADDRESS or not template.isprintable():
        raise InvalidInput(
            f"The return address has more than {LONGEST_ADDRESS:,} characters, or invisible ones."
        )
    if unknown := [name for name in named if name not in known]:
        names = ", ".join(f"{{{name}}}" for name in sorted(known))
        raise InvalidInput(f"The return address names {{{unknown[0]}}}; it can name {names}.")


def filled_return_url(template: str, values: Mapping[str, str]) -> str:
    """The address with its names replaced, each value escaped; what is not known is left empty."""
    return "".join(
        text + (quote(values.get(field, ""), safe="") if field is not None else "")
        for text, field, _, _ in Formatter().parse(template)
    )


class EnrolmentState(StrEnum):
    """Whether more people can come by a link."""

    OPEN = "open"
    FULL = "full"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True)
class EnrolmentView:
    """An enrolment as a lead sees it."""

    id: int
    project_id: int
    settings: EnrolmentSettings
    enrolled: int
    closed_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, row: Enrolment) -> Self:
        """The view of a row that has its number."""
        fields = {name: getattr(row, name) for name in EnrolmentSettings.__dataclass_fields__}
        settings = EnrolmentSettings(**fields | {"platform_keys": tuple(row.platform_keys)})
        return cls(row.id or 0, row.project_id, settings, row.enrolled, row.closed_at, row.created_at)

    def state(self, at: datetime) -> EnrolmentState:
        """How it stands at a moment; what a lead did comes before what happened by itself."""
        if self.closed_at is not None:
            return EnrolmentState.CLOSED
        if at.astimezone(UTC) >= self.settings.ends_at:
            return EnrolmentState.ENDED
        return EnrolmentState.FULL if self.enrolled >= self.settings.cap else EnrolmentState.OPEN

    def link(self, origin: str, token: str) -> str:
        """The address to hand out; for Prolific with what it fills in for each person."""
        sent = [
            key for key in (self.settings.participant_key, *self.settings.platform_keys) if key in FILLED_IN
        ]
        return f"{origin}/enrol?{TOKEN_KEY}={token}" + "".join(f"&{key}={FILLED_IN[key]}" for key in sent)
