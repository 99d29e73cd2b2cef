"""Answers asked for one by one, where Google takes no prediction job for a model.

That batch prediction takes a model which is served from `us` or `eu` was not verified. Where it is refused,
the follower asks a few prompts at each poll. What was answered is kept at once, as files of the form that
batch prediction writes, and their names say which prompts they hold: nothing is asked twice, whoever goes on.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from threading import Event
from typing import Any

from core.cloud import ask_google, vertex_service
from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.storage import StoredObject, list_address, open_address, open_store
from core.training.google import place_of
from core.training.method import ArtifactReport, RunHandle, TaskReport
from core.training.methods.gemini.rows import answers_folder, requests_address
from core.training.methods.gemini.tasks import ANSWER_TASKS, ANSWERS, WAITS_FOR
from core.training.models import RunState, TaskState

ONLINE = "online:"
"""Stands before a model's name where a prediction job's would be."""

A_POLL, AT_ONCE, WINDOW = 24, 8, 64
"""Prompts that are asked at one poll, at the same moment, and beside each other in one file's name."""

TO_BEGIN = 3
"""Prompts that are asked first: where each is refused, so are all."""

TRIES = 5
"""So often Google may give no usable answer to a prompt before it counts as left unanswered."""

PART = re.compile(r"answers-(\d{6,})-([0-9a-f]+)-(\d+)\.jsonl")
FOR_PROMPT = (InvalidInput, NotFound, Conflict)
"""Refusals that say something of this one prompt, or of the model: no other try mends them."""

_Prompt = tuple[int, Any]
"""A prompt's number, and its request."""

_in_vain: dict[tuple[str, str, int], int] = {}


@dataclass(frozen=True)
class _Done:
    """What is there already: numbers of prompts, how many of them have no answer, and when it was written."""

    prompts: frozenset[int]
    unanswered: int
    began: datetime | None
    ended: datetime | None

    @classmethod
    def of(cls, parts: Sequence[StoredObject]) -> "_Done":
        found = [(one, match) for one in parts if (match := PART.fullmatch(one.key))]
        numbers = {
            int(match[1]) + bit for _, match in found for bit in range(WINDOW) if int(match[2], 16) >> bit & 1
        }
        times = sorted(one.updated_at for one, _ in found)
        unanswered = sum(int(match[3]) for _, match in found)
        return cls(frozenset(numbers), unanswered, times[0] if times else None, times[-1] if times else None)


def is_online(name: str) -> bool:
    """Whether a role's name is that of a model which is asked one by one, not a job's."""
    return name.startswith(ONLINE)


def online_name(model: str) -> str:
    """What the run keeps among the names of its jobs for a model that is asked one by one."""
    return f"{ONLINE}{model}"


def first_answer(root: str, role: str, model: str) -> str:
    """Ask a model the first prompt and keep the answer; gives its `online_name`.

    Raises:
        StudioError: It cannot be asked in this way either.
    """
    _ask(root, role, model, list(islice(enumerate(_requests(root)), 1)), begins=True)
    return online_name(model)


def online_answers(
    run: RunHandle, role: str, model: str
) -> tuple[TaskReport, tuple[ArtifactReport, ...], str]:
    """Ask some more prompts, unless the run is to stop: their task, where they are, and how far it is."""
    folder = answers_folder(run.root, role)
    done, trouble = _Done.of(list_address(folder)), ""
    try:
        requests = list(enumerate(_requests(run.root)))
        if run.state != RunState.CANCELLING and (todo := _next(requests, done)):
            trouble = _trouble(run.root, role, model, todo, begins=not done.prompts)
            done = _Done.of(list_address(folder))
    except FOR_PROMPT as error:
        return _task(role, TaskState.FAILED, done, str(error)), (), ""
    if len(done.prompts) < len(requests):
        state = TaskState.CANCELLED if run.state == RunState.CANCELLING else TaskState.RUNNING
        words = f"{ANSWER_TASKS[role]}: {len(done.prompts):,} of {len(requests):,} prompts, one by one."
        return _task(role, state, done, trouble or None), (), words
    note = f"{done.unanswered:,} prompts were left unanswered." if done.unanswered else None
    artifact = ArtifactReport(ANSWER_TASKS[role], ANSWERS[role], folder)
    return _task(role, TaskState.SUCCEEDED, done, note), (artifact,), ""


