"""What a run left at Google, and its removal: endpoints, the model, prediction jobs, the objects of its root.

The tuning job itself stays: google-genai has no call that deletes one.
"""

from collections.abc import Iterator
from contextlib import suppress

from core.errors import NotFound
from core.training.google import (
    BASE,
    TUNE,
    TUNED,
    Job,
    is_there,
    objects_below,
    place_of,
    remove_leftover,
    serving_location,
)
from core.training.method import Leftover, RunHandle
from core.training.methods.gemini.jobs import Batches, Tunings

OBJECTS = "requests and answers, which are read from here."


def leftovers_of(run: RunHandle) -> list[Leftover]:
    """Everything, in the order in which it can be deleted.

    Raises:
        StudioError: It cannot be looked at.
    """
    return [*_models(run), *objects_below(run.root, depth=0, note=OBJECTS), *_prediction_jobs(run)]


def remove(run: RunHandle, leftover: Leftover) -> None:
    """Delete one of them; see `remove_leftover`."""
    remove_leftover(
        leftover, root=run.root, depth=0, delete_job=lambda name: _batches(run, name).delete(name)
    )


def _batches(run: RunHandle, name: str) -> Batches:
    """Those where the job of this name is, or would be."""
    return Batches(place_of(name, serving_location(run.parameters)), run.job_id)


def _models(run: RunHandle) -> Iterator[Leftover]:
    tuned = getattr(_tuning(run), "tuned_model", None)
    if tuned is None:
        return
    endpoints = [tuned.endpoint, *(one.endpoint for one in tuned.checkpoints or ())]
    for name in dict.fromkeys(filter(None, endpoints)):
        if is_there("endpoint", name):
            yield Leftover("endpoint", name, note="Through it the tuned model or a checkpoint can be asked.")
    if tuned.model and is_there("model", tuned.model):
        yield Leftover("model", tuned.model, note="The tuned model, with all its versions and checkpoints.")


def _tuning(run: RunHandle) -> Job | None:
    tunings = Tunings(run.parameters["location"], run.job_id)
    if not (name := run.jobs.get(TUNE)):
        return tunings.find(TUNE)
    with suppress(NotFound):
        return tunings.poll(name)
    return None


def _prediction_jobs(run: RunHandle) -> Iterator[Leftover]:
    for role in (BASE, TUNED):
        job = _batches(run, run.jobs.get(role, "")).find(role)
        if job is not None:
            yield Leftover(
                "job", job.name, note=f"The job in which the {role} model answered; not its files."
            )
