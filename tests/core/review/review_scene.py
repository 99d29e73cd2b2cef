"""Comparisons to review, made from predictions as files of batch inference hold them."""

from collections.abc import Callable, Sequence
from typing import Any

from core.access import SYSTEM, PersonView
from core.labelling import ProjectView
from core.labelling.judging import Saved
from core.labelling.queue import ShownPair
from core.review import (
    Design,
    ModelAnswers,
    Predictions,
    Reviewing,
    ReviewView,
    StopRule,
    assign_comparisons,
    create_review,
    parse_answers,
    save_verdicts,
    sort_answers,
)
from core.review.blinding import Side
from core.services import Studio
from core.training.models import Artifact, Run, RunState
from core.training.runs import RunDetail, get_run
from tests.core.builders import answer
from tests.loop_helpers import prediction_text


def predictions(name: str, *answers: tuple[str, str]) -> Predictions:
    """One model's (prompt, answer) pairs."""
    lines = prediction_text(list(answers)).encode().splitlines(keepends=True)
    return sort_answers(name, parse_answers(lines, name))


EVERYTHING = Design(per_item=None, stop=StopRule.BY_LEAD)
"""Every reviewer judges everything, and a lead closes it."""


def prepared(
    studio: Studio,
    project: ProjectView,
    count: int,
    title: str = "Steeper",
    *,
    design: Design = EVERYTHING,
    models: int = 2,
    reviewers: Sequence[PersonView] = (),
) -> ReviewView:
    """A review of ``count`` items; the texts do not say which model wrote them."""
    words = ["plain", "fancy", "terse", "round"][:models]
    sets = [
        predictions(f"{word}.jsonl", *((f"prompt {number}", f"{word} {number}") for number in range(count)))
        for word in words
    ]
    roles = ["base", "tuned"] if models == 2 else [""] * models
    answers = [
        ModelAnswers(f"model {letter}", one, role)
        for letter, one, role in zip("ABCD", sets, roles, strict=False)
    ]
    people = [one.id or 0 for one in reviewers]
    return create_review(studio.db, SYSTEM, project, answers, title=title, design=design, reviewers=people)


def finished_run(
    studio: Studio, project: ProjectView, addresses: dict[str, str], *, number: int = 1
) -> RunDetail:
    """A run on record that left these predictions, by artifact name."""
    row = Run(
        project_id=project.id,
        name="Steeper",
        method="local-rlhf",
        job_id=f"local-rlhf-{number}",
        root="file:///nowhere",
        state=RunState.SUCCEEDED,
    )
    with studio.db.write() as session:
        session.add(row)
        session.flush()
        run_id = row.id or 0
        for name, address in addresses.items():
            session.add(Artifact(run_id=run_id, task="bulk-inferrer", name=name, address=address))
        session.flush()
        return get_run(session, run_id)


def shown(studio: Studio, chosen: ReviewView, person: PersonView, *, limit: int = 1000) -> list[ShownPair]:
    """What a reviewer's browser gets next."""
    with studio.db.write() as session:
        return assign_comparisons(session, Reviewing(chosen, person.id or 0), ahead=limit)


def save(studio: Studio, person: PersonView, chosen: ReviewView, *answers: Any) -> Saved:
    """Save a batch in one unit of work."""
    with studio.db.write() as session:
        return save_verdicts(session, person, chosen, list(answers))


def token(chosen: ReviewView, person: PersonView, item: int, side: Side) -> str:
    """What this reviewer's browser sends to choose one model's answer."""
    return Reviewing(chosen, person.id or 0).token(item, side)


def judge(studio: Studio, chosen: ReviewView, person: PersonView, *outcomes: str) -> list[dict[str, Any]]:
    """Give these verdicts, one an item; "first" and "second" are sent as this reviewer's tokens."""
    pairs = shown(studio, chosen, person, limit=len(outcomes))
    given = [
        answer(pair.id, token(chosen, person, pair.id, one) if one in {"first", "second"} else one)
        for pair, one in zip(pairs, outcomes, strict=True)
    ]
    saved = save(studio, person, chosen, *given)
    assert saved.refused == ()
    return given


def read(studio: Studio, look: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """What a read gives."""
    with studio.db.read() as session:
        return look(session, *args, **options)
