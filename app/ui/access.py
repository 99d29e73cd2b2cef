"""Who is there: asked anew in every run of the app, in the fragments and callbacks that run alone as well."""

from math import inf
from time import monotonic
from weakref import WeakKeyDictionary

import streamlit as st
from sqlmodel import Session
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app.ui.resources import studio
from app.ui.ways import Found, Waiting, way
from core.access import SEEN_EVERY, PersonView, note_person_seen
from core.logs import begin_request, note_person
from core.measures import SIGN_INS, count

COOKIE = "prefstudio_person"
PICKED = "picked_person_id"
LONGEST_NUMBER = 10  # digits

_seen: dict[int, float] = {}
"""When this process last noted of whom that they are here."""
_found: WeakKeyDictionary[object, Found] = WeakKeyDictionary()
"""Who is there, by run: what was true a click ago need not be true any more."""


def load_person() -> PersonView | None:
    """Find out who is there, at the beginning of a run of the app; None where nobody is let in."""
    found = look_again()
    if isinstance(found, PersonView):
        keep_alive(found)
        return found
    return None


def keep_alive(one: PersonView) -> None:
    """Whoever is there works: their session goes on, and it is noted now and then that they were seen."""
    way().keep_alive()
    if one.id is not None and monotonic() - _seen.get(one.id, -inf) > SEEN_EVERY.total_seconds():
        _seen[one.id] = monotonic()
        note_person_seen(studio().db, one.id)


def look_again() -> Found:
    """Who is there at this moment, for the rest of this run."""
    run = _this_run()
    if run is None or run not in _found:
        begin_request()
    found = studio().db.ask(_let_in)
    note_person(found.id if isinstance(found, PersonView) else None)
    if run is not None:
        _found[run] = found
    return found


def waiting() -> Waiting | None:
    """Why somebody who is known is not let in."""
    found = _in_this_run()
    return found if isinstance(found, Waiting) else None


def person() -> PersonView:
    """Who is there, on a page: pages run only for somebody who is let in.

    Whoever is not any more sees the sign-in instead of the rest; what their browser has not saved yet stays
    in it until they are back.
    """
    found = _in_this_run()
    return found if isinstance(found, PersonView) else st.rerun()


def act(session: Session) -> PersonView:
    """Who acts in this unit of work, as they are in it: a session may have ended since the run began."""
    found = _let_in(session)
    return found if isinstance(found, PersonView) else st.rerun()


def pick(person_id: int | None) -> None:
    """Be this person from now on, where a name is enough; None is nobody."""
    if person_id is not None:
        count(SIGN_INS, "local", "done")
    st.session_state[PICKED] = person_id or 0


def cookie_number(name: str) -> int | None:
    """The number that a cookie of ours remembers over a reload, if it is one."""
    value = st.context.cookies.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < LONGEST_NUMBER else None


def _let_in(session: Session) -> Found:
    found = way().find(session)
    if isinstance(found, PersonView) and found.paused:
        return Waiting(f"A lead has paused the access of {found.name}; ask them to end that.")
    return found


def _in_this_run() -> Found:
    run = _this_run()
    if run is None or run not in _found:
        return look_again()
    return _found[run]


def _this_run() -> object | None:
    """What stands for this run of the script, of a fragment, or of the callbacks before either."""
    context = get_script_run_ctx()
    return None if context is None else context.parallel_coordinator
