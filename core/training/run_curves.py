"""The curves of a run: read where it wrote them, and summed up with what its method knows of them."""

from pathlib import Path

from core.curves import Curves, CurveSummary, read_curves, read_event_files, summarise
from core.storage import CloudAddress, parse_address
from core.training.methods import all_methods
from core.training.models import FileKind
from core.training.runs import RunDetail, RunView


def read_run_curves(detail: RunDetail, *, cache: Path) -> Curves:
    """Read a run's curves; of one in the cloud the follower has listed the files already."""
    if isinstance(parse_address(detail.run.root), CloudAddress):
        return read_event_files(detail.files.get(FileKind.EVENTS, ()), cache=cache)
    return read_curves(detail.run.root, cache=cache)


def summarise_run(curves: Curves, run: RunView) -> list[CurveSummary]:
    """Sum up a run's curves: whether more will come, and what its method says of its tasks."""
    method = all_methods().get(run.method)
    return summarise(curves, ended=not run.state.active, notes=method.curve_notes if method else None)
