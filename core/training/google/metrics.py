"""A tuning job's metrics, brought home: kept below the run's root as every other run's curves are."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from core.db import clean_text
from core.errors import QuotaExceeded, StudioError, Unavailable
from core.event_files import EVENTS_ARTIFACT, Point, keep_points
from core.logs import get_logger
from core.rewards import RewardView
from core.training.exchanged import ArtifactReport
from core.training.google.jobs import Job, has_ended
from core.training.google.metric_files import read_metric_files
from core.training.google.tensorboards import read_experiment

log = get_logger("training")

REWARD_TASK = "reward-model-trainer"
"""As the task of Google's RLHF pipeline that does the same."""

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 60.0, 600.0
"""Between two readings of a job that goes on; the longest where nothing tells that it went on."""

MOST_REMEMBERED = 500
NONE = "Google names no metrics of this job, so there are no curves of it."


@dataclass(frozen=True)
class Home:
    """What came of bringing a job's metrics home.

    Attributes:
        artifacts: Where they are; none before there is a point.
        note: Why they are not there, or are old, as a sentence; empty where all is well.
        again: Whether another try may mend that.
        warnings: What they warn of, as sentences.
    """

    artifacts: tuple[ArtifactReport, ...] = ()
    note: str = ""
    again: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Read:
    """When a job's metrics were read last, how far it was then, and what came of it."""

    home: Home
    at: float
    mark: Hashable
    ended: bool

    def is_due(self, mark: Hashable, *, ended: bool) -> bool:
        if ended:
            return not self.ended or self.home.again
        passed = time.monotonic() - self.at
        return passed >= (SHORTEST_PAUSE_S if self.home.again or mark != self.mark else LONGEST_PAUSE_S)


_reads: dict[str, _Read] = {}
_lock = threading.Lock()


Watch = Callable[[Sequence[Point]], Sequence[str]]
"""Says what points warn of."""


def bring_home(job: Job, root: str, task: str, mark: Hashable, watch: Watch, *, anew: bool = False) -> Home:
    """Keep a tuning job's metrics below the run's root, if it is time; it never fails.

    Args:
        job: The tuning job.
        root: Where the run writes.
        task: Which of its tasks they belong to.
        mark: What changes as the job goes on, such as the steps it has done.
        watch: Asked about points that are new.
        anew: Whether they are read whatever time it is.
    """
    if job.start_time is None:
        return Home()
    ended, name = has_ended(job), f"{job.name} {job.create_time}"
    with _lock:
        last = _reads.get(name)
    if last is not None and not anew and not last.is_due(mark, ended=ended):
        return last.home
    home = _brought(job, root, task, watch)
    if home.note and last is not None:
        home = replace(home, artifacts=last.home.artifacts, warnings=last.home.warnings)
    with _lock:
        _reads.pop(name, None)
        _reads[name] = _Read(home, time.monotonic(), mark, ended)
        for oldest in list(_reads)[:-MOST_REMEMBERED]:
            del _reads[oldest]
    return home


def _brought(job: Job, root: str, task: str, watch: Watch) -> Home:
    try:
        points = _points(job)
        if not points:
            return Home(note=NONE if has_ended(job) else "")
        address = keep_points(root, task, points)
        return Home((ArtifactReport(task, EVENTS_ARTIFACT, address),), warnings=tuple(watch(points)))
    except StudioError as error:
        again = isinstance(error, Unavailable | QuotaExceeded)
        return Home(note=f"Its curves could not be read: {error}", again=again)
    except Exception:  # what Google may answer here is documented nowhere, and a run is more than its curves
        log.exception("metrics_failed job=%s", job.name)
        return Home(note="Its curves could not be read: the studio did not expect what Google answered.")


def _points(job: Job) -> list[Point]:
    """From the experiment's TensorBoard, else from the files; under the studio's names."""
    found = read_experiment(job)
    if not found and job.gcs_metrics_uri:
        found = read_metric_files(clean_text(job.gcs_metrics_uri))
    name = reinforced_tag if job.reinforcement_tuning_spec is not None else plain_tag
    return [replace(one, tag=name(one.tag)) for one in found]


def plain_tag(metric: str) -> str:
    """Google's name as a curve's: without the slash it begins with."""
    return clean_text(metric).strip("/")


def reinforced_tag(metric: str) -> str:
    """A metric of reinforcement as the curves of other methods call it.

    ``/train_mean_reward`` is ``reward``, ``/eval_mean_reward`` ``eval_reward``; a part of a composite reward
    keeps its name in front: ``brevity/reward``.
    """
    *part, name = plain_tag(metric).rsplit("/", 1)
    name = {"train_mean_reward": "reward", "eval_mean_reward": "eval_reward"}.get(name, name)
    return "/".join([*part, name.removeprefix("train_")])


def keep_rank_loss(root: str, reward: RewardView) -> None:
    """Keep how the fit of a reward went as curves of the run that uses it, if it was fitted.

    Raises:
        StudioError: They cannot be stored.
    """
    if points := list(_rank_loss(reward)):
        keep_points(root, REWARD_TASK, points)


def _rank_loss(reward: RewardView) -> Iterable[Point]:
    at = reward.created_at.timestamp()
    for one in reward.report.rank_loss:
        yield Point(one.step, at, "rank_loss", one.training)
        if one.held_out is not None:
            yield Point(one.step, at, "eval_rank_loss", one.held_out)
