"""Download a frozen set or export it, in any format, and see whether its copies are as they were sent."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.resources import studio
from app.ui.show import download, show_table
from app.ui.words import ago, size
from app.ui.work import result_of, run_work, tell_cancelled
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import (
    CopyView,
    Form,
    Push,
    download_dataset,
    export_dataset,
    list_copies,
    verify_copy,
)
from core.datasets.exports import Export, export_named, exports_for, left_out_of, left_out_sentence
from core.datasets.trainers import TRAINERS, Setup, Trainer, only_reader, setup_for, setups_for, trainer_named
from core.errors import StudioError
from core.storage import Wish

EXPORT = "dataset_export"


def deliver(dataset: DatasetView) -> None:
    """Ask for the trainer or the format; then a download and an export, and what the trainer must be told."""
    with st.container(border=True):
        st.subheader("Download or export")
        left, right = st.columns([2, 3], gap="large")
        with left:
            trainer = _trainer(dataset.kind)
            setup = _setup(trainer, dataset.kind) if trainer else None
            form = _form(dataset, setup.export if setup else _export_of(dataset.kind))
        with right:
            about = form.format
            st.markdown(about.purpose)
            if dataset.kind == DatasetKind.PREFERENCE:
                st.caption(about.ties_and_skips)
            st.caption(left_out_sentence(left_out_of(dataset.counts, about.leaves_out)))
            _download(dataset, form)
            _export(dataset, form)
            _configuration(dataset, form, trainer, setup)


def _configuration(dataset: DatasetView, form: Form, trainer: Trainer | None, setup: Setup | None) -> None:
    """What the trainer that was chosen must be told, or the only one that reads the format."""
    trainer = trainer or only_reader(form.format, dataset.kind)
    if trainer is None:
        return
    setup = setup or setup_for(trainer, dataset.kind, form.format)
    st.markdown(f"{trainer.title} must be told:")
    if trainer.beware:
        st.markdown(f":material/warning: {plain(trainer.beware)}")
    lines = setup.lines(form.file_name(dataset), dataset.stem)
    st.code(lines, language=setup.language, wrap_lines=True)


ANY_TRAINER = ""


def _trainer(kind: DatasetKind) -> Trainer | None:
    """The trainer that the file is for, if somebody says one; not asked where none trains on it."""
    titles = {one.name: one.title for one in TRAINERS if setups_for(one, kind)}
    if not titles:
        return None
    name = st.selectbox(
        "For which trainer",
        [ANY_TRAINER, *titles],
        key="export_trainer",
        format_func=lambda one: titles.get(one, "Any: choose the format"),
    )
    return trainer_named(name) if name else None


def _setup(trainer: Trainer, kind: DatasetKind) -> Setup:
    setups = {one.purpose: one for one in setups_for(trainer, kind)}
    purpose = st.selectbox("To train", list(setups), key=f"export_purpose_{trainer.name}")
    return setups[purpose]


def _export_of(kind: DatasetKind) -> Export:
    titles = {one.name: one.title for one in exports_for(kind)}
    name = st.selectbox(
        "Format", list(titles), key=f"format_{kind.value}", format_func=lambda one: titles[one]
    )
    return export_named(name)


def _form(dataset: DatasetView, chosen: Export) -> Form:
    metadata = st.toggle(
        "With metadata",
        key="export_metadata",
        disabled=chosen.metadata is None,
        help="Unknown fields of the imported rows go back to the top level of each row. Parquet has them in "
        "any case.",
    )
    margin = chosen.takes_margin and st.toggle(
        "With margins",
        key="export_margin",
        help="How far apart the answers of a row are, from 0 to 1, by the strength or confidence of its "
        "judgments: for trainers whose loss has a margin.",
    )
    form = Form(chosen, metadata=metadata and chosen.metadata is not None, margin=margin)
    st.caption(plain(form.file_name(dataset)))
    return form


def _download(dataset: DatasetView, form: Form) -> None:
    db, who = studio().db, person()
    download(
        "Download",
        lambda: download_dataset(db, who, dataset, form),
        form.file_name(dataset),
        mime=form.format.media_type,
        key=f"download_{dataset.id}_{form.name}",
    )


def _export(dataset: DatasetView, form: Form) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target = st.text_input(
            "Folder, `file://`, `gs://` or `hf://` address",
            str(studio().settings.home / "exports"),
            key="export_target",
            help="On a data hub: hf://datasets/owner/name.",
        )
        go = st.button("Export", icon=":material/cloud_upload:", key=f"export_{dataset.id}")
    push = _push() if target.startswith("hf://") else Push()
    about = (dataset.id, form, target, push)
    if go:
        run_work(
            EXPORT,
            about,
            lambda tell: export_dataset(
                studio().db,
                person(),
                dataset,
                target,
                form=form,
                push=push,
                progress=lambda at: tell(at.share, f"Copied {size(at.done)}"),
            ),
            beginning="Writing the rows …",
            undone="The export was cancelled; no object was left behind.",
        )
    tell_cancelled(EXPORT)
    stored = result_of(EXPORT, about)
    if stored:
        commit = f", commit `{stored.generation[:12]}`" if stored.address.startswith("hf://") else ""
        told = f"Exported to {plain(stored.address)}{commit}. {left_out_sentence(stored.left_out)}"
        st.success(told.rstrip(), icon=":material/check:")


def _push() -> Push:
    """What may be done on a hub beyond adding files to a repository that is there."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        create = st.toggle("Make the repository if there is none", key="export_create")
        public = st.toggle("Everybody may see it", key="export_public", disabled=not create)
        replace = st.toggle(
            "Replace what is there",
            key="export_replace",
            help="Files of the same names with other content; they stay in the repository’s history.",
        )
        licence = st.text_input(
            "Licence of the data",
            Push().licence,
            key="export_licence",
            help="As hubs write it: mit, cc-by-4.0",
        )
    return Push(Wish(create=create, public=create and public, replace=replace), licence.strip())


AS_SENT = "as it was sent"


def show_copies(dataset: DatasetView) -> None:
    """The copies as a table; their stores are asked only when somebody wants to know."""
    copies = ask(list_copies, dataset.id)
    if not copies:
        return
    rows = [[one.form, size(one.size), ago(one.at), one.address] for one in copies]
    columns = ["Format", "Size", "Exported", "Address"]
    with st.container(border=True):
        st.subheader("Copies")
        if st.button("Check copies", icon=":material/fact_check:", key=f"check_copies_{dataset.id}"):
            with st.spinner("Asking where they lie …"):
                states = [_state(one) for one in copies]
            rows = [[*row, state] for row, state in zip(rows, states, strict=True)]
            columns.append("State")
            _tell(states)
        show_table(rows, columns, alt="Copies of the set: format, size, age, address")


def _tell(states: list[str]) -> None:
    changed = sum(one != AS_SENT for one in states)
    if changed:
        st.warning(
            f"{changed:,} of {len(states):,} copies are not as they were sent.", icon=":material/warning:"
        )
    else:
        st.success("All copies are as they were sent.", icon=":material/check:")


def _state(copy: CopyView) -> str:
    try:
        verify_copy(copy)
    except StudioError as error:
        return str(error)
    return AS_SENT
