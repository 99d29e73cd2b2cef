"""The pair labeller: choose between two candidates, all day, at the speed of the keyboard."""

from collections.abc import Callable, Sequence
from typing import Literal, NotRequired, TypedDict, Unpack, cast

from app.ui.components.assembly import SHARED_STYLES, component
from app.ui.components.keys import LABELLER
from app.ui.components.outbox import (
    SEEN_AFTER_MS,
    Candidate,
    SentAnswer,
    SessionData,
    check_reasons,
    is_formatted,
    mounted,
    nothing,
    read_outbox,
)
from core.errors import InvalidInput

_COMPONENT = component(
    "pair_labeller",
    entry="pair_labeller/labeller.js",
    html="pair_labeller/labeller.html",
    styles=(*SHARED_STYLES, *(f"pair_labeller/{name}.css" for name in ("choices", "details", "lesson"))),
    keys=LABELLER,
)


class Item(TypedDict):
    """One pair to choose from, as this person sees it; ``note`` says why a lead returned it, else None."""

    id: str
    input_text: str
    turns: NotRequired[Sequence[tuple[str, int, int]] | None]
    left: Candidate
    right: Candidate
    note: str | None


class Said(TypedDict):
    """What an answer said beside its choice, as in ``Answer``: it comes back when the answer is undone."""

    confidence: int | None
    flag: str | None
    axes: dict[str, str] | None
    rationale: str | None
    passes: dict[str, bool] | None
    strength: NotRequired[int | None]
    reason: NotRequired[str | None]


class Undoable(TypedDict):
    """This person's last saved answer, so that U works after a reload; ``answer`` is the answer's id.

    ``said`` is what an undo brings back with the pair; without it only the pair comes back.
    """

    answer: str
    item: Item
    outcome: str
    said: NotRequired[Said | None]


class AnswerForm(TypedDict):
    """What may be said about a pair beside the choice.

    Attributes:
        tie: Whether T says that both are equally good.
        both_bad: Whether B says that neither will do.
        strength: The scale of nine points: keys 1 to 9 and nine buttons replace the two-way keys 1 and 2.
        confidence: Whether to offer 7, 8 and 9 before choosing; never together with ``strength``.
        axes: What to compare one by one after the choice, such as ``["accuracy", "coverage"]``.
        rationale_minimum: None: not asked; 0: optional; n: at least n characters without the blanks around.
        skip_reasons: Up to nine reasons; without any, S skips at once and the reason is null.
        flag_reasons: Up to nine reasons behind F; without any, nothing can be flagged.
        undo: Whether U takes back the last answer.
        choice: Whether to ask which one is better; without it the answer is whether each passes.
        quality_bar: When a candidate passes; with it each must be passed or failed. None or empty: not asked.
        lessons: Whether answers are told to be right or wrong, so that a missed pair stays until Enter.
        read_first: Whether the guidelines must be read to their end before the first answer.
    """

    tie: bool
    both_bad: bool
    strength: bool
    confidence: bool
    axes: list[str]
    rationale_minimum: int | None
    skip_reasons: list[str]
    flag_reasons: list[str]
    undo: bool
    choice: NotRequired[bool]
    quality_bar: NotRequired[str | None]
    lessons: NotRequired[bool]
    read_first: NotRequired[bool]


USUAL_FORM = {"choice": True, "quality_bar": None, "lessons": False, "read_first": False}
"""What a form asks that does not say so."""


class Feedback(TypedDict):
    """How an answer compares with the known one; all texts are plain.

    Attributes:
        answer: The answer's id.
        right: Whether it was the known one.
        text: What stands beside the verdict where the pair is not there any more.
        better: The known answer, as ``Answer.outcome``: a pair that was missed stays with it on screen until
            the person goes on; empty for none.
        note: Why, beside the pair.
    """

    answer: str
    right: bool
    text: str
    better: str
    note: str


class Labelling(SessionData):
    """Everything the labeller shows in one run.

    Attributes:
        items: The next pairs, in order; a handful is enough, each saved answer brings the next list.
        undoable: The last saved answer, or None.
        form: What may be said beside the choice.
        feedback: What to say about an earlier answer; None takes away what was said.
    """

    items: list[Item]
    undoable: Undoable | None
    form: AnswerForm
    feedback: Feedback | None


class Answer(SentAnswer):
    """One answer of the labeller.

    Attributes:
        outcome: A candidate's token, ``tie``, ``both_bad``, ``skip`` or ``undo``; without a choice ``rated``.
        confidence: 1 unsure, 2 fairly sure, 3 sure, None if not said.
        strength: How much better the chosen one is, 1 slightly to 4 much; None without a choice or scale.
        axes: For each axis the token of the better candidate or ``tie``; None if not asked.
        rationale: Why, trimmed; None if not asked or left empty.
        passes: For both tokens whether the candidate passes; None if not asked.
        left: The token of the candidate shown on the left.
    """

    outcome: str
    confidence: Literal[1, 2, 3] | None
    strength: Literal[1, 2, 3, 4] | None
    axes: dict[str, str] | None
    rationale: str | None
    passes: dict[str, bool] | None
    left: str


def pair_labeller(
    *,
    key: str,
    on_answers: Callable[[], None],
    on_earlier: Callable[[], None] = nothing,
    on_desk: Callable[[], None] = nothing,
    on_day: Callable[[], None] = nothing,
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
        on_earlier: Called so when the browser asks for an earlier answer, which ``earlier`` then has.
        on_desk: Called when the person has changed their desk: ``sent_of(key, "desk")`` says how.
        on_day: Called when they want something of their day: ``sent_of(key, "day")`` says what.
        height: ``viewport`` fills the window below where the labeller starts; else pixels.
        seen_after_ms: How long an item must have been on screen before a vote on it counts; 0 for none.
        **labelling: What to show; see ``Labelling``.

    Raises:
        InvalidInput: If the form has more reasons than number keys, both strength and confidence, a negative
            minimum for the rationale, or asks for nothing, or for more about a choice it does not ask for.
    """
    form: AnswerForm = {**USUAL_FORM, **labelling["form"]}  # type: ignore[typeddict-item]
    _check(form)
    labelling["form"] = form
    options = _offered(form, labelling)
    data = mounted(
        key, labelling, table=LABELLER, options=options, height=height, seen_after_ms=seen_after_ms
    )
    _COMPONENT(
        key=key,
        data=data,
        on_outbox_change=on_answers,
        on_earlier_change=on_earlier,
        on_desk_change=on_desk,
        on_day_change=on_day,
    )


def _offered(form: AnswerForm, labelling: Labelling) -> dict[str, object]:
    """What keys ask for, by the names that ``keys.py`` has for it."""
    return {
        **form,
        "guidelines": labelling["guidelines"],
        "formatted": is_formatted(labelling),
        "reopening": labelling.get("reopening"),
        "day": labelling.get("day"),
        "several axes": len(form["axes"]) > 1,
        "details": form["axes"] or form["rationale_minimum"] is not None,
    }


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
    if form["choice"]:
        return
    if not form["quality_bar"]:
        raise InvalidInput("The form asks for nothing: neither which one is better nor whether each passes.")
    if any((form["tie"], form["both_bad"], form["strength"], form["confidence"], form["axes"])):
        raise InvalidInput("Ties, strength, confidence and axes are about a choice, which is not asked for.")
