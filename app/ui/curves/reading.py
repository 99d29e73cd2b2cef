"""What was chosen, read: the curves of each run and of other logs, and what they come to."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now
from app.ui.curves.sources import Wanted
from app.ui.resources import studio
from app.ui.runs import run_label
from app.ui.state import may_here, project
from core.access import Action, ensure_may
from core.curves import Context, Curves, Finding, find, known_of_logs, read_curves
from core.datasets import refuse_foreign_source
from core.event_files import FoundFile, find_event_files, named_apart
from core.labelling.quality import NoiseFloor
from core.review.results import run_verdicts
from core.training.run_curves import find_run_events, read_run_curves, run_context
from core.training.runs import RunDetail, get_run

JUDGED = "curves_judged"
MOST_JUDGED = 48
"""Runs and places whose findings a session keeps."""


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """A run of ours, or all logs that were found at one place.

    Attributes:
        name: What it is called; of others' logs the folder, as text of others.
        curves: What was read.
        detail: The run; None for other logs.
        findings: What the curves come to, most important first.
    """

    name: str
    curves: Curves
    detail: RunDetail | None = None
    findings: list[Finding] = field(default_factory=list)

    def parameters(self, task: str) -> Mapping[str, object]:
        """What a log was given: the run's parameters, or those that its trainer wrote."""
        own: Mapping[str, object] = self.curves.hparams.get(task, {})
        return own if self.detail is None else dict(self.detail.run.parameters) | dict(own)


def read_sources(wanted: Wanted, floor: NoiseFloor | None) -> list[Source]:
    """Read all that was chosen; what cannot be read is said, and the rest is there."""
    sources = [attempt_now(partial(_run, one.id, floor)) for one in wanted.runs]
    if wanted.address:
        sources.append(attempt_now(partial(_typed, wanted.address)))
    if wanted.folder:
        sources.append(attempt_now(partial(_uploaded, wanted.folder)))
    return [one for one in sources if one is not None]


def _run(number: int, floor: NoiseFloor | None) -> Source:
    detail = ask(get_run, number)
    curves = read_run_curves(detail, cache=studio().settings.cache_folder, memory=studio().log_memory)
    judged = may_here(Action.COMPARE) and not detail.run.state.active
    verdicts = ask(run_verdicts, detail) if judged else None
    context = run_context(detail, floor=floor, verdicts=verdicts)
    return Source(run_label(detail.run), curves, detail, _judged(f"run {number}", curves, context))


def _typed(address: str) -> Source:
    ask(refuse_foreign_source, person(), address)
    return _others(address.rstrip("/").rpartition("/")[2] or address, _read(address))


def _uploaded(folder: str) -> Source:
    """Sentences about uploaded files name them as they were sent, not where they lie."""
    curves = _read(folder)
    troubles = tuple(
        replace(one, sentence=one.sentence.replace(f"file://{folder}/", "").replace(f"{folder}/", ""))
        for one in curves.troubles
    )
    return _others("uploaded", replace(curves, troubles=troubles))


def _read(address: str) -> Curves:
    return read_curves(address, cache=studio().settings.cache_folder, memory=studio().log_memory)


def _others(name: str, curves: Curves) -> Source:
    """Logs that no run of ours wrote, of which nothing is known beside them."""
    return Source(
        name, curves, findings=_judged(f"at {name}", curves, known_of_logs(curves, now=time.time()))
    )


def _judged(name: str, curves: Curves, context: Context) -> list[Finding]:
    """The findings, found anew only where a point or what is known beside them has changed."""
    kept: dict[str, tuple[int, Context, list[Finding]]] = st.session_state.setdefault(JUDGED, {})
    points = hash(tuple((one.key, one.steps.tobytes(), one.values.tobytes()) for one in curves))
    if name not in kept or kept[name][:2] != (points, context):
        kept.pop(name, None)
        kept[name] = (points, context, find(curves, context))
        if len(kept) > MOST_JUDGED:
            del kept[next(iter(kept))]
    return kept[name][2]


def files_of(wanted: Wanted) -> dict[str, list[FoundFile]]:
    """The event files of what was chosen, by the name of the run; of other logs, each stands for itself.

    Raises:
        NotAllowed: Whoever is there may not see runs here, or not read there.
    """
    ask(ensure_may, Action.SEE_RUNS, project().id)
    found = {run_label(run): find_run_events(ask(get_run, run.id)) for run in wanted.runs}
    others: list[FoundFile] = []
    if wanted.address:
        ask(refuse_foreign_source, person(), wanted.address)
        others += find_event_files(wanted.address)
    if wanted.folder:
        others += find_event_files(wanted.folder)
    return found | ({"": named_apart(others)} if others else {})
