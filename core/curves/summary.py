"""Every curve in numbers, with what the findings say of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.curves.curve import Curve, Curves
from core.curves.findings import Context, Finding, Kind, find

FEWEST_POINTS = 10
"""With fewer a level at the end says nothing."""


@dataclass(frozen=True, slots=True)
class CurveSummary:
    """One curve in numbers and words.

    Attributes:
        task: The log's name, of a run the task that wrote it.
        tag: Its name.
        points: All its points.
        not_finite: Points among them that are NaN or infinite; the values below leave them out.
        first_step: The step of the first point, as the task counts.
        steps: Last step minus first step.
        first: The first value; NaN, as the next three, where no value is finite.
        last: The last value.
        minimum: The least value.
        maximum: The greatest value.
        level: Where it is at its end, the median of the last tenth; NaN with fewer than ten finite points.
        sentence: What is found of it first of all; empty for a tag whose meaning the studio does not know.
    """

    task: str
    tag: str
    points: int
    not_finite: int
    first_step: int
    steps: int
    first: float
    last: float
    minimum: float
    maximum: float
    level: float
    sentence: str


def summarise(
    curves: Curves, context: Context | None = None, *, found: Sequence[Finding] | None = None
) -> list[CurveSummary]:
    """Sum up every curve.

    Args:
        curves: As `read_curves` gives them.
        context: What is known beside them.
        found: What `find` gave for them, where that is known already.

    Returns:
        One summary a curve, sorted by task and tag.
    """
    sentences: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in find(curves, context or Context()) if found is None else found:
        about = finding.curves if finding.kind is Kind.NOTED else finding.curves[:1]
        for key in about:
            sentences[key].append(finding.sentence)
    return [_summary(curve, " ".join(sentences[curve.key])) for curve in curves]


def _summary(curve: Curve, sentence: str) -> CurveSummary:
    """One curve's summary."""
    steps, values = curve.steps, curve.values
    finite = np.isfinite(values)
    kept = values[finite]
    length = int(steps[-1]) - int(steps[0])  # of 64 bits each, so their difference may have more
    return CurveSummary(
        task=curve.task,
        tag=curve.tag,
        points=len(values),
        not_finite=int((~finite).sum()),
        first_step=int(steps[0]),
        steps=length,
        first=float(kept[0]) if len(kept) else np.nan,
        last=float(kept[-1]) if len(kept) else np.nan,
        minimum=float(kept.min()) if len(kept) else np.nan,
        maximum=float(kept.max()) if len(kept) else np.nan,
        level=float(np.median(kept[-(len(kept) // 10) :])) if len(kept) >= FEWEST_POINTS else np.nan,
        sentence=sentence,
    )
