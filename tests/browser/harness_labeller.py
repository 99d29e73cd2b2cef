"""The smallest page with a pair labeller: generated pairs, and a "server" that keeps answers in a file.

Query parameters choose what a test needs: owner, pairs (how many), window (how many at a time), slow (seconds
a save takes), hostile (texts that attack), plain (no reasons, confidence, guidelines), refuse (an item's id
or an outcome), form (JSON: fields of the answer form), feedback (on even pairs; candidate_0 is right), noted
(the number of a pair that was returned), gone (the number of a pair nobody serves after the first answer),
leave, beats (a figure that counts updates without answers), closed (a button in the sidebar opens the
labeller), decide (a button in the sidebar with the key D), seen (milliseconds after which a vote counts: 0,
so that tests need not wait), long (how many candidates are longer than their panes), read (a choice
counts after both were read to their end), shown (JSON: fields of
the presentation), texts (those of ``TEXTS``). The note "no feedback" takes the feedback away.
"""

import json
import time

import streamlit as st
from harness_server import owner, server
from labeller_texts import FIRST, HOSTILE, POST, SECOND, TEXTS

from app.ui.components.browser import spare_selected_text
from app.ui.components.content import ShownAs
from app.ui.components.desk import DeskData
from app.ui.components.outbox import Meter, Words, sent_of
from app.ui.components.pair_labeller import AnswerForm, Feedback, Item, Undoable, pair_labeller, read_answers
from app.ui.desk import changed
from app.ui.outbox import shown_as
from core.access import TEXT_SIZES, Desk
from core.errors import InvalidInput
from core.labelling import Presentation

KEY = "labeller"
REASONS = ["Both are bad", "I cannot judge this", "Harmful content", "Broken text"]
WITHDRAWN = "the pair was withdrawn."
GUIDELINES = "Prefer the summary that is faithful to the post.\n\nThen the shorter one."
NOTE = "please read the <b>last</b> paragraph again."
EXPLANATION = "Summary 2 asks a question the <b>post</b> does not ask."
LONG = " More of the same, to be read to its end." * 60
WORDS = Words(
    region="Label these pairs",
    post="Post",
    candidate="Summary",
    done_title="All done",
    done_text="Every pair of this project has your answer. Thank you.",
)


def pair(number: int) -> Item:
    """Return the pair of this number; odd ones show candidate_1 on the left."""
    tag = f"[{number}] "
    texts = [tag + FIRST, tag + SECOND]
    post = tag + POST
    if "hostile" in st.query_params:
        post, texts = HOSTILE, [HOSTILE, HOSTILE]
    if kind := st.query_params.get("texts"):
        first_text, *others = TEXTS[kind]
        post, texts = tag + first_text, others
    first = number % 2
    for index in range(int(st.query_params.get("long", "0"))):
        texts[index] += LONG * (index + 1)
    shown = [{"token": f"candidate_{index}", "text": texts[index]} for index in (first, 1 - first)]
    note = NOTE if st.query_params.get("noted") == str(number) else None
    return {"id": f"pair-{number}", "input_text": post, "left": shown[0], "right": shown[1], "note": note}


def content() -> ShownAs | None:
    """Return how texts are shown, if the test says so."""
    shown = st.query_params.get("shown")
    return shown_as(Presentation.model_validate_json(shown)) if shown else None


def number_of(answer: dict) -> int:
    """Return the number in an answer's item id."""
    return int(answer["item"].removeprefix("pair-"))


def undoable(standing: list[dict]) -> Undoable | None:
    """Return the last answer that stands."""
    if not standing:
        return None
    last = standing[-1]
    said = {name: last[name] for name in ("confidence", "flag", "axes", "rationale", "passes")}
    return {"answer": last["id"], "item": pair(number_of(last)), "outcome": last["outcome"], "said": said}


