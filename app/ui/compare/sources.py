"""Whose answers a review compares: models of runs, uploaded files and addresses, each with a name."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app.ui.actions import ask, plain
from app.ui.compare.asking import Key
from app.ui.remote import allowed_address
from app.ui.resources import studio
from app.ui.show import choose
from app.ui.state import project
from app.ui.work import once
from core.datasets.sources import source_of_bytes
from core.review import (
    ModelAnswers,
    Predictions,
    names_apart,
    read_answers,
    read_sources,
    run_models,
    runs_with_answers,
    seem_swapped,
)
from core.training.runs import get_run

ENDINGS = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "gz", "zst", "txt"]
ROLES = ("base", "tuned")
NO_BASE = "None of them"
TWO = 2
SWAPPED = (
    "By their names the two seem to be swapped: look again at which answers are the base model's. Swapped, "
    "the win rate says the opposite."
)


@dataclass(frozen=True)
class Named:
    """One model's answers before they are read: what tells them from others, and what they are called."""

    about: Hashable
    name: str
    read: Callable[[], ModelAnswers]


def runs_key(key: Key) -> str:
    """Under which the models of runs that are chosen lie in the session."""
    return key("runs")


def of_run(run_id: int) -> list[str]:
    """The choice of a run's base and tuned model, as `runs_key` keeps it."""
    return [f"{run_id}:{role}" for role in ROLES]


@dataclass(frozen=True)
class Chosen:
    """The models of a review, the base model first if there is one; ``about`` tells these answers."""

    models: list[ModelAnswers]
    about: Hashable


def choose_models(key: Key) -> Chosen | None:
    """Ask for models' answers and a name for each; None until there are at least two that can be read."""
    chosen = [*_of_runs(key), *_of_files(key), *_of_addresses(key)]
    if len(chosen) < TWO:
        st.caption("Choose the answers of two models, or of more.")
        return None
    about = tuple(one.about for one in chosen)
    with st.spinner("Reading the answers …"):
        read = once(key("read"), about, lambda: [one.read() for one in chosen])
    if not read:
        return None
    models = _with_names(key, read)
    return Chosen(models, (about, models[0].predictions.origin))


def _of_runs(key: Key) -> Iterator[Named]:
    runs = dict(ask(runs_with_answers, project().id))
    offered = {one: _model_of_run(one, runs) for run_id in runs for one in of_run(run_id)}
    chosen = st.multiselect(
        "Models of runs",
        list(offered),
        key=runs_key(key),
        format_func=offered.__getitem__,
        disabled=not offered,
        placeholder="Choose models" if offered else "No run has left answers yet",
    )
    alone = len({one.partition(":")[0] for one in chosen}) == 1
    for one in chosen:
        number, _, role = one.partition(":")
        name = role if alone else f"{runs[int(number)]} {role}"
        yield Named(("run", one), name, lambda one=one, name=name: _read_run(one, name))  # type: ignore[misc]


def _model_of_run(one: str, runs: dict[int, str]) -> str:
    number, _, role = one.partition(":")
    return f"{runs[int(number)]} · #{number} · {role} model"


def _read_run(one: str, name: str) -> ModelAnswers:
    number, _, role = one.partition(":")
    models = run_models(ask(get_run, int(number)), cache=studio().settings.cache_folder)
    return replace(models[ROLES.index(role)], name=name)


def _of_files(key: Key) -> Iterator[Named]:
    files: list[UploadedFile] = st.file_uploader(
        "Files, one of each model",
        type=ENDINGS,
        accept_multiple_files=True,
        key=key("files"),
        help="Vertex AI’s and Gemini’s batch output, chats as OpenAI’s batches hold them, or rows with a "
        "prompt and a response.",
    )
    for file in files:
        yield Named(
            ("file", file.file_id),
            PurePosixPath(file.name).name.partition(".")[0],
            lambda file=file: ModelAnswers(file.name, _read_file(file)),  # type: ignore[misc]
        )


def _read_file(file: UploadedFile) -> Predictions:
    return read_sources([source_of_bytes(file.name, file.getvalue())], file.name)


def _of_addresses(key: Key) -> Iterator[Named]:
    text = st.text_area(
        "Addresses in Cloud Storage or on a data hub, one of each model a line",
        key=key("addresses"),
        placeholder="gs://bucket/path/answers.jsonl or hf://datasets/owner/name/answers.jsonl",
        height=70,
        help="A file, or a folder of shards. Files on the studio’s own machine: `prefstudio compare` in a "
        "terminal there.",
    )
    for address in filter(None, map(str.strip, text.splitlines())):
        name = PurePosixPath(address.rstrip("/")).name.partition(".")[0]
        yield Named(
            ("address", address),
            name,
            lambda address=address: ModelAnswers(address, _read_address(address)),  # type: ignore[misc]
        )


def _read_address(address: str) -> Predictions:
    return read_answers(allowed_address(address))


def _with_names(key: Key, read: Sequence[ModelAnswers]) -> list[ModelAnswers]:
    """The models as they are called here, the base model first if there is one."""
    named = []
    places = st.columns(min(len(read), 4))
    for number, one in enumerate(read):
        origin = one.predictions.origin
        name = places[number % 4].text_input(
            f"Name of model {number + 1}",
            _short(one.name),
            key=key(f"name_{number}_{origin}_{one.role}"),
            help=plain(f"{len(one.predictions.predictions):,} answers, from {origin}"),
        )
        named.append(replace(one, name=name.strip()))
    base = _base(key, named)
    if base is None:
        return [replace(one, role="") for one in named]
    first = replace(named[base], role="base")
    others = [replace(one, role="tuned") for place, one in enumerate(named) if place != base]
    _warn_of_swapped([first, *others])
    return [first, *others]


def _base(key: Key, models: Sequence[ModelAnswers]) -> int | None:
    """Which of them the others were tuned from, if one is the base model."""
    names = {-1: NO_BASE} | {place: f"{place + 1} · {one.name}" for place, one in enumerate(models)}
    proposed = _proposed_base(models)
    chosen = choose(
        "The base model, from which the others were tuned",
        names,
        index=proposed + 1,
        key=key("base_" + "_".join(one.predictions.origin for one in models)),
    )
    return None if chosen is None or chosen < 0 else chosen


def _proposed_base(models: Sequence[ModelAnswers]) -> int:
    """A run's base model, or the one of two files whose name says so; -1 for none."""
    of_runs = [place for place, one in enumerate(models) if one.role == "base"]
    if len(of_runs) == 1:
        return of_runs[0]
    if len(models) != TWO:
        return -1
    first, second = (one.predictions.origin for one in models)
    return next((place for place in (0, 1) if seem_swapped(*((first, second)[:: 1 if place else -1]))), -1)


def _warn_of_swapped(models: Sequence[ModelAnswers]) -> None:
    if len(models) != TWO:
        return
    base, tuned = (one.predictions.origin for one in models)
    for model, named in zip(("Base", "Tuned"), names_apart(base, tuned), strict=True):
        own = f":orange[{plain(named.own)}]" if named.own else ""
        st.caption(f"{model} model: {plain(named.before)}{own}{plain(named.after)}")
    if seem_swapped(base, tuned):
        st.warning(SWAPPED, icon=":material/swap_horiz:")


def _short(name: str) -> str:
    return PurePosixPath(name.rstrip("/")).name.partition(".")[0] or name
