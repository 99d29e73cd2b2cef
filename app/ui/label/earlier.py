"""Back to an earlier answer of one's own: which one the browser is shown next, and why there may be none."""

from typing import Any
from uuid import uuid4

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.components.outbox import Found, asked_before
from app.ui.outbox import as_undoable, as_undoable_ranking
from core.errors import StudioError
from core.labelling import MemberState, ProjectView
from core.labelling.judging import LastAnswer, answer_to_change, earlier_answer
from core.labelling.queue import Standing

REOPENED = "answer_to_reopen"
"""The answer that another page asks to be shown here."""
NOTHING = "There is no earlier answer that you can change."


def may_reopen(project: ProjectView, standing: Standing) -> bool:
    """Whether there is a key that leads to earlier answers."""
    return project.protocol.reopening and not project.paused and standing.state == MemberState.ACTIVE


def reopen(judgment_id: str) -> None:
    """Have the label page show this answer first."""
    st.session_state[REOPENED] = judgment_id


def look_back(key: str, project: ProjectView) -> None:
    """Find the answer before the one that the browser names; called when it asks."""
    before = asked_before(key)
    if before is not None:
        _keep(key, *_looked_up(lambda: ask(earlier_answer, project, person().id or 0, before=before)))


def found_answer(key: str, project: ProjectView) -> Found | None:
    """What was found since the browser last sent answers."""
    number = st.session_state.pop(REOPENED, None)
    if number is not None:
        _keep(key, *_looked_up(lambda: ask(answer_to_change, project, person().id or 0, number)))
    found: Found | None = st.session_state.get(_name(key))
    return found


def forget_found(key: str) -> None:
    """The browser has gone on."""
    st.session_state.pop(_name(key), None)


def _looked_up(read: Any) -> tuple[LastAnswer | None, str]:
    try:
        return read(), NOTHING
    except StudioError as error:
        return None, str(error)


def _keep(key: str, found: LastAnswer | None, why: str) -> None:
    answer: Any = as_undoable(found) or as_undoable_ranking(found)
    at = found.at.isoformat() if found is not None and found.at else ""
    st.session_state[_name(key)] = Found(nonce=str(uuid4()), answer=answer and answer | {"at": at}, why=why)


def _name(key: str) -> str:
    return f"{key}_found"
