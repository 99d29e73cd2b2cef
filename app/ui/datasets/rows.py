"""The rows of a frozen set, a page at a time, each with what decided it; nothing is changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.pages import place_of, turn_pages
from app.ui.pairs import link_to_pairs
from app.ui.quality.case import LONG, PANE
from app.ui.resources import studio
from app.ui.work import result_of, run_work, tell_cancelled
from core.counted import counted
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import (
    DECIDED,
    RowFilter,
    count_rows,
    index_of,
    is_whole,
    pair_numbers,
    place_of_index,
    read_rows,
)
from core.datasets.exports import FrozenRow, candidate_text, prompt_text
from core.labelling.finding import PairFilter

WORK = "row_index"
ANY = "Any"
OUTCOMES = {
    "candidate_0": "candidate_0",
    "candidate_1": "candidate_1",
    "tie": "tie",
    "both_bad": "both bad",
    "skip": "skipped",
}


def frozen_rows_list(dataset: DatasetView) -> None:
    """The rows, once somebody wants to read them: the first time takes as long as reading the set."""
    with st.container(border=True):
        st.subheader("Rows")
        if not st.toggle("Read the rows", key=f"rows_{dataset.id}"):
            return
        folder = place_of_index(dataset, studio().settings.cache_folder)
        if not is_whole(folder):
            _make(dataset)
        if is_whole(folder):
            _list(dataset, folder)


def _make(dataset: DatasetView) -> None:
    run_work(
        WORK,
        dataset.id,
        lambda tell: index_of(
            dataset,
            studio().settings.cache_folder,
            lambda done: tell(done / max(dataset.rows, 1), f"Read {done:,} of {dataset.rows:,} rows"),
        ),
        beginning="Reading the set for the first time …",
        undone="Reading the set was cancelled.",
    )
    tell_cancelled(WORK)
    result_of(WORK, dataset.id)


def _list(dataset: DatasetView, folder: Path) -> None:
    wanted = _narrowed(dataset)
    name = f"rows_{dataset.id}"
    page = read_rows(folder, wanted, after=place_of(name, wanted) or 0)
    st.caption(_how_many(count_rows(folder, wanted), wanted))
    marks = [row.evidence["pair"] for _, row in page.rows if "pair" in row.evidence]
    pairs = ask(pair_numbers, dataset.project_id, marks)
    for number, row in page.rows:
        line = st.expander(_line(number, row), key=f"row_{dataset.id}_{number}", on_change="rerun")
        if line.open:
            with line:
                _opened(row, pairs)
    turn_pages(name, page.after, back="Earlier rows", on="Further rows")


def _how_many(found: int, wanted: RowFilter) -> str:
    rows = counted(found, "row")
    return f"{rows} to search for these words in." if wanted.text else f"{rows}."


def _narrowed(dataset: DatasetView) -> RowFilter:
    key = f"rows_{dataset.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Words in the texts", key=f"{key}_words", icon=":material/search:", width=260)
        if dataset.kind != DatasetKind.PREFERENCE:
            return RowFilter(text=text)
        sides = {ANY: None, "candidate_0": 0, "candidate_1": 1}
        side = st.selectbox("Preferred", list(sides), key=f"{key}_side", width=150)
        decided = st.selectbox("Decided by", [ANY, *DECIDED[1:]], key=f"{key}_decided", width=160)
        differing = st.toggle("Only where judgments differ", key=f"{key}_differing")
    return RowFilter(
        text=text,
        choice=sides[side],
        decided_by="" if decided == ANY else decided,
        differing=True if differing else None,
    )


def _line(number: int, row: FrozenRow) -> str:
    facts = " · ".join(_decision(row))
    begins = " ".join(prompt_text(row.row).split())[:90]
    told = f" :gray[· {plain(facts)} ·]" if facts else ""
    return f"**{number:,}**{told} {plain(begins)}"


def _decision(row: FrozenRow) -> Iterator[str]:
    evidence = row.evidence
    if "choice" in row.row:
        yield f"candidate_{row.row['choice']}"
    if "decided_by" in evidence:
        yield f"decided by {evidence['decided_by']}"
    if evidence.get("judgments"):
        yield counted(len(evidence["judgments"]), "judgment")
    if "confidence" in evidence:
        yield f"confidence {evidence['confidence']:.2f}"


def _opened(row: FrozenRow, pairs: dict[str, int]) -> None:
    prompt = prompt_text(row.row)
    with st.container(border=True, height=PANE if len(prompt) > LONG else "content"):
        st.text(prompt)
    if "candidate_0" in row.row:
        for place, column in enumerate(st.columns(2)):
            with column, st.container(border=True, height="stretch", gap="xsmall"):
                chosen = " · preferred" if row.row.get("choice") == place else ""
                source = str(row.evidence.get(f"source_{place}") or "")
                st.markdown(f"**candidate_{place}**:gray[{chosen}] {plain(source)}")
                st.text(candidate_text(row.row, place))
    _votes(row)
    number = pairs.get(row.evidence.get("pair", ""))
    if number is not None:
        link_to_pairs(f"Pair {number}", PairFilter(pair=number), icon=":material/open_in_new:")
    if row.beside:
        st.caption("This row cannot be said in text; it stands beside the rows that a run reads.")


def _votes(row: FrozenRow) -> None:
    """Every judgment and every model's label that the row rests on, as the row stands."""
    evidence: Any = row.evidence
    for given in evidence.get("judgments", ()):
        st.text(" · ".join(_judgment(given)))
    for label in evidence.get("model_labels", ()):
        st.text(f"{label['name']} ({label['model']}): {OUTCOMES.get(label['outcome'], label['outcome'])}")
    if evidence.get("flipped"):
        st.caption("The candidates have changed places in this row, and so has all that is said of them.")


def _judgment(given: Any) -> Iterator[str]:
    yield f"Annotator {given['annotator']}"
    yield OUTCOMES.get(given["outcome"], given["outcome"])
    if "strength" in given:
        yield f"strength {given['strength']} of 4"
    if "confidence" in given:
        yield f"confidence {given['confidence']} of 3"
    if given.get("purpose") not in {None, "regular"}:
        yield given["purpose"]
    at = given.get("received_at") or given.get("imported_at") or ""
    yield at[:16].replace("T", " ")
    if given.get("rationale"):
        yield given["rationale"]