def _task(role: str, state: TaskState, done: _Done, note: str | None) -> TaskReport:
    ended = None if state == TaskState.RUNNING else done.ended or now()
    return TaskReport(ANSWER_TASKS[role], state, done.began, ended, note, WAITS_FOR[role])


def _next(requests: Sequence[_Prompt], done: _Done) -> list[_Prompt]:
    """The prompts to ask now: those without an answer yet that one file's name can tell of."""
    left = [one for one in requests if one[0] not in done.prompts]
    most = A_POLL if done.prompts else TO_BEGIN
    return [one for one in left if one[0] < left[0][0] + WINDOW][:most]


def _trouble(root: str, role: str, model: str, todo: Sequence[_Prompt], *, begins: bool) -> str:
    """As `_ask`; that nobody may ask is for another poll, too, as a role may be given meanwhile."""
    try:
        return _ask(root, role, model, todo, begins=begins)
    except NotAllowed as error:
        return str(error)


def _ask(root: str, role: str, model: str, todo: Sequence[_Prompt], *, begins: bool) -> str:
    """Ask these prompts and keep what came; why some are left for another poll, if they are.

    Raises:
        StudioError: Nobody may ask; or nobody was ever answered, and each of these was refused.
    """
    stop = Event()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answers") as pool:
        found = list(pool.map(lambda one: _answer(model, one[1], stop), todo))
    if begins and all(isinstance(one, FOR_PROMPT) for one in found) and isinstance(found[0], StudioError):
        raise found[0]
    rows = {
        number: row
        for (number, request), answer in zip(todo, found, strict=True)
        if (row := _row((root, role, number), request, answer))
    }
    if rows:
        _keep(root, role, rows)
    troubles = [one for one in found if isinstance(one, StudioError) and not isinstance(one, FOR_PROMPT)]
    if forbidden := next((one for one in troubles if isinstance(one, NotAllowed)), None):
        raise forbidden
    return str(troubles[0]) if troubles else ""


def _answer(model: str, request: Any, stop: Event) -> Any:
    """What Google answers, or the error; None where others have met one that holds for all."""
    if stop.is_set():
        return None
    service = vertex_service(place_of(model, ""))
    path = f"v1beta1/{model}:generateContent"
    try:
        return ask_google(service, "POST", path, body=request, what=f"an answer of {model}")
    except StudioError as error:
        if isinstance(error, NotAllowed | QuotaExceeded):
            stop.set()
        return error


def _row(which: tuple[str, str, int], request: Any, answer: Any) -> dict[str, Any] | None:
    """The line that is kept of an answer; None where the prompt is asked again."""
    if isinstance(answer, Unavailable):
        _in_vain[which] = _in_vain.get(which, 0) + 1
    final = isinstance(answer, FOR_PROMPT) or _in_vain.get(which, 0) >= TRIES
    if answer is None or (isinstance(answer, StudioError) and not final):
        return None
    _in_vain.pop(which, None)
    failed = isinstance(answer, StudioError)
    return {
        "status": str(answer) if failed else "",
        "processed_time": now().isoformat(),
        "request": request,
        "response": {} if failed else answer,
    }


def _keep(root: str, role: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
    first = min(rows)
    which = sum(1 << (number - first) for number in rows)
    without = sum(not row["response"].get("candidates") for row in rows.values())
    content = "".join(json.dumps(row) + "\n" for _, row in sorted(rows.items()))
    store = open_store(answers_folder(root, role))
    with suppress(Conflict):  # another follower, whose claim this one's was once, has asked them too
        store.put(f"answers-{first:06}-{which:x}-{without}.jsonl", BytesIO(content.encode()))


def _requests(root: str) -> Iterator[Any]:
    with open_address(requests_address(root)) as file:
        for line in file:
            if line.strip():
                yield json.loads(line)["request"]
