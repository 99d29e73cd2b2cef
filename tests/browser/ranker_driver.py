"""Drives the ranker's harness in Chromium."""

from pathlib import Path

from labeller_driver import Labeller
from playwright.sync_api import Locator

HARNESS_RANKER = Path(__file__).parent / "harness_ranker.py"


def tokens(*numbers: int) -> list[str]:
    """Return the tokens of the answers of these numbers."""
    return [f"answer_{number}" for number in numbers]


class Ranker(Labeller):
    """One open page with the ranker, and the questions a test asks it."""

    def cards(self) -> Locator:
        """Return the cards, from top to bottom."""
        return self.page.locator(".answer")

    def card(self, number: int) -> Locator:
        """Return the card that bears this number, wherever it is."""
        return self.page.locator(f'.answer[data-action="place-{number}"]')

    def numbers(self) -> list[int]:
        """Return the cards' numbers from top to bottom."""
        actions = self.cards().evaluate_all("cards => cards.map(card => card.dataset.action)")
        return [int(action.removeprefix("place-")) for action in actions]

    def ranks(self) -> list[str]:
        """Return the badges from top to bottom; an answer without a rank has an empty one."""
        return self.page.locator(".answer .rank").evaluate_all("all => all.map(one => one.textContent)")

    def drag(self, number: int, *, over: int, drop: bool = True) -> None:
        """Drag one card over another one with the mouse."""
        start, end = self.card(number).bounding_box(), self.card(over).bounding_box()
        mouse = self.page.mouse
        mouse.move(start["x"] + 150, start["y"] + 20)
        mouse.down()
        mouse.move(start["x"] + 150, end["y"] + 20 + (end["y"] > start["y"]) * end["height"] / 2, steps=8)
        if drop:
            mouse.up()
