"""Clean up after a run: what it left in the cloud, who may still need it, and deleting what is ticked."""

from collections.abc import Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.resources import studio
from app.ui.runs.labels import run_label
from app.ui.state import may_here
from app.ui.words import size
from core.access import Action
from core.review import runs_to_review
from core.training.method import Leftover
from core.training.methods import all_methods
from core.training.runs import RunView, bare_model, list_leftovers, remove_leftovers

FOUND, TOLD = "leftovers", "leftovers_told"
"""In the session: (run, what it left), and what to say once after deleting."""


def offer_clean_up(run: RunView, runs: Sequence[RunView]) -> None:
    """For an ended run in the cloud; nothing is looked up without a click, nor deleted without the name.

    Args:
        run: The run.
        runs: All runs of its project, of which some may need what it left.
    """
    in_the_cloud = run.root.startswith("gs://") or bool(run.jobs)
    if run.state.active or not in_the_cloud or run.method not in all_methods():
        return
    if not may_here(Action.CANCEL_RUN):
        return
    with st.expander("Clean up", icon=":material/cleaning_services:", key=f"clean_{run.id}"):
        st.caption(
            "Files and models go on costing money after the run has ended. The record of the run, its curves "
            "and its comparisons in the studio stay where they have been read already."
        )
        _told()
        found = _found(run)
        label = "See what it left in the cloud" if found is None else "Look again"
        if st.button(label, icon=":material/cloud_sync:", key=f"leftovers_look_{run.id}"):
            _look(run)
            found = _found(run)
        if found:
            _warn_of_losses(run, runs, found)
            _choose(run, found)
        elif found is not None:
            st.success("It left nothing that can be deleted here.", icon=":material/check:")


def _found(run: RunView) -> Sequence[Leftover] | None:
    kept = st.session_state.get(FOUND)
    found: Sequence[Leftover] | None = kept[1] if kept and kept[0] == run.id else None
    return found


def _look(run: RunView) -> None:
    st.session_state.pop(FOUND, None)
    with st.spinner("Asking Google Cloud …", show_time=True):
        found = attempt_now(lambda: list_leftovers(studio().db, person(), run.id))
    if found is not None:
        st.session_state[FOUND] = (run.id, found)


def _choose(run: RunView, found: Sequence[Leftover]) -> None:
    keys = [_key(run, place) for place in range(len(found))]
    st.button(
        "Tick all",
        icon=":material/done_all:",
        key=f"leftovers_all_{run.id}",
        on_click=lambda: st.session_state.update(dict.fromkeys(keys, True)),
    )
    with st.form(f"leftovers_form_{run.id}", border=True):
        ticked = [one.name for place, one in enumerate(found) if _tick(run, place, one)]
        known = [one.size for one in found if one.size is not None]
        st.caption(f"{len(found):,} in all, {size(sum(known))} as far as sizes are known.")
        typed = st.text_input(
            f"Type the run’s name, “{plain(run.name)}”, to delete what is ticked",
            key=f"leftovers_typed_{run.id}",
        )
        go = st.form_submit_button("Delete what is ticked", icon=":material/delete_forever:")
    if go:
        _delete(run, ticked, typed)


def _tick(run: RunView, place: int, leftover: Leftover) -> bool:
    measure = f" · {size(leftover.size)}" if leftover.size is not None else ""
    ticked = st.checkbox(
        f"**{plain(leftover.kind)}** · {plain(leftover.name)}{measure}", key=_key(run, place)
    )
    if leftover.note:
        st.caption(plain(leftover.note))
    return ticked


def _key(run: RunView, place: int) -> str:
    return f"leftover_{run.id}_{place}"


def _delete(run: RunView, ticked: Sequence[str], typed: str) -> None:
    if not ticked:
        st.warning("Nothing is ticked.", icon=":material/check_box_outline_blank:")
        return
    with st.spinner("Deleting …", show_time=True):
        refused = attempt_now(lambda: remove_leftovers(studio().db, person(), run.id, ticked, typed=typed))
    if refused is None:
        return
    st.session_state[TOLD] = (len(ticked) - len(refused), refused)
    for key in [key for key in st.session_state if str(key).startswith(f"leftover_{run.id}_")]:
        del st.session_state[key]  # the list is another one now
    _look(run)
    st.rerun()


def _told() -> None:
    deleted, refused = st.session_state.pop(TOLD, (0, []))
    if deleted:
        st.success(f"{deleted:,} deleted.", icon=":material/check:")
    for sentence in refused:
        st.error(plain(sentence), icon=":material/error:")


def _warn_of_losses(run: RunView, runs: Sequence[RunView], found: Sequence[Leftover]) -> None:
    """Answers that nobody has compared yet, and runs that started from a model that would go."""
    if any(one.kind == "objects" for one in found) and any(
        number == run.id for number, _ in ask(runs_to_review, run.project_id)
    ):
        st.warning(
            "Its answers have not been compared yet; deleting the objects deletes them for good. "
            "Open Compare first.",
            icon=":material/balance:",
        )
    for model in [one for one in found if one.kind == "model"]:
        if after := [run_label(one) for one in runs if _starts_from(one, model.name)]:
            st.warning(
                plain(
                    f"{', '.join(after)} started from the model {model.name}. Without the model none of them "
                    "can be launched again, and one that goes on may fail."
                ),
                icon=":material/account_tree:",
            )


def _starts_from(run: RunView, model: str) -> bool:
    """Whether a run started from any version or checkpoint of a model: the model goes with all of them."""
    start = run.parameters.get("start_from")
    return isinstance(start, str) and bare_model(start) == bare_model(model)
