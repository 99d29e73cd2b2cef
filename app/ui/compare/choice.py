"""Which comparisons to judge, those of a run or of two uploaded files, and what should be known of them."""

from collections.abc import Sequence
from io import BytesIO

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app.ui.access import person
from app.ui.actions import ask, attempt, plain
from app.ui.resources import studio
from app.ui.show import choose_by_id
from app.ui.state import project
from core.review import (
    ComparisonSetView,
    Predictions,
    apart,
    list_comparison_sets,
    parse_answers,
    prepare,
    prepare_run,
    remarks,
    runs_to_compare,
    seem_swapped,
    seen_sentences,
    sort_answers,
)
from core.training.runs import get_run

CHOSEN_SET = "comparison_set"
MOST_OFFERED = 3
CHOOSE = "Choose a run: what its base and its tuned model answered to the evaluation set is compared."
NOTHING = (
    "There is nothing to compare yet. Launch a run with an evaluation set, or upload the answers of two "
    "models as JSONL in Vertex AI's shape."
)
BLIND = "You judge the answers side by side, without knowing which is which."


def choose_comparisons() -> ComparisonSetView | None:
    """Ask for a comparison set; offer to make one of every run that has none yet, or of two files."""
    sets = ask(list_comparison_sets, project().id)
    waiting = ask(runs_to_compare, project().id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _pick(sets)
        _offer(waiting[:MOST_OFFERED], first=not sets)
        if others := waiting[MOST_OFFERED:]:
            with st.popover("More runs", icon=":material/add:"):
                _offer(others)
        with st.popover("Compare two files", icon=":material/upload_file:"):
            _upload_two()
    if chosen is None:
        st.info(f"{CHOOSE if waiting else NOTHING} {BLIND}", icon=":material/balance:")
    return chosen


def _offer(runs: Sequence[tuple[int, str]], *, first: bool = False) -> None:
    """A button each, by number and name; ``first`` says that nothing else is to be done before."""
    for place, (run_id, name) in enumerate(runs):
        st.button(
            f"Compare {plain(name)} · #{run_id}",
            key=f"prepare_{run_id}",
            icon=":material/add:",
            type="primary" if first and not place else "secondary",
            on_click=_prepare_run,
            args=(run_id,),
        )


def _pick(sets: list[ComparisonSetView]) -> ComparisonSetView | None:
    if not sets:
        return None
    by_id = {one.id: one for one in sets}
    if st.session_state.get(CHOSEN_SET) not in by_id:
        st.session_state[CHOSEN_SET] = sets[0].id
    return choose_by_id(
        "Comparison",
        by_id,
        lambda one: f"{one.title} · {one.comparisons:,} comparisons · #{one.id}",
        key=CHOSEN_SET,
        persist_state="session",
    )


def _prepare_run(run_id: int) -> None:
    opened = studio()
    made = attempt(
        lambda: prepare_run(
            opened.db, person(), project(), ask(get_run, run_id), cache=opened.settings.cache_folder
        )
    )
    if made is not None:
        st.session_state[CHOSEN_SET] = made.id


def _upload_two() -> None:
    st.text_input("Title", key="files_title", placeholder="What is compared")
    base = st.file_uploader("Base model's answers", type=["jsonl"], key="files_base")
    tuned = st.file_uploader("Tuned model's answers", type=["jsonl"], key="files_tuned")
    ready = base is not None and tuned is not None
    if base is not None and tuned is not None:
        show_origins(base.name, tuned.name)  # the uploaders cut long names in the middle
        warn_of_swapped(base.name, tuned.name)
    st.button("Compare them", key="files_go", disabled=not ready, on_click=_prepare_files)


def _prepare_files() -> None:
    state = st.session_state

    def make() -> ComparisonSetView:
        base, tuned = _read(state.files_base), _read(state.files_tuned)
        return prepare(studio().db, person(), project(), base, tuned, title=state.files_title)

    made = attempt(make)
    if made is not None:
        state[CHOSEN_SET] = made.id


def _read(file: UploadedFile) -> Predictions:
    return sort_answers(file.name, parse_answers(BytesIO(file.getvalue()), file.name))


def tell_about(chosen: ComparisonSetView, *, blind: bool) -> None:
    """Files and remarks, folded; while a reviewer is blind nothing of it tells whose answers are whose."""
    with st.expander("What is compared", icon=":material/info:"):
        show_origins(chosen.base_address, chosen.tuned_address)
        for sentence in [*remarks(chosen.about, blind=blind), *_left_out(chosen)]:
            st.caption(plain(sentence))


def warn_about(chosen: ComparisonSetView) -> None:
    """What makes the verdicts worth less, or the opposite of what they say, where it cannot be overlooked."""
    warn_of_swapped(chosen.base_address, chosen.tuned_address)
    for sentence in seen_sentences(chosen.about):
        st.warning(plain(sentence), icon=":material/content_copy:")


def show_origins(base: str, tuned: str) -> None:
    """The names of both files, with what sets them apart in colour."""
    for model, named in zip(("Base", "Tuned"), apart(base, tuned), strict=True):
        own = f":orange[{plain(named.own)}]" if named.own else ""
        st.caption(f"{model} model: {plain(named.before)}{own}{plain(named.after)}")


def warn_of_swapped(base: str, tuned: str) -> None:
    """Say so where the names speak against what the files are taken for."""
    if seem_swapped(base, tuned):
        st.warning(
            "By their names the two seem to be swapped: look again at which answers are the base model's "
            "and which the tuned model's. Swapped, the win rate says the opposite.",
            icon=":material/swap_horiz:",
        )


def _left_out(chosen: ComparisonSetView) -> list[str]:
    left_out = {
        "only the base model answered": chosen.only_base,
        "only the tuned model answered": chosen.only_tuned,
        "have several different answers of one model": chosen.ambiguous,
    }
    parts = [f"{count:,} prompts {why}" for why, count in left_out.items() if count]
    return [f"Not compared: {'; '.join(parts)}."] if parts else []
