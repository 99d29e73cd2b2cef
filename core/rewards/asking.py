"""Many answers scored by somebody else: several at once, patient with who is busy, cancelled at will."""

from collections.abc import Callable, Sequence
from contextlib import closing
from statistics import fmean
from typing import TypeVar

from core.asking import ask_many
from core.datasets.scratch import json_line
from core.errors import StudioError
from core.progress import Tell
from core.rewards.samples import Sample

Given = TypeVar("Given")


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
    answers: list[Given | str] = [""] * len(samples)
    done = 0
    with closing(ask_many(samples, ask)) as coming:
        for came in coming:
            for place, found in came:
                answers[place] = str(found) if isinstance(found, StudioError) else found
                done += 1
                tell(f"{asked} has scored {done:,} of {len(samples):,}.")
    return answers
