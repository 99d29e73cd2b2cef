"""How pages ask core: a read in one view of the data, a write in one transaction, a refusal as a sentence."""

import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from sqlmodel import Session

from app.ui.access import act, keep_alive, person
from app.ui.resources import studio
from core.access import PersonView, act_as
from core.errors import Conflict, InvalidInput, StudioError
from core.labelling import ProjectView
from core.labelling.judging import Saved, save_with_others
from core.measures import ACTIONS, JUDGMENTS, REFUSED, count, timed

P = ParamSpec("P")
T = TypeVar("T")

REFUSALS = "refusals"


def ask(read: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call one of core's reads, as the person who is there."""
    with studio().db.read() as session:
        act_as(session, person())
        return read(session, *args, **kwargs)


def write(action: Callable[Concatenate[Session, PersonView, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call one of core's writes as the person who is there, and commit it as a whole."""
    with timed(ACTIONS, action.__name__), studio().db.write() as session:
        actor = act(session)
        act_as(session, actor)
        return action(session, actor, *args, **kwargs)


def write_together(
    action: Callable[Concatenate[Session, PersonView, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """As `write`, for labelling: it locks what it changes, so that many people can do it at once."""
    with timed(ACTIONS, action.__name__), studio().db.write(alone=False) as session:
        actor = act(session)
        act_as(session, actor)
        result = action(session, actor, *args, **kwargs)
    keep_alive(actor)  # whoever labels runs nothing else for hours
    return result


def save(project: ProjectView, answers: list[Any]) -> Saved:
    """Save answers of the person who is there, with those of others that come just then."""
    with timed(ACTIONS, "save_answers"):
        saved = save_with_others(studio().db, person(), project, answers)
    count(JUDGMENTS, by=saved.fresh)
    return saved


def attempt(action: Callable[[], T], *, done: str = "") -> T | None:
    """Do, in a callback, what core may refuse; the run that follows shows the refusal."""
    try:
        result = action()
    except StudioError as error:
        count(REFUSED, type(error).__name__)
        st.session_state.setdefault(REFUSALS, []).append(str(error))
        return None
    if done:
        st.toast(plain(done), icon=":material/check:")
    return result


def attempt_now(action: Callable[[], T]) -> T | None:
    """As `attempt`, for the body of a page: a refusal is shown here and now, not on top of the next run."""
    result = attempt(action)
    show_refusals()
    return result


def show_refusals() -> None:
    """Show what was refused since the last run, once."""
    for sentence in st.session_state.pop(REFUSALS, []):
        st.error(plain(sentence), icon=":material/block:")


def attempt_beside(place: str, action: Callable[[], T], *, done: str) -> T | None:
    """As `attempt`, in a callback: what can be mended in the form is said there, the rest on top of the page.

    Whoever may not act any more, say, does not see the form any more either.
    """
    return attempt(lambda: _act_beside(place, action, done))


def show_beside(place: str) -> None:
    """Show what was refused at this place in the last run, once."""
    sentence = st.session_state.pop(_refused(place), "")
    if sentence:
        st.error(plain(sentence), icon=":material/block:")


def _act_beside(place: str, action: Callable[[], T], done: str) -> T | None:
    try:
        result = action()
    except (InvalidInput, Conflict) as error:
        count(REFUSED, type(error).__name__)
        st.session_state[_refused(place)] = str(error)
        return None
    st.toast(plain(done), icon=":material/check:")
    return result


def _refused(place: str) -> str:
    return f"refused_{place}"


def plain(text: str) -> str:
    """Text for Streamlit's Markdown that is shown as it is, whatever it holds."""
    apart = DRAWN.sub(lambda found: f"{found[0][0]}{WORD_JOINER}{found[0][1:]}", text)
    return "".join(f"\\{letter}" if letter in MARKDOWN else letter for letter in apart)


MARKDOWN = frozenset("\\`*_{}[]<>()#+-.!|:$~^&=@/")
# Streamlit draws these as symbols after Markdown has been read, so that no backslash keeps them from it.
DRAWN = re.compile(r"(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)|:streamlit:|:material_\w+:")
WORD_JOINER = "\u2060"  # invisible, and no place to break a line
