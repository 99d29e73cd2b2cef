"""A person's day as the labeller and the ranker are given it."""

from typing import TypedDict


class DayFigure(TypedDict):
    """One line of a person's day."""

    label: str
    text: str


class DayData(TypedDict):
    """A person's day.

    Attributes:
        figures: How it goes; None while nobody has asked, for they cost more than an answer should.
        own_goal: Answers a day that the person wants to give; None where the lead's goal counts.
        lead_goal: What a lead set for everybody; 0 for none.
        remind: Whether to be reminded of a break.
        problem: Why the last change was not taken, else empty.
    """

    figures: list[DayFigure] | None
    own_goal: int | None
    lead_goal: int
    remind: bool
    problem: str
