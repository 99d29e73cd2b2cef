"""The metrics of a tuning job, read from the TensorBoard of its experiment through Google's interface.

That a tuning job's experiment names its TensorBoard was not verified; where it does not, the TensorBoards of
the location are searched for one with the experiment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from core.cloud import translated, vertex_client, within
from core.errors import NotFound
from core.event_files import Point
from core.training.google.jobs import Job
from core.training.google.leftovers import location_of

BACKING = "backing_tensorboard_resource"
"""Under which key an experiment names its TensorBoard."""

MOST_BOARDS, MOST_EXPERIMENTS = 20, 1_000
SERIES_A_REQUEST = 40
"""Their names stand in the address of a request."""

SAMPLED = 1_000
"""So many points of a series are read at once; of more Google gives some, chosen at random."""

PAGE = 10_000


def read_experiment(job: Job) -> list[Point]:
    """All points of a tuning job's experiment under Google's names; none where there are none yet.

    Raises:
        StudioError: They cannot be read.
    """
    if not job.experiment:
        return []
    what = f"the metrics of {job.experiment}"
    with translated(what):
        for experiment in _candidates(job.experiment, _last(job.name)):
            with suppress(NotFound), translated(what):
                return list(_points(experiment))
    return []


def _candidates(own: str, job_id: str) -> Iterator[str]:
    """Full names of experiments as TensorBoard has them, the likeliest first; searched for only at last."""
    if "/tensorboards/" in own:
        yield own if "/experiments/" in own else f"{own}/experiments/{job_id}"
        return
    with suppress(NotFound), translated(f"the experiment {own}"):
        client = vertex_client("Metadata", location_of(own))
        board = str((client.get_context(name=own, **within()).metadata or {}).get(BACKING, ""))
        if board:
            yield board if "/experiments/" in board else f"{board}/experiments/{_last(own)}"
    yield from _searched(own, {_last(own), job_id})


def _searched(context: str, names: set[str]) -> Iterator[str]:
    """Experiments of these names, or titles, in the TensorBoards of the location."""
    parent = "/".join(context.split("/")[:4])
    client = vertex_client("Tensorboard", location_of(context))
    for board in islice(client.list_tensorboards(parent=parent, **within()), MOST_BOARDS):
        listed = client.list_tensorboard_experiments(parent=board.name, **within())
        for one in islice(listed, MOST_EXPERIMENTS):
            if names & {_last(one.name), one.display_name}:
                yield one.name


def _points(experiment: str) -> Iterator[Point]:
    client = vertex_client("Tensorboard", location_of(experiment))
    board = experiment.partition("/experiments/")[0]
    tags = _series(client, experiment)
    names, by_id = list(tags), {_last(name): name for name in tags}
    for start in range(0, len(names), SERIES_A_REQUEST):
        asked = {"tensorboard": board, "time_series": names[start : start + SERIES_A_REQUEST]}
        read = client.batch_read_tensorboard_time_series_data(request=asked, **within())
        for data in read.time_series_data:
            name = by_id[data.tensorboard_time_series_id]
            values = data.values if len(data.values) < SAMPLED else _exported(client, name)
            yield from _measured(tags[name], values)


def _series(client: Any, experiment: str) -> dict[str, str]:
    """The tags of all scalar series by their full names; told apart where several runs have one."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for run in client.list_tensorboard_runs(parent=experiment, **within()):
        for one in client.list_tensorboard_time_series(parent=run.name, **within()):
            if one.value_type.name == "SCALAR":
                found[one.display_name].append((run.display_name or _last(run.name), one.name))
    return {
        name: tag if len(places) == 1 else f"{run}/{tag.lstrip('/')}"
        for tag, places in found.items()
        for run, name in places
    }


def _exported(client: Any, series: str) -> Iterator[Any]:
    """All points of a long series, page by page."""
    asked = {"tensorboard_time_series": series, "page_size": PAGE, "order_by": "step"}
    yield from client.export_tensorboard_time_series_data(request=asked, **within())


def _measured(tag: str, values: Iterable[Any]) -> Iterator[Point]:
    """The points that have a value: one that is absent reads 0.0, and was not measured."""
    for one in values:
        if "scalar" in one:
            at = one.wall_time.timestamp() if one.wall_time else 0.0
            yield Point(one.step, at, tag, one.scalar.value)


def _last(name: str | None) -> str:
    return (name or "").rpartition("/")[2]
