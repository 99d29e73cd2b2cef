"""Whether prompts that are compared were tuned on: those of a run's own sets, else of the project's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from core.datasets import DatasetKind, DatasetView
from core.datasets.shared_prompts import Marks, Shared, sets_across, shared_with_each
from core.review.batch_predictions import BETWEEN
from core.training.runs import RunDetail, tuned_on


def sets_tuned_on(session: Session, project_id: int, detail: RunDetail | None) -> list[DatasetView]:
    """The sets whose prompts a tuned model may know: a run says which, of a file nobody does."""
    named = tuned_on(detail.inputs) if detail is not None else {}
    return list(named.values()) or sets_across(session, project_id, DatasetKind.EVALUATION)


def seen_prompts(prompts: Sequence[str], sets: Iterable[DatasetView]) -> list[dict[str, Any]]:
    """What the prompts of a comparison share with these sets, as it is stored; the instruction aside."""
    sets = list(sets)
    if not sets:
        return []
    bare = [prompt.partition(BETWEEN)[2] or prompt for prompt in prompts]
    found = zip(*(_shared(texts, sets) for texts in (prompts, bare)), strict=True)
    most = [max(pair, key=lambda one: one.prompts or 0) for pair in found]
    return [replace(one, of=len(prompts)).as_json() for one in most if one.some]


def seen_sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Sentences on prompts that were tuned on, of what is stored with a set."""
    for one in (Shared(**stored) for stored in found.get("seen", ())):
        if one.prompts is None:
            yield f"Whether the prompts are those of {one.name} is not known: it cannot be read."
        else:
            yield (
                f"{one.how_many} are in {one.name}, too: a model that was tuned on it has seen them, so its "
                "answers to them say little of others."
            )


def _shared(texts: Iterable[str], sets: list[DatasetView]) -> list[Shared]:
    return list(shared_with_each(Marks.of(texts), DatasetKind.EVALUATION, sets))
