"""One table says what each key of the labeller and the ranker means; everything else agrees with it."""

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from app.ui.components.assembly import FRONTEND
from app.ui.components.keys import LABELLER, RANKER, Key, for_browser, key_of, keys_of

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "labelling.md"
SWITCHES = ("strength", "confidence", "tie", "both_bad", "undo", "skip_reasons", "flag_reasons", "guidelines")
REVIEWED = ("choice", "quality_bar", "formatted", "reopening", "lessons", "day")
DETAILS = ({"axes": 0}, {"axes": 1}, {"axes": 2}, {"axes": 0, "details": True})
SCROLLING = {" ": "scroll-down", "pagedown": "scroll-down", "pageup": "scroll-up"}
ALWAYS = SCROLLING | {
    "arrowdown": "lines-down",
    "arrowup": "lines-up",
    "w": "next",
    "k": "desk",
    "+": "size-up",
    "-": "size-down",
    "y": "tied",
    "h": "fold",
    "?": "help",
}
ALWAYS |= {"d": "show-apart", "v": "show-copied"}


def every_form() -> list[dict[str, object]]:
    """All that a project can offer; strength and confidence never go together."""
    forms = []
    for values in itertools.product((False, True), repeat=len(SWITCHES)):
        switched = dict(zip(SWITCHES, values, strict=True)) | dict.fromkeys(REVIEWED, True)
        if switched["strength"] and switched["confidence"]:
            continue
        for details in DETAILS:
            several = {"several axes": details["axes"] > 1, "details": details["axes"] > 0}
            forms.append({**switched, **several, **details})
    return forms


def bindings(form: dict[str, object], during: str, table: tuple[Key, ...] = LABELLER) -> dict[str, str]:
    return {
        name: action
        for line in for_browser(table, form)
        if line["during"] == during
        for name, action in line["means"].items()
    }


def test_the_usual_form_binds_the_usual_keys():
    """Written out once, by hand."""
    form = dict.fromkeys(SWITCHES, True) | {
        "choice": True,
        "formatted": True,
        "quality_bar": None,
        "reopening": True,
        "lessons": False,
        "day": False,
        "strength": False,
        "several axes": True,
        "details": True,
        "axes": 2,
    }
    sides = {"1": "left", "arrowleft": "left", "2": "right", "arrowright": "right"}
    beside = {
        "t": "tie",
        "b": "bothbad",
        "7": "sure-1",
        "8": "sure-2",
        "9": "sure-3",
        "s": "skip",
        "f": "flag",
        "u": "undo",
        "o": "earlier",
    }
    assert bindings(form, "work") == sides | beside | ALWAYS | {"g": "guidelines", "m": "show-raw"}
    rating = {"1": "rate-left", "t": "rate-same", "2": "rate-right", "arrowup": "move-up"}
    ending = {"arrowdown": "move-down", "control+enter": "done", "escape": "takeback"}
    assert bindings(form, "details") == rating | ending
    assert bindings(form, "open") == {"escape": "escape"}


def test_the_scale_takes_the_number_keys_and_needs_ties_for_its_middle():
    """With a scale 1 and 2 are points of it; without ties 5 is nobody's key."""
    form = dict.fromkeys(SWITCHES, False) | {
        "choice": True,
        "formatted": False,
        "quality_bar": None,
        "reopening": False,
        "lessons": False,
        "day": False,
        "strength": True,
        "several axes": False,
        "details": False,
        "axes": 0,
    }
    scale = {str(number): f"scale-{number}" for number in range(1, 10) if number != 5}
    alone = scale | ALWAYS | {"s": "skip"}
    assert bindings(form, "work") == alone
    assert bindings(form | {"tie": True}, "work") == alone | {"5": "scale-5", "t": "tie"}


def test_without_a_choice_only_marks_are_given():
    """A review may ask only whether each passes; C and R stay Streamlit's."""
    off = ("choice", "formatted", "reopening", "lessons", "day", "several axes", "details", "axes")
    form = dict.fromkeys((*SWITCHES, *off), False)
    marks = {"q": "mark-left-pass", "a": "mark-left-fail", "p": "mark-right-pass", "l": "mark-right-fail"}
    assert bindings(form | {"quality_bar": "It is true."}, "work") == marks | ALWAYS | {"s": "skip"}
    assert {"c", "r"}.isdisjoint(name for form in every_form() for name in bindings(form, "work"))


def test_no_form_gives_a_key_two_meanings_at_a_time():
    """What a form offers together never collides."""
    for form in every_form():
        counted = Counter(
            (line["during"], name) for line in for_browser(LABELLER, form) for name in line["means"]
        )
        hidden = {
            ("details", "arrowup"),
            ("details", "arrowdown"),
        }  # listed with several lines, bound with one
        assert {one for one, count in counted.items() if count > 1} <= hidden, form


def test_the_ranker_s_keys():
    """Numbers give ranks; Alt or Shift with an arrow moves a card."""
    offered = {
        "flag_reasons": ["x"],
        "guidelines": "text",
        "formatted": False,
        "reopening": True,
        "day": None,
    }
    bound = bindings(offered, "work", RANKER)
    assert {bound[str(number)] for number in range(1, 10)} == {f"place-{number}" for number in range(1, 10)}
    assert bound["alt+arrowup"] == bound["shift+arrowup"] == "move-up"
    assert bound["o"] == "earlier"
    assert {bound["backspace"], bound["enter"], bound["e"], bound["escape"]} == {
        *("back", "send", "expand", "escape")
    }
    assert "f" not in bindings(offered | {"flag_reasons": []}, "work", RANKER)


@pytest.mark.parametrize(
    ("table", "module"), [(LABELLER, "pair_labeller/input.js"), (RANKER, "answer_ranker/input.js")]
)
def test_every_action_of_a_key_is_one_that_the_browser_knows(table, module):
    """A key that did nothing would be noticed by people only."""
    code = (FRONTEND / module).read_text(encoding="utf-8")
    actions = {action.partition("-")[0] for key in table for action in key.means.values()}
    known = {one for one in actions if re.search(rf'^  {one}: |name === "{one}"', code, re.MULTILINE)}
    assert actions == known


def test_the_usual_key_comes_first():
    """Buttons show that one."""
    assert key_of("left") == "1"
    assert keys_of("right") == ["2", "ArrowRight"]
    assert key_of("send", RANKER) == "Enter"


@pytest.mark.parametrize(("title", "table"), [("Keys", LABELLER), ("Keys of the ranking", RANKER)])
def test_the_documentation_lists_the_keys(title, table):
    """Line for line, with what offers them."""
    text = DOCUMENTATION.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == [documented(key) for key in table if key.words]


def documented(key: Key) -> str:
    """The line of the documentation about these keys."""
    offered = ", ".join(key.offered).replace("_", " ") or "always"
    return f"| {' '.join(f'`{label}`' for label in key.labels)} | {key.words} | {offered} |"