def form() -> AnswerForm:
    """Return the usual form with what the test changes."""
    plain = "plain" in st.query_params
    usual = AnswerForm(
        tie=True,
        both_bad=False,
        strength=False,
        confidence=not plain,
        axes=[],
        rationale_minimum=None,
        skip_reasons=[] if plain else REASONS,
        flag_reasons=[],
        undo=True,
    )
    return usual | json.loads(st.query_params.get("form", "{}"))


def feedback(standing: list[dict]) -> Feedback | None:
    """Return what the guidelines say about the last answer to an even pair."""
    known = [answer for answer in standing if number_of(answer) % 2 == 0]
    if "feedback" not in st.query_params or not known or st.session_state.note == "no feedback":
        return None
    right = known[-1]["outcome"] == "candidate_0"
    return {"answer": known[-1]["id"], "right": right, "text": EXPLANATION}


def served(standing: list[dict]) -> list[int]:
    """Return the numbers of the pairs that wait."""
    total = int(st.query_params.get("pairs", "200"))
    gone = {number_of(answer) for answer in standing}
    if standing and "gone" in st.query_params:
        gone.add(int(st.query_params["gone"]))
    return [number for number in range(total) if number not in gone]


def meters(done: int, total: int) -> list[Meter]:
    """Return the figures above the pair."""
    shown: list[Meter] = [
        {"label": "Yours", "text": f"{done} of {total}", "share": done / total},
        {"label": "Today", "text": str(done), "share": None},
    ]
    if "beats" in st.query_params:
        shown.append({"label": "Beats", "text": str(st.session_state.get("beats", 0)), "share": None})
    return shown


def save() -> None:
    """Save what the browser sent; the next run acknowledges it."""
    time.sleep(float(st.query_params.get("slow", "0")))
    refuse = st.query_params.get("refuse", "")
    answers = read_answers(KEY)
    st.session_state.beats = st.session_state.get("beats", 0) + (not answers)
    st.session_state.settled = server().save(owner(), answers, refuse=refuse, reason=WITHDRAWN)


def desk() -> DeskData:
    """Return the desk as it is now, and what the last change of it lacked."""
    kept, problem = st.session_state.get("desk", (Desk(), ""))
    return DeskData(**kept.model_dump(mode="json"), sizes=list(TEXT_SIZES), problem=problem)


def keep_desk() -> None:
    """Keep the desk for as long as the page is open."""
    kept = st.session_state.get("desk", (Desk(), ""))[0]
    try:
        st.session_state.desk = (changed(kept, sent_of(KEY, "desk")), "")
    except InvalidInput as error:
        st.session_state.desk = (kept, str(error))


@st.fragment
def labeller() -> None:
    """Mount the labeller with what the server knows now."""
    total = int(st.query_params.get("pairs", "200"))
    standing = server().standing(owner())
    done = len(standing)
    left = served(standing)
    window = left[: int(st.query_params.get("window", "10"))]
    acknowledged, refused = st.session_state.get("settled", ([], []))
    pair_labeller(
        key=KEY,
        owner=owner(),
        items=[pair(number) for number in window],
        acknowledged=acknowledged,
        refused=refused,
        undoable=undoable(standing),
        progress=meters(done, total),
        words=WORDS,
        form=form(),
        feedback=feedback(standing),
        leave=st.query_params.get("leave", ""),
        content=content(),
        instruction="Which summary would help more somebody who has no time to read the post?",
        guidelines="" if "plain" in st.query_params else GUIDELINES,
        exhausted=len(left) <= len(window),
        read_to_end="read" in st.query_params,
        desk=desk(),
        on_desk=keep_desk,
        seen_after_ms=int(st.query_params.get("seen", "0")),
        on_answers=save,
    )


st.set_page_config(page_title="Labeller harness", layout="wide")
with st.sidebar:
    st.text_input("A note", key="note")
    if "decide" in st.query_params:
        st.button("Decide", shortcut="D", on_click=lambda: st.toast("The key was taken"))
        spare_selected_text(["D"], key="selected_text")
    st.selectbox("A list", ["first", "second"])
    st.write("A sidebar, as in the studio.")
    if "closed" in st.query_params and not st.button("Open the work"):
        st.stop()
labeller()
