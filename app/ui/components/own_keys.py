"""Keys of one's own: what may be given to an action, and what becomes of the table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypedDict

from app.ui.components.keys import LABELLER, RANKER, Key, key_of, keys_of, on_button
from core.errors import InvalidInput

NAMED = {
    name.lower(): name
    for name in (
        *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"),
        *("Backspace", "Delete", "Insert", "Space"),
    )
} | {" ": "Space"}
"""Keys that are no letter, digit or sign, by the names that a browser gives them."""
RESERVED = {
    "C": "belongs to the page around",
    "R": "belongs to the page around",
    "?": "always opens the list of keys",
    "Escape": "always closes and takes back",
    "Enter": "presses what has the focus",
    "Tab": "moves the focus",
}
APART = frozenset({"strength", "confidence"})
USUAL, LEFT_HALF, RIGHT_HALF = "usual", "left", "right"
PRESETS: dict[str, dict[str, str]] = {
    USUAL: {},
    LEFT_HALF: {
        "mark-right-pass": "E",
        "mark-right-fail": "D",
        "undo": "X",
        "show-apart": "Z",
        "sure-1": "3",
        "sure-2": "4",
        "sure-3": "5",
    },
    RIGHT_HALF: {
        "left": "J",
        "right": "K",
        "tie": "I",
        "bothbad": "'",
        "mark-left-pass": "Y",
        "mark-left-fail": "H",
        "rate-left": "J",
        "rate-same": "I",
        "rate-right": "K",
        "skip": "N",
        "flag": "0",
        "guidelines": ",",
        "next": ".",
        "tied": ";",
        "fold": "Delete",
        "desk": "/",
        "day": "Insert",
    },
}
"""Sets for one hand: what is pressed for every pair lies on that half of an English keyboard."""


class Button(TypedDict):
    """The keys of one action: spelt for ``aria-keyshortcuts``, and as they stand on its button."""

    keys: str
    labels: list[str]
    own: bool
    fixed: bool


def own_table(table: Iterable[Key], own: Mapping[str, str]) -> tuple[Key, ...]:
    """Return the table with keys of one's own: each replaces the usual one, and others lose it."""
    lines = tuple(table)
    given = {action: name for action, name in own.items() if keys_of(action, lines)}
    return tuple(replace(line, means=dict(_means(line, lines, given))) for line in lines)


def give_key(own: Mapping[str, str], action: str, pressed: str) -> dict[str, str]:
    """Return one's own keys with one more; the usual key of an action takes its own away again.

    Args:
        own: The keys so far, by action.
        action: What is to have another key.
        pressed: The key, by the name that a browser's events have.

    Raises:
        InvalidInput: Nothing has that name, the key is not to be had, or it means something else already.
    """
    tables = [table for table in (LABELLER, RANKER) if keys_of(action, table)]
    if not tables or any(_fixed(action, table) for table in tables):
        raise InvalidInput("This action keeps its key; choose another one in the list.")
    name = _checked(pressed)
    others = {one: key for one, key in own.items() if one != action}
    for table in tables:
        words = _meant(name, action, table, others)
        if words:
            raise InvalidInput(f"{on_button(name)} already means “{words}”. Give that another key first.")
    return others | ({} if name == key_of(action, tables[0]) else {action: name})


def buttons(table: Iterable[Key], own: Mapping[str, str]) -> dict[str, Button]:
    """Return the keys of every action of a table that has keys of one's own in it."""
    lines = tuple(table)
    actions = {action for line in lines for action in line.means.values()}
    fixed = {action for line in lines if line.fixed for action in line.means.values()}
    return {
        action: Button(
            keys=" ".join(keys_of(action, lines)),
            labels=[on_button(name) for name in keys_of(action, lines)],
            own=action in own,
            fixed=action in fixed,
        )
        for action in sorted(actions)
    }


def _means(line: Key, lines: tuple[Key, ...], own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The keys of a line, each with its action, with one's own and without those given away."""
    for name, action in line.means.items():
        mine = own.get(action)
        if mine and name == key_of(action, lines):
            yield mine, action
        elif name != mine and not any(
            key == name and one != action and _meet(one, line, lines) for one, key in own.items()
        ):
            yield name, action


def _meant(name: str, action: str, table: tuple[Key, ...], own: Mapping[str, str]) -> str:
    """What a key means to others while it could mean this action; a second key of theirs may be taken."""
    for line, now in zip(table, own_table(table, own), strict=True):
        other = now.means.get(name, action)
        if other != action and _meet(action, line, table) and (now.fixed or name == key_of(other, [now])):
            return next(one.words for one in table if one.words and other in one.means.values())
    return ""


def _meet(action: str, line: Key, lines: tuple[Key, ...]) -> bool:
    """Whether the keys of a line can work at the same time as this action's."""
    return any(
        action in one.means.values() and one.during == line.during and _together(one, line) for one in lines
    )


def _together(one: Key, other: Key) -> bool:
    """Whether a project may offer both; a scale and the question how sure one is exclude each other."""
    offered = {*one.offered, *other.offered}
    return not any(f"no {option}" in offered for option in offered) and not offered >= APART


def _fixed(action: str, table: tuple[Key, ...]) -> bool:
    return any(line.fixed for line in table if action in line.means.values())


def _checked(pressed: str) -> str:
    name = NAMED.get(pressed.lower(), pressed.upper() if len(pressed) == 1 else pressed)
    called = {one.lower(): one for one in RESERVED}.get(name.lower(), name)
    if called in RESERVED:
        raise InvalidInput(f"{on_button(called)} {RESERVED[called]}. Press another key.")
    if name not in NAMED.values() and not (len(name) == 1 and name.isprintable() and not name.isspace()):
        raise InvalidInput("This key is not told apart on every keyboard. Press a letter, digit or arrow.")
    return name
