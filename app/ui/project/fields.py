"""What stands in the fields of a project's settings: where it starts, and the settings it comes to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st

from core.errors import InvalidInput
from core.labelling import LabellingProtocol, Mode, Presentation, ProjectSettings, ProjectView
from core.labelling.refusing import read_settings

BASICS = ("name", "instruction", "guidelines", "paused")
AS_IT_IS = (
    "mode",
    "order",
    "choices",
    "strength",
    "confidence",
    "members_only",
    "reopening",
    "qualification_pairs",
    "calibration_pairs",
    "daily_goal",
)
PERCENTS = ("qualification_threshold", "gold_rate", "calibration_rate", "retest_rate")
LINES = ("skip_reasons", "flag_reasons")
SHOWN = ("content", "markdown_in_turns", "prompt", "answer", "read_to_end")
SHOWN_LINES = ("folded_endings", "picture_hosts")
SEEN = "seen"
"""Where the session keeps what was stored when the fields were filled."""
NOTHING = object()
SHORTEST = 40
"""The length of a rationale that is offered first, in characters."""


class Rationale(StrEnum):
    """Whether annotators are asked to say why."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Fields:
    """The fields of one project's settings; what is typed lives in the session until it is saved."""

    project: ProjectView

    @property
    def prefix(self) -> str:
        """What the keys of all its widgets begin with."""
        return f"edit_{self.project.id}"

    def key(self, name: str) -> str:
        """The key of a field's widget."""
        return f"{self.prefix}_{name}"

    @property
    def ranks(self) -> bool:
        """Whether answers are ranked; much is for pairs only."""
        return bool(self["mode"] == Mode.RANKINGS)

    def __getitem__(self, name: str) -> Any:
        return st.session_state[self.key(name)]

    def fill(self, values: dict[str, Any]) -> None:
        """Put values into fields."""
        for name, value in values.items():
            st.session_state[self.key(name)] = value

    def begin(self) -> None:
        """Start from what is stored where nothing is typed, and drop what cannot stand beside the rest.

        A field in which nobody typed follows what others have saved meanwhile.
        """
        stored = self._stored()
        seen = st.session_state.get(self.key(SEEN), {})
        for name, value in stored.items():
            typed = st.session_state.get(self.key(name), NOTHING)
            if typed is NOTHING or (name in seen and typed == seen[name]):
                st.session_state[self.key(name)] = value
        st.session_state[self.key(SEEN)] = stored
        if self["strength"]:
            self.fill({"confidence": False})
        if self.ranks:
            self.fill(
                {"qualification_pairs": 0, "gold_rate": 0.0, "calibration_rate": 0.0, "retest_rate": 0.0}
            )

    def forget(self) -> None:
        """Start anew from what is stored."""
        for name in (*self._stored(), SEEN):
            st.session_state.pop(self.key(name), None)

    def settings(self) -> ProjectSettings:
        """What the fields come to.

        Raises:
            InvalidInput: A field is unusable, or two contradict each other.
        """
        basics = {name: self[name] for name in BASICS}
        return ProjectSettings(
            **basics,
            judgments_per_pair=self["judgments"],
            protocol=read_settings(LabellingProtocol, self._protocol()),
            presentation=self.presentation(),
        )

    def presentation(self) -> Presentation:
        """How texts are shown, as the fields have it.

        Raises:
            InvalidInput: A field is unusable.
        """
        given = {name: self[name] for name in SHOWN} | {name: _lines(self[name]) for name in SHOWN_LINES}
        return read_settings(Presentation, given)

    def drafted(self) -> ProjectSettings | None:
        """As `settings`; None while the fields cannot be saved."""
        try:
            return self.settings()
        except InvalidInput:
            return None

    @property
    def changed(self) -> bool:
        """Whether something waits to be saved."""
        return any(self[name] != value for name, value in self._stored().items())

    def _stored(self) -> dict[str, Any]:
        basics = {name: getattr(self.project, name) for name in BASICS}
        protocol = field_values(self.project.judgments_per_pair, self.project.protocol)
        return basics | protocol | shown_values(self.project.presentation)

    def _protocol(self) -> dict[str, Any]:
        minimum = {Rationale.OFF: None, Rationale.OPTIONAL: 0, Rationale.REQUIRED: self["rationale_minimum"]}
        return (
            {name: self[name] for name in AS_IT_IS}
            | {name: self[name] / 100 for name in PERCENTS}
            | {name: _lines(self[name]) for name in LINES}
            | {"axes": self["axes"], "rationale_minimum": minimum[self["rationale"]]}
        )


def field_values(judgments_per_pair: int, protocol: LabellingProtocol) -> dict[str, Any]:
    """What the fields show for a protocol: shares as percentages, lists as lines."""
    minimum = protocol.rationale_minimum
    return (
        {name: getattr(protocol, name) for name in AS_IT_IS}
        | {name: round(100 * getattr(protocol, name), 3) for name in PERCENTS}
        | {name: "\n".join(getattr(protocol, name)) for name in LINES}
        | {
            "judgments": judgments_per_pair,
            "axes": list(protocol.axes),
            "rationale": _rationale(minimum),
            "rationale_minimum": minimum or SHORTEST,
        }
    )


def shown_values(presentation: Presentation) -> dict[str, Any]:
    """What the fields show for a presentation."""
    return {name: getattr(presentation, name) for name in SHOWN} | {
        name: "\n".join(getattr(presentation, name)) for name in SHOWN_LINES
    }


def _rationale(minimum: int | None) -> Rationale:
    if minimum is None:
        return Rationale.OFF
    return Rationale.REQUIRED if minimum else Rationale.OPTIONAL


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
