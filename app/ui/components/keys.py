"""The keys of the labeller and the ranker: what each means, and what offers it.

All that says a key takes it from these tables: what the browser does with it, the labels on buttons, the list
behind ``?``, the quality page's decisions and docs/labelling.md. The blind comparison is the labeller.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

_ON_BUTTONS = {
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Backspace": "⌫",
    "Enter": "↵",
    "Escape": "Esc",
    "Control+Enter": "Ctrl Enter",
    "Alt+ArrowUp": "Alt ↑",
    "Alt+ArrowDown": "Alt ↓",
}


@dataclass(frozen=True)
class Key:
    """One line of the list of keys.

    Attributes:
        means: The action of each key; keys are spelt as ``aria-keyshortcuts`` spells them.
        words: What the line says; nothing: the keys work and are not listed.
        offered: The options that must be on, or off (``no tie``), for the keys to work.
        during: What they are for: the item, the details after a choice, or what lies open over both.
        shown: How the line shows its keys, where that is not one by one.
        fixed: Whether nobody may give its actions keys of their own.
    """

    means: Mapping[str, str]
    words: str
    offered: tuple[str, ...] = ()
    during: Literal["work", "details", "open"] = "work"
    shown: tuple[str, ...] = ()
    fixed: bool = False

    @property
    def labels(self) -> list[str]:
        """The keys as they stand on buttons and in the list."""
        return list(self.shown) or [on_button(name) for name in self.means]

    def works(self, options: Mapping[str, Any]) -> bool:
        """Whether the options offer it."""
        return all(bool(options[one.removeprefix("no ")]) != one.startswith("no ") for one in self.offered)


_FLAG = Key({"F": "flag"}, "Flag, with a reason; again: take it back", ("flag_reasons",))
_TWO = (
    Key({"ArrowDown": "lines-down", "ArrowUp": "lines-up"}, "Scroll by a few lines"),
    Key({"Y": "tied"}, "Both answers scroll together, or each alone"),
)
_COMMON = (
    Key({"D": "show-apart"}, "Mark what only one answer says; again: no marks"),
    Key({"V": "show-copied"}, "Mark what answers have verbatim from the prompt; again: no marks"),
    Key({"M": "show-raw"}, "The texts as they are written; again: as they are meant", ("formatted",)),
    Key(
        {"Space": "scroll-down", "PageDown": "scroll-down", "PageUp": "scroll-up"},
        "Scroll the text marked ↕, and on to the next one",
    ),
    Key({"W": "next"}, "Which text the keys scroll"),
    Key({"H": "fold"}, "Hide the post, or show it again"),
    Key({"G": "guidelines"}, "Guidelines", ("guidelines",)),
    Key({"I": "day"}, "My day: how it goes, my goal, breaks", ("day",)),
    Key({"K": "desk"}, "Layout, size of texts, keys of your own"),
    Key({"+": "size-up", "-": "size-down"}, "Larger or smaller texts"),
    Key({"?": "help"}, "This list", fixed=True),
)

LABELLER = (
    Key({"1": "left", "ArrowLeft": "left"}, "Choose the first", ("choice", "no strength")),
    Key({"2": "right", "ArrowRight": "right"}, "Choose the second", ("choice", "no strength")),
    Key(
        {"1": "scale-1", "2": "scale-2", "3": "scale-3", "4": "scale-4"},
        "The first is better, from much to slightly",
        ("strength",),
    ),
    Key({"5": "scale-5"}, "Equal", ("strength", "tie")),
    Key(
        {"6": "scale-6", "7": "scale-7", "8": "scale-8", "9": "scale-9"},
        "The second is better, from slightly to much",
        ("strength",),
    ),
    Key({"T": "tie"}, "Tie", ("tie",)),
    Key({"B": "bothbad"}, "Both bad", ("both_bad",)),
    Key(
        {"Q": "mark-left-pass", "A": "mark-left-fail"},
        "The first passes, or fails, the quality bar",
        ("quality_bar",),
    ),
    Key(
        {"P": "mark-right-pass", "L": "mark-right-fail"},
        "The second passes, or fails, the quality bar",
        ("quality_bar",),
    ),
    Key(
        {"7": "sure-1", "8": "sure-2", "9": "sure-3"},
        "Unsure, fairly sure, sure: before choosing",
        ("confidence",),
    ),
    Key(
        {"1": "rate-left", "T": "rate-same", "2": "rate-right"},
        "Details: the first is better, the same, the second",
        ("axes",),
        during="details",
    ),
    Key(
        {"ArrowUp": "move-up", "ArrowDown": "move-down"},
        "Details: the line above, below",
        ("several axes",),
        during="details",
    ),
    Key({"ArrowUp": "move-up", "ArrowDown": "move-down"}, "", ("details",), during="details"),
    Key({"Control+Enter": "done"}, "Details: done", ("details",), during="details", fixed=True),
    Key({"Escape": "takeback"}, "Details: take the choice back", ("details",), during="details", fixed=True),
    Key({"S": "skip"}, "Skip, with a reason", ("skip_reasons",)),
    Key({"S": "skip"}, "Skip", ("no skip_reasons",)),
    _FLAG,
    Key({"U": "undo"}, "Undo the last answer", ("undo",)),
    Key({"O": "earlier"}, "Earlier answers: one back, to change it", ("reopening",)),
    Key({"Enter": "goon"}, "Go on after a missed pair, or from the guidelines", ("lessons",), fixed=True),
    *_COMMON,
    *_TWO,
    Key({"Escape": "escape"}, "Close, or let go of selected text", during="open", fixed=True),
)
"""``details`` are asked where there are axes or a rationale."""

RANKER = (
    Key(
        {str(number): f"place-{number}" for number in range(1, 10)},
        "Give this answer the next rank",
        shown=("1 … 9",),
        fixed=True,
    ),
    Key({}, "Move a card with the mouse", shown=("Drag",)),
    Key({"Backspace": "back"}, "Take the last one back"),
    Key({"ArrowUp": "focus-up", "ArrowDown": "focus-down"}, "Go to the card above or below"),
    Key(
        {"Alt+ArrowUp": "move-up", "Alt+ArrowDown": "move-down"}, "Move the card; Shift works too", fixed=True
    ),
    Key({"Shift+ArrowUp": "move-up", "Shift+ArrowDown": "move-down"}, "", fixed=True),
    Key({"Enter": "send"}, "Send the order", fixed=True),
    Key({"E": "expand"}, "Show all of every answer"),
    Key({"S": "skip"}, "Skip"),
    _FLAG,
    Key({"U": "undo"}, "Undo the last ranking"),
    Key({"O": "earlier"}, "Earlier rankings: one back, to change it", ("reopening",)),
    *_COMMON,
    Key({"Escape": "escape"}, "Close, let a dragged card go back, or let go of selected text", fixed=True),
)


def on_button(name: str) -> str:
    """Return a key as it stands on buttons."""
    return _ON_BUTTONS.get(name, name)


def keys_of(action: str, table: Iterable[Key] = LABELLER) -> list[str]:
    """Return the keys that mean this action, the usual one first."""
    return list(dict.fromkeys(name for key in table for name, means in key.means.items() if means == action))


def key_of(action: str, table: Iterable[Key] = LABELLER) -> str:
    """Return the usual key that means this action."""
    return keys_of(action, table)[0]


def for_browser(table: Iterable[Key], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what works with these options, keys by the names that a browser's events have."""
    return [
        {
            "means": {_in_events(name): action for name, action in key.means.items()},
            "labels": key.labels,
            "words": key.words,
            "during": key.during,
        }
        for key in table
        if key.works(options)
    ]


def _in_events(name: str) -> str:
    return " " if name == "Space" else name.lower()
