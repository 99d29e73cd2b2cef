"""Mounts the pair labeller in a page and reads the answers that come back."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Unpack, cast

from app.ui.components.pair_labeller.markup import MARKUP
from app.ui.components.pair_labeller.model import Answer, AnswerForm, Labelling
from app.ui.components.shared.assembly import assemble
from app.ui.components.shared.outbox import SEEN_AFTER_MS, check_reasons, mounted, read_outbox
from core.errors import InvalidInput

PARTS = (
    *("scale", "view", "feedback", "recall", "details", "key_list"),
    *("meanings", "hands", "actions", "labeller"),
)
STYLES = ("choices", "details")

_COMPONENT = assemble(Path(__file__).parent, html=MARKUP, parts=PARTS, styles=STYLES)


def pair_labeller(
    *,
    key: str,
    on_answers: Callable[[], None],
    height: int | Literal["viewport"] = "viewport",
    seen_after_ms: int = SEEN_AFTER_MS,
    **labelling: Unpack[Labelling],
) -> None:
    """Show pairs one after the other and send the answers behind the screen.

    The browser holds the next pairs and shows the next one at once. Its answers arrive in ``on_answers``,
    which saves ``read_answers(key)`` idempotently, in order; the same run passes the saved ids back as
    ``acknowledged``. What is neither acknowledged nor refused comes again. Best mounted in a fragment, so
    that an answer reruns only the labeller. While a key stays mounted the pair on screen stays on screen,
    whatever ``items`` says: use another key for another project.

    Args:
        key: The widget key, one for each project or comparison.
        on_answers: Called before the script runs when answers have come.
        height: ``viewport`` fills the window below where the labeller starts; else pixels.
        seen_after_ms: How long an item must have been on screen before a vote on it counts; 0 for none.
        **labelling: What to show; see ``Labelling``.

    Raises:
        InvalidInput: If the form has more reasons than number keys, both strength and confidence, or a
            negative minimum for the rationale.
    """
    _check(labelling["form"])
    data = mounted(key, labelling, words=labelling["words"], height=height, seen_after_ms=seen_after_ms)
    _COMPONENT(key=key, data=data, on_outbox_change=on_answers)


def read_answers(key: str) -> list[Answer]:
    """Return the answers waiting to be saved, as ``read_outbox`` does; for use inside ``on_answers``."""
    return cast("list[Answer]", read_outbox(key))


def _check(form: AnswerForm) -> None:
    check_reasons(skip=form["skip_reasons"], flag=form["flag_reasons"])
    if form["strength"] and form["confidence"]:
        raise InvalidInput("Both strength and confidence need the keys 7, 8 and 9: ask for one of them.")
    minimum = form["rationale_minimum"]
    if minimum is not None and minimum < 0:
        raise InvalidInput(f"A rationale of at least {minimum} characters makes no sense: say 0 or more.")
