"""The curves of a run: read where it wrote them, and what they come to with all that is known of the run."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.curves import (
    Context,
    Curves,
    CurveSummary,
    Floor,
    LogMemory,
    Rows,
    Verdicts,
    read_event_files,
    summarise,
)
from core.datasets import DatasetKind
from core.event_files import FoundFile, find_event_files
from core.labelling.quality import NoiseFloor
from core.storage import CloudAddress, parse_address
from core.training.methods import all_methods
from core.training.models import FileKind
from core.training.parameters import parameters_of
from core.training.run_files import Files
from core.training.runs import RunDetail


def find_run_events(detail: RunDetail) -> list[FoundFile]:
    """A run's event files; of one in the cloud the follower has listed them already."""
    return events_of(detail.run.root, detail.files)


def events_of(root: str, files: Files | None) -> list[FoundFile]:
    """The event files of a run that writes to ``root``; in the cloud those that somebody listed before."""
    if isinstance(parse_address(root), CloudAddress):
        return list((files or {}).get(FileKind.EVENTS, ()))
    return find_event_files(root)


def read_run_curves(detail: RunDetail, *, cache: Path, memory: LogMemory | None = None) -> Curves:
    """Read a run's curves; with a memory of what has been read before only what is new."""
    return read_event_files(find_run_events(detail), cache=cache, memory=memory)


TRAINED_ON = {DatasetKind.PREFERENCE: "reward-model-trainer", DatasetKind.PROMPT: "reinforcer"}
"""The tasks that read a run's frozen sets, where its parameters count steps over them."""


def run_rows(detail: RunDetail) -> dict[str, Rows]:
    """How the steps of a run's tasks go through its rows, for axes of epochs and samples, by task."""
    method = all_methods().get(detail.run.method)
    if method is None:
        return {}
    roles = {one.epochs.role for one in parameters_of(method.parameters).values() if one.epochs}
    sets = {
        role: found for role, found in detail.inputs.items() if role in roles and found.kind in TRAINED_ON
    }
    passes = {TRAINED_ON[found.kind]: method.one_pass(role, found) for role, found in sets.items()}
    return {task: Rows(one.batch, one.steps) for task, one in passes.items()}


def summarise_run(curves: Curves, detail: RunDetail) -> list[CurveSummary]:
    """Sum up a run's curves with what is known of the run."""
    return summarise(curves, run_context(detail))


def run_context(
    detail: RunDetail, *, floor: NoiseFloor | None = None, verdicts: Verdicts | None = None
) -> Context:
    """What is known beside a run's curves, for `core.curves.find`.

    Args:
        detail: The run.
        floor: That of the people whose labels it learned from, where it is known.
        verdicts: What people found of its model, where they were asked.
    """
    run = detail.run
    pairs = [one.rows for one in detail.inputs.values() if one.kind == DatasetKind.PREFERENCE]
    return replace(
        known_of(run.method, run.parameters, ended=not run.state.active),
        floor=_floor(floor) if floor is not None else None,
        verdicts=verdicts,
        pairs=pairs[0] if pairs else None,
    )


def known_of(method: str, parameters: Mapping[str, Any], *, ended: bool) -> Context:
    """What a run's method and parameters tell of its curves, where nothing else of it is at hand."""
    found = all_methods().get(method)
    kl_coeff = parameters.get("kl_coeff")
    return Context(
        ended=ended,
        notes=found.curve_notes if found else {},
        kl_coeff=float(kl_coeff) if isinstance(kl_coeff, int | float) else None,
        parameters=frozenset(parameters_of(found.parameters) if found else parameters),
    )


def _floor(found: NoiseFloor) -> Floor:
    """In the words of curves, which know no people; the lowest where the agreement has an interval."""
    return Floor(found.least, found.rank_loss, found.agreement, found.lowest)
