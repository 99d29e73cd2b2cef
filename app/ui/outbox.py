"""Between core's views and the pair labeller's shapes, and what the server has said about answers."""

import streamlit as st

from app.ui.components.pair_labeller import Candidate, Item, Refusal, Undoable
from core.labelling import LastAnswer, Saved, ShownPair


def keep(key: str, saved: Saved) -> None:
    """Remember, for the run that follows, what became of the answers of the labeller ``key``."""
    st.session_state[_name(key)] = saved


def acknowledged(key: str) -> list[str]:
    """Ids of the answers that are saved."""
    return list(_saved(key).acknowledged)


def refused(key: str) -> list[Refusal]:
    """Answers that cannot be saved, and why."""
    return [Refusal(id=one.id, reason=one.reason) for one in _saved(key).refused]


def as_item(pair: ShownPair) -> Item:
    """A pair in the labeller's shape."""
    return Item(
        id=str(pair.id),
        input_text=pair.input_text,
        left=Candidate(token=pair.left.token, text=pair.left.text),
        right=Candidate(token=pair.right.token, text=pair.right.text),
    )


def as_undoable(last: LastAnswer) -> Undoable:
    """The last answer in the labeller's shape."""
    return Undoable(answer=last.id, item=as_item(last.pair), outcome=last.outcome)


def _saved(key: str) -> Saved:
    return st.session_state.get(_name(key)) or Saved()


def _name(key: str) -> str:
    return f"{key}_saved"
