"""What a way to sign in is."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from sqlmodel import Session

from core.access import PersonView


@dataclass(frozen=True)
class Waiting:
    """Somebody who is known, but not let in for now: the sentence says why, and whom to ask."""

    sentence: str


Found = PersonView | Waiting | None


class Way(ABC):
    """One way to know who is there."""

    @abstractmethod
    def find(self, session: Session) -> Found:
        """Who is there now: asked at the beginning of every run, and again inside every write.

        It costs one indexed statement.
        """

    @abstractmethod
    def keep_alive(self) -> None:
        """Note that somebody works here; asked once a run, and does nothing most times."""

    @abstractmethod
    def show(self, waiting: Waiting | None) -> None:
        """Draw the screen of whoever is not let in; ``waiting`` says why, of somebody who is known."""

    @abstractmethod
    def leave(self) -> None:
        """Draw the way out, at the foot of the sidebar."""
