"""The loop as a map: what each stage has come to, and the next step for this person."""

from dataclasses import dataclass

from sqlmodel import Session

from app.ui.words import MOST_COUNTED, counted
from core.access import Action, PersonView
from core.datasets import DatasetKind, DatasetView, list_datasets
from core.labelling import ProjectView
from core.labelling.adjudication import count_disputed
from core.labelling.progress import PersonProgress, ProjectProgress, person_progress, project_progress
from core.labelling.queue import Assignment, has_work, read_assignment
from core.review import ReviewWork, review_work, verdict_count
from core.training.models import RunState
from core.training.runs import RunView, list_runs

LATER = (Action.SEE_DATA, Action.SEE_RUNS, Action.COMPARE)
"""What the stages after labelling are read with."""
CHOOSE = "Label: choose between two answers."
LAUNCH = (
    "Launch a run on the frozen sets. Reinforcement of Gemini takes a reward, made of the preference set "
    "first; other methods need none."
)


@dataclass(frozen=True)
class StageState:
    """One stage of the loop: its page, a figure, a sentence, and whether there is anything yet.

    ``for_reward`` says whether a reward can be made of what it has come to.
    """

    page: str
    figure: str
    sentence: str
    begun: bool
    for_reward: bool = False


@dataclass(frozen=True)
class Loop:
    """All stages, and the page of the next step with the reason for it.

    ``pairs_wait`` says whether any pair waits for this very person, and ``assignment`` why not; ``disputed``
    counts the pairs that wait for a decision, for those who see them. ``review`` is this person's part in
    comparing. ``flagged`` are the runs whose curves went wrong: those that go on, and the newest. Whoever
    only labels has no other stage.
    """

    progress: ProjectProgress
    pairs_wait: bool
    assignment: Assignment
    disputed: int
    stages: tuple[StageState, ...]
    next_page: str
    next_step: str
    review: ReviewWork
    flagged: tuple[RunView, ...] = ()


def read_loop(session: Session, project: ProjectView, person: PersonView) -> Loop:
    """Where the project stands, for one person: whoever only labels reads of no other stage."""
    progress = project_progress(session, project)
    mine = person_progress(session, project, person.id or 0)
    sees_them = person.may(Action.SEE_QUALITY, project.id)
    disputed = count_disputed(session, project, most=MOST_COUNTED) if sees_them else 0
    label = _label_stage(project, progress, mine, disputed=disputed)
    assignment = read_assignment(session, person, project)
    pairs_wait = has_work(session, person, project, assignment)
    if not all(person.may(action, project.id) for action in LATER):
        return Loop(progress, pairs_wait, assignment, disputed, (label,), "label", CHOOSE, ReviewWork())
    sets = list_datasets(session, project.id)
    runs = list_runs(session, project.id)
    verdicts = verdict_count(session, project.id)
    stages = (
        label,
        _datasets_stage(sets),
        *_run_stages(runs),
        StageState("compare", f"{verdicts:,}", "blind verdicts given", verdicts > 0),
    )
    review = review_work(session, project.id, person.id or 0)
    page, step = _next_step(progress, {one.kind for one in sets}, runs, review)
    flagged = tuple(run for run in runs if run.curve_flag and (run.state.active or run is runs[0]))
    return Loop(progress, pairs_wait, assignment, disputed, stages, page, step, review, flagged)


def _label_stage(
    project: ProjectView, progress: ProjectProgress, mine: PersonProgress, *, disputed: int
) -> StageState:
    figure = f"{progress.complete:,} of {progress.pairs:,}"
    needed = project.judgments_per_pair
    sentence = f"pairs have their {needed} judgment{'' if needed == 1 else 's'}; you gave {mine.judged:,}"
    if disputed:
        sentence += f"; {counted(disputed)} are disputed"
    return StageState("label", figure, sentence, progress.judgments > 0)


def _datasets_stage(sets: list[DatasetView]) -> StageState:
    kinds = sorted({one.kind.value for one in sets})
    sentence = "frozen: " + (", ".join(kinds) or "none yet")
    of_people = any(one.kind == DatasetKind.PREFERENCE for one in sets)
    return StageState("datasets", f"{len(sets):,}", sentence, bool(sets), of_people)


def _run_stages(runs: list[RunView]) -> tuple[StageState, StageState]:
    active = sum(run.state.active for run in runs)
    done = sum(run.state == RunState.SUCCEEDED for run in runs)
    going = f"runs launched, {active} going on" if active else "runs launched"
    return (
        StageState("launch", f"{len(runs):,}", going, bool(runs)),
        StageState("curves", f"{done:,}", "runs succeeded", done > 0),
    )


def _next_step(
    progress: ProjectProgress, kinds: set[DatasetKind], runs: list[RunView], review: ReviewWork
) -> tuple[str, str]:
    """The first step whose condition holds."""
    waiting = DatasetKind.PREFERENCE not in kinds and (progress.share or 0) < 1
    states = {run.state for run in runs}
    steps = (
        (not progress.pairs, "datasets", "Import pairs to label."),
        (waiting, "label", "Label: pairs are waiting for judgments."),
        (
            not kinds.issuperset(DatasetKind),
            "datasets",
            "Freeze a preference, a prompt and an evaluation set.",
        ),
        (not runs, "launch", LAUNCH),
        (
            any(run.state.active and run.curve_flag for run in runs),
            "runs",
            "Look at the curves of the run that is flagged below, and stop it if it has gone wrong.",
        ),
        (any(state.active for state in states), "curves", "Watch the curves of the run that is going on."),
        (RunState.SUCCEEDED not in states, "runs", "See why the last run did not succeed."),
        (True, *compare_step(review)),
    )
    return next((page, step) for holds, page, step in steps if holds)


def compare_step(review: ReviewWork) -> tuple[str, str]:
    """What this person does next about comparisons."""
    waiting = f"{review.waiting:,} comparison{' waits' if review.waiting == 1 else 's wait'} for your verdict"
    steps = (
        (review.waiting and review.given, f"Give more verdicts: {waiting}."),
        (review.waiting, f"Compare answers, blind: {waiting}."),
        (review.unreviewed, "Plan a review of a run that nobody has reviewed yet: base and tuned, blind."),
        (review.going_on, "A review is going on: its results are shown when it closes."),
        (
            review.closed,
            "Read what the review came to. For another round, label more, freeze and launch again.",
        ),
    )
    found = next((step for holds, step in steps if holds), None)
    if found is None:
        return "launch", "There are no answers to compare: launch a run with an evaluation set."
    return "compare", found
