"""The smallest page with an answer ranker: generated items, and a "server" that keeps rankings in a file.

Query parameters choose what a test needs: owner, items (how many), answers (how many each), window (how many
at a time), slow (seconds a save takes), hostile (texts that attack), plain (no reasons, no guidelines), note
(a lead's), refuse (an item's id or an outcome), leave (a path), closed (a sidebar button opens the ranker),
seen (milliseconds after which a vote counts: 0, so that tests need not wait), read (long ones must be shown).
"""

import time

import streamlit as st
from harness_server import owner, server
from labeller_texts import FIRST, HOSTILE, POST, SECOND

from app.ui.components.answer_ranker import RankingItem, UndoableRanking, answer_ranker, read_rankings
from app.ui.components.outbox import Words

KEY = "ranker"
SHORT = "Chores became unfair after her promotion; he wants to pay a cleaner but fears her reaction."
WITHDRAWN = "the prompt was withdrawn."
GUIDELINES = "Prefer the answer that is faithful to the post.\n\nThen the shorter one."
TEXTS = [FIRST, SHORT, SECOND, f"{SECOND}\n\n{FIRST}"]
WORDS = Words(
    region="Rank these answers",
    post="Post",
    candidate="Answer",
    done_title="All done",
    done_text="Every prompt of this project has your ranking. Thank you.",
)


def item(number: int) -> RankingItem:
    """Return the item of this number; its first card is answer_<number>, then the next ones in a circle."""
    count = int(st.query_params.get("answers", "4"))
    hostile = "hostile" in st.query_params
    order = [(number + place) % count for place in range(count)]
    texts = {index: HOSTILE if hostile else f"[{index}] {TEXTS[index % len(TEXTS)]}" for index in order}
    return {
        "id": f"item-{number}",
        "input_text": HOSTILE if hostile else f"[{number}] {POST}",
        "answers": [{"token": f"answer_{index}", "text": texts[index]} for index in order],
        "note": st.query_params.get("note"),
    }


def number_of(answer: dict) -> int:
    """Return the number in a ranking's item id."""
    return int(answer["item"].removeprefix("item-"))


def undoable(standing: list[dict]) -> UndoableRanking | None:
    """Return the last ranking that stands."""
    return {"answer": standing[-1]["id"], "item": item(number_of(standing[-1]))} if standing else None


def save() -> None:
    """Save what the browser sent; the next run acknowledges it."""
    time.sleep(float(st.query_params.get("slow", "0")))
    refuse = st.query_params.get("refuse", "")
    st.session_state.settled = server().save(owner(), read_rankings(KEY), refuse=refuse, reason=WITHDRAWN)


@st.fragment
def ranker() -> None:
    """Mount the ranker with what the server knows now."""
    total = int(st.query_params.get("items", "40"))
    standing = server().standing(owner())
    done = {number_of(answer) for answer in standing}
    left = [number for number in range(total) if number not in done]
    window = left[: int(st.query_params.get("window", "5"))]
    acknowledged, refused = st.session_state.get("settled", ([], []))
    plain = "plain" in st.query_params
    answer_ranker(
        key=KEY,
        owner=owner(),
        items=[item(number) for number in window],
        acknowledged=acknowledged,
        refused=refused,
        undoable=undoable(standing),
        progress=[
            {"label": "Yours", "text": f"{len(done)} of {total}", "share": len(done) / total},
            {"label": "Today", "text": str(len(done)), "share": None},
        ],
        words=WORDS,
        skip_reasons=[] if plain else ["All are bad", "I cannot judge this", "Broken text"],
        flag_reasons=[] if plain else ["Personal data", "Harmful content"],
        instruction="Which answer would help the person most?",
        guidelines="" if plain else GUIDELINES,
        exhausted=len(left) <= len(window),
        leave=st.query_params.get("leave", ""),
        read_to_end="read" in st.query_params,
        seen_after_ms=int(st.query_params.get("seen", "0")),
        on_answers=save,
    )


st.set_page_config(page_title="Ranker harness", layout="wide")
with st.sidebar:
    st.text_input("A note")
    st.write("A sidebar, as in the studio.")
    if "closed" in st.query_params and not st.button("Open the work"):
        st.stop()
ranker()
