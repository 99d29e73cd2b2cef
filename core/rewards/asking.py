"""Many answers scored by somebody else: several at once, patient with who is busy, cancelled at will."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from statistics import fmean
from threading import Event
from typing import TypeVar

from core.datasets.scratch import json_line
from core.errors import NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.progress import Tell
from core.rewards.samples import Sample

Given = TypeVar("Given")

AT_ONCE = 8
WAITS_S = (1.0, 4.0, 12.0)
"""Before the second, third and fourth try at somebody who is busy or away."""

HOPELESS = 8
"""After so many failures in a row with nothing in between nobody is asked any more."""

FOR_ALL = (NotAllowed, NotFound)
"""What holds for one answer holds for every other."""

BUSY = (QuotaExceeded, Unavailable)


def scores_of(
    samples: Sequence[Sample], ask: Callable[[Sample], float], tell: Tell, asked: str, *, times: int = 1
) -> list[float | str]:
    """The score of each answer, or why there is none, as a sentence.

    An answer that stands in several pairs is asked about once, so that it costs once and has one score.

    Args:
        samples: The answers.
        ask: As for `ask_about_all`, as is the rest.
        tell: Shown how far it is.
        asked: Who is asked.
        times: How often about each answer; its score is the mean, and one failure fails it.
    """
    keys = [json_line((sample.example, sample.response)) for sample in samples]
    different = dict(zip(keys, samples, strict=True))
    askings = [sample for sample in different.values() for _ in range(times)]
    scores = ask_about_all(askings, ask, tell, asked)
    found = {key: _mean(scores[n * times : (n + 1) * times]) for n, key in enumerate(different)}
    return [found[key] for key in keys]


def _mean(scores: Sequence[float | str]) -> float | str:
    known = [score for score in scores if not isinstance(score, str)]
    return fmean(known) if len(known) == len(scores) else next(one for one in scores if isinstance(one, str))


def ask_about_all(
    samples: Sequence[Sample], ask: Callable[[Sample], Given], tell: Tell, asked: str
) -> list[Given | str]:
    """Score answers; for each what it was given, or why there is nothing, as a sentence.

    Args:
        samples: The answers.
        ask: Scores one answer, and raises a `StudioError` where that fails; called in several threads.
        tell: Shown how far it is.
        asked: Who is asked, as the words that begin a sentence: "Judge gemini-3.5-flash".

    Raises:
        NotAllowed: Nobody may ask.
        NotFound: There is nobody to ask.
        QuotaExceeded: Who is asked stays busy, for many answers in a row.
        Unavailable: Who is asked gives none, for many in a row.
    """
    stop = Event()
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reward")
    try:
        places = {pool.submit(_patiently, ask, sample, stop): n for n, sample in enumerate(samples)}
        answers: list[Given | str] = [""] * len(samples)
        in_vain = 0
        for done, future in enumerate(as_completed(places), start=1):
            found = future.result()
            answers[places[future]] = str(found) if isinstance(found, StudioError) else found
            in_vain = in_vain + 1 if isinstance(found, BUSY) else 0
            if in_vain >= HOPELESS and isinstance(found, StudioError):
                raise found
            tell(f"{asked} has scored {done:,} of {len(samples):,}.")
        return answers
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _patiently(ask: Callable[[Sample], Given], sample: Sample, stop: Event) -> Given | StudioError:
    """The score or why there is none; what holds for every answer is raised."""
    waits = iter(WAITS_S)
    while True:
        try:
            return ask(sample)
        except FOR_ALL:
            raise
        except BUSY as error:
            wait = next(waits, None)
            if wait is None or stop.wait(wait):
                return error
        except StudioError as error:
            return error
