"""Step 1 of an import: which files, and what their rows are for."""

from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st

from app.ui.remote import allowed_address
from app.ui.work import once
from core.datasets import DatasetKind
from core.datasets.importing import together
from core.datasets.sources import Source, find_sources, source_of_bytes
from core.labelling import Mode, ProjectView

ENDINGS = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "gz", "zst", "txt"]
GOLD = "gold"
PREFERENCE = DatasetKind.PREFERENCE.value
PAIRS = {
    PREFERENCE: ("Pairs to compare", "A prompt, two candidates, perhaps a choice."),
    GOLD: ("Gold pairs", "Their right answer is known."),
}
RANKINGS = {PREFERENCE: ("Answers to rank", "A prompt and three to nine answers.")}
PROMPTS = {
    DatasetKind.PROMPT.value: ("Prompts for a prompt set", "The model answers them while it learns."),
    DatasetKind.EVALUATION.value: ("Prompts for an evaluation set", "Both models answer them at the end."),
}
MAPPED = "map_"
"""How the keys of widgets begin that ask about the files chosen."""


@dataclass(frozen=True)
class Chosen:
    """Files to import, and what for.

    Attributes:
        name: What people call them.
        about: Tells these files, for this purpose, from any others.
    """

    name: str
    sources: tuple[Source, ...]
    kind: DatasetKind
    gold: bool
    about: Hashable


def choose_files(project: ProjectView) -> Chosen | None:
    """Ask for files and what they are for; None until there are some."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        files = st.file_uploader(
            "Files",
            type=ENDINGS,
            accept_multiple_files=True,
            key="import_file",
            on_change=forget_mapping,
            help="JSON lines, JSON lists, CSV, TSV or Parquet, also packed with gzip or zstd. "
            "Answers of Potato are uploaded together with their data file.",
        )
        address = _address(disabled=bool(files))
    with right:
        kind = _kind(project)
    if files:
        about = tuple(file.file_id for file in files)
        sources = [source_of_bytes(file.name, file.getvalue()) for file in files]
        joined = once("import_joined", about, lambda: together(sources))
        return _chosen(joined, kind, about) if joined else None
    if address:
        found = once("import_found", address, lambda: find_sources(allowed_address(address)))
        return _chosen(found, kind, address) if found else None
    return None


def forget_mapping() -> None:
    """Drop what was said about the files before these."""
    for key in [key for key in st.session_state if str(key).startswith(MAPPED)]:
        del st.session_state[key]


def _address(*, disabled: bool) -> str:
    address: str = st.text_input(
        "Or an address in Cloud Storage or on a data hub",
        key="import_address",
        placeholder="gs://bucket/path/*.jsonl or hf://datasets/owner/name/data/*.parquet",
        disabled=disabled,
        on_change=forget_mapping,
        help="A file, a folder, or a name with the wildcards *, ? and **.",
    )
    st.caption("Files on the studio’s own machine: `prefstudio import <file or folder>` in a terminal there.")
    return address.strip()


def _kind(project: ProjectView) -> str:
    kinds = (RANKINGS if project.protocol.mode == Mode.RANKINGS else PAIRS) | PROMPTS
    return st.radio(
        "What the rows are",
        list(kinds),
        key="import_kind",
        format_func=lambda kind: kinds[kind][0],
        captions=[words for _, words in kinds.values()],
        on_change=forget_mapping,
    )


def _chosen(sources: list[Source], kind: str, about: Hashable) -> Chosen:
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return Chosen(
        sources[0].name + more,
        tuple(sources),
        DatasetKind.PREFERENCE if kind == GOLD else DatasetKind(kind),
        kind == GOLD,
        (about, kind),
    )
