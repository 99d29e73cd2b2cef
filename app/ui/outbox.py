"""Between core's views and the components' shapes, and what the server has said about answers."""

from dataclasses import asdict, replace
from typing import cast

import streamlit as st

from app.ui.components.answer_ranker import RankingItem, SaidRanking, UndoableRanking
from app.ui.components.content import ShownAs, module_address
from app.ui.components.outbox import Candidate, Refusal
from app.ui.components.pair_labeller import Feedback, Item, Said, Undoable
from core.labelling import Content, Presentation
from core.labelling.judging import LastAnswer, Saved
from core.labelling.queue import Candidate as ShownCandidate
from core.labelling.queue import ShownPair, ShownSet


def keep(key: str, saved: Saved) -> None:
    """Remember, for the run that follows, what became of the answers of the labeller ``key``.

    An update without answers, a sign of life, leaves the feedback on the last one where it is.
    """
    if not saved.acknowledged and not saved.refused:
        saved = replace(saved, feedback=_saved(key).feedback)
    st.session_state[_name(key)] = saved


def acknowledged(key: str) -> list[str]:
    """Ids of the answers that are saved."""
    return list(_saved(key).acknowledged)


def refused(key: str) -> list[Refusal]:
    """Answers that cannot be saved, and why."""
    return [Refusal(id=one.id, reason=one.reason) for one in _saved(key).refused]


def feedback(key: str) -> Feedback | None:
    """Whether the last answer of a qualification was right."""
    said = _saved(key).feedback
    return None if said is None else cast("Feedback", asdict(said))


def shown_as(presentation: Presentation) -> ShownAs:
    """A presentation in the components' shape."""
    in_turns = presentation.content == Content.DIALOGUE and presentation.markdown_in_turns
    return ShownAs(
        kind=presentation.content.value,
        markdown=presentation.content == Content.MARKDOWN or in_turns,
        endings=list(presentation.folded_endings),
        hosts=list(presentation.picture_hosts),
        module=module_address(),
    )


def as_item(pair: ShownPair) -> Item:
    """A pair in the labeller's shape."""
    item = Item(
        id=pair.token,
        input_text=pair.input_text,
        left=_candidate(pair.left),
        right=_candidate(pair.right),
        note=pair.note,
    )
    if pair.turns:
        item["turns"] = pair.turns
    return item


def _candidate(shown: ShownCandidate) -> Candidate:
    candidate = Candidate(token=shown.token, text=shown.text)
    if shown.turns:
        candidate["turns"] = shown.turns
    return candidate


def as_ranking_item(shown: ShownSet) -> RankingItem:
    """A set of answers in the ranker's shape."""
    item = RankingItem(
        id=shown.token,
        input_text=shown.input_text,
        answers=[_candidate(one) for one in shown.answers],
        note=shown.note,
    )
    if shown.turns:
        item["turns"] = shown.turns
    return item


def as_undoable(last: LastAnswer | None) -> Undoable | None:
    """The last answer in the labeller's shape."""
    if last is None or last.pair is None:
        return None
    said = Said(
        confidence=last.confidence,
        flag=last.flag,
        axes=last.axes,
        rationale=last.rationale,
        passes=last.passes,
        strength=last.strength,
        reason=last.reason,
    )
    return Undoable(answer=last.id, item=as_item(last.pair), outcome=last.outcome, said=said)


def as_undoable_ranking(last: LastAnswer | None) -> UndoableRanking | None:
    """The last ranking in the ranker's shape."""
    if last is None or last.ranked is None:
        return None
    said = SaidRanking(ranking=last.ranking, reason=last.reason, flag=last.flag)
    return UndoableRanking(answer=last.id, item=as_ranking_item(last.ranked), said=said)


def _saved(key: str) -> Saved:
    return st.session_state.get(_name(key)) or Saved()


def _name(key: str) -> str:
    return f"{key}_saved"
