"""What is compared: where either model's answers came from, and what should be known of them."""

import streamlit as st

from app.ui.actions import plain
from core.review import ComparisonSetView, apart, remarks, seem_swapped, seen_sentences


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
