"""Visits to the studio through AppTest: who is there, which page, what is on it and what was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from app.ui.access import PICKED
from core.access import PersonView, Role
from core.labelling import ProjectView
from core.services import Studio
from tests.pages.homes import only_project, person_as

ROOT = Path(__file__).parents[2]
PATIENCE_S = 15


class Visit:
    """One browser tab, with somebody there or, without ``person``, nobody yet."""

    def __init__(self, person: PersonView | None = None) -> None:
        self.at = AppTest.from_file(ROOT / "app" / "main.py", default_timeout=PATIENCE_S)
        # Zero is nobody; without it the app would look for a cookie, which AppTest only mimics.
        self.at.session_state[PICKED] = person.id if person else 0
        self.run()

    def run(self) -> "Visit":
        """Run the app once; nothing unexpected may happen, whatever else is checked."""
        self.at.run()
        assert not self.at.exception, [one.message for one in self.at.exception]
        return self

    def go(self, page: str) -> "Visit":
        """Open a page by its name."""
        self.at.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return self.run()

    def click(self, key: str) -> "Visit":
        """Press a button."""
        self.at.button(key=key).click()
        return self.run()

    def submit(self, label: str) -> "Visit":
        """Press a form's button."""
        next(one for one in self.at.form_submit_button if one.label == label).click()
        return self.run()

    @property
    def errors(self) -> list[str]:
        """The refusals on the page, as a person reads them."""
        return [unescaped(one.value) for one in self.at.error]

    @property
    def words(self) -> str:
        """Everything on the page that is text, as a person reads it."""
        return "\n".join(unescaped(value) for _, value in self.sent())

    def sent(self) -> Iterator[tuple[str, str]]:
        """Every text that went to the browser, with the message and field it went in."""
        for node in self.at:
            if getattr(node, "proto", None) is not None:
                yield from texts_of(node.proto)


@dataclass(frozen=True)
class Home:
    """A home that is open: the pages under test work on it."""

    studio: Studio

    @property
    def project(self) -> ProjectView:
        """Its one project."""
        return only_project(self.studio)

    def person(self, role: Role) -> PersonView:
        """Who is there in this role."""
        return person_as(self.studio, role)

    def visit(self, role: Role = Role.LEAD) -> Visit:
        """Open the studio as the person with this role."""
        return Visit(self.person(role))


def texts_of(message: Message) -> Iterator[tuple[str, str]]:
    """All texts in a message and in those inside it; bytes count as the text they hold."""
    for field, value in message.ListFields():
        for one in _values(value):
            if isinstance(one, Message):
                yield from texts_of(one)
            elif isinstance(one, str | bytes):
                text = one.decode(errors="replace") if isinstance(one, bytes) else one
                yield f"{message.DESCRIPTOR.name}.{field.name}", text


def unescaped(text: str) -> str:
    """Text that went through ``app.ui.actions.plain``, as Markdown shows it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u2060", "")


def _values(value: Any) -> list[Any]:
    if isinstance(value, str | bytes | Message | int | float):
        return [value]
    return list(value.values()) if hasattr(value, "values") else list(value)
