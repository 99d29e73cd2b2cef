"""Read all curves of a run together and say what they come to."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.curves.curve import Curves
from core.curves.findings.finding import Context, Finding, Key, Kind, Tone
from core.curves.findings.health import broken
from core.curves.findings.policy import policy, rose
from core.curves.findings.ranking import learned_nothing, ranking
from core.curves.findings.said import in_their_names, said, told
from core.curves.findings.seen import Seen, Training, trainings
from core.curves.findings.shape import ShapeKind
from core.curves.findings.words import number, percent
from core.curves.tags import Meaning

TOLD = {Meaning.LEARNING_RATE, Meaning.GRADIENT}
"""Curves of which is only said what is wrong with them."""
QUIET = 3600.0
EVEN, FEWEST_VERDICTS = 0.5, 20
TONES = (Tone.BAD, Tone.WARNING, Tone.GOOD, Tone.NOTE)
KINDS = tuple(Kind)


def find(curves: Curves, context: Context) -> list[Finding]:
    """What the curves of a run come to, read together.

    Of what cannot both be so only the right one is said: nothing is said to fall that broke off, and no
    reward to be healthy that is over-optimised. Curves whose meaning nobody knows are passed over.

    Args:
        curves: As `read_curves` gives them.
        context: What is known beside them.

    Returns:
        The findings, most important first: bad ones, accuracy on held-out pairs, warnings, good ones, notes.
    """
    found: list[Finding] = []
    groups = trainings(curves, context)
    model, tuned = _reward_model(groups), _policy(groups)
    empty = model is not None and tuned is not None and rose(tuned)
    for training in groups:
        is_tuned = tuned is not None and tuned in training.seen
        found += _of_training(training, context, empty=empty and is_tuned)
    if empty and model and tuned:
        found.append(_empty(model, tuned))
    if tuned is not None and rose(tuned):
        found = _with_verdicts(found, tuned, context)
    named = (replace(one, advice=in_their_names(one.advice, context.parameters)) for one in found)
    return sorted(named, key=_place)


def known_of_logs(curves: Curves, *, now: float) -> Context:
    """What is known of logs that no run of ours wrote: they seem to be over an hour after their last point.

    Args:
        curves: Their curves.
        now: Seconds since 1970.
    """
    last = max((one.wall_times[-1] for one in curves if np.isfinite(one.wall_times[-1])), default=now)
    return Context(ended=bool(now - last > QUIET))


def _of_training(training: Training, context: Context, *, empty: bool) -> list[Finding]:
    broke = list(broken(training))
    gone = {one.curves[0] for one in broke if one.kind in {Kind.DIVERGED, Kind.COLLAPSED}}
    read = [*ranking(training, context), *policy(training, context, empty=empty)]
    over = {key for one in read if one.kind in {Kind.OVER_OPTIMISED, Kind.OVERFITTING} for key in one.curves}
    broke = [one for one in broke if one.kind is not Kind.DIVERGED or one.curves[0] not in over]
    read = [
        one
        for one in read
        if one.curves[0] not in gone or one.kind in {Kind.OVER_OPTIMISED, Kind.OVERFITTING}
    ]
    return [*broke, *read, *_rest(training, [*broke, *read], context)]


def _rest(training: Training, found: Sequence[Finding], context: Context) -> list[Finding]:
    """What the curves did of which nothing has been said, and what is known of them beforehand."""
    main = {one.curves[0] for one in found if one.kind not in {Kind.SPIKED, Kind.LONGER_ANSWERS}}
    rest = [
        _went(seen)
        for seen in training.seen
        if seen.key not in main and seen.known.meaning not in TOLD and not _awaited(seen, context)
    ]
    tasks = sorted({seen.curve.task for seen in training.seen} & set(context.notes))
    notes = [
        said(Kind.NOTED, context.notes[task], *(seen for seen in training.seen if seen.curve.task == task))
        for task in tasks
    ]
    return [*rest, *notes]


def _awaited(seen: Seen, context: Context) -> bool:
    """Whether so few points say nothing, and the note says why there are no more."""
    return seen.shape.kind is ShapeKind.TOO_SHORT and seen.curve.task in context.notes


def _went(seen: Seen) -> Finding:
    kinds = {ShapeKind.TOO_SHORT: Kind.TOO_SHORT, ShapeKind.UNSTEADY: Kind.TOO_NOISY}
    return told(kinds.get(seen.shape.kind, Kind.WENT), seen)


def _reward_model(groups: Sequence[Training]) -> Seen | None:
    """The rank loss of the one reward model, if it has learned nothing."""
    losses = [one for group in groups if (one := group.of(Meaning.RANK_LOSS))]
    if len(losses) == 1 and losses[0].readable and learned_nothing(losses[0]):
        return losses[0]
    return None


def _policy(groups: Sequence[Training]) -> Seen | None:
    """The reward of the one policy; none where several were tuned, for nobody knows whose reward is whose."""
    rewards = [one for group in groups if (one := group.of(Meaning.REWARD, Meaning.PENALISED))]
    return rewards[0] if len(rewards) == 1 else None


def _empty(model: Seen, tuned: Seen) -> Finding:
    sentence = (
        f"{tuned.name} rose from {number(tuned.shape.start)} to {number(tuned.shape.end)}, but the reward "
        f"model behind it has learned nothing ({model.name} ends at {number(model.shape.end)}, guessing "
        "gives 0.69): the reward means nothing."
    )
    return said(Kind.EMPTY_REWARD, sentence, tuned, model, evidence={"rank loss": model.shape.end})


def _with_verdicts(found: list[Finding], tuned: Seen, context: Context) -> list[Finding]:
    """What people found of a model whose reward rose."""
    verdicts = context.verdicts
    if verdicts is None or verdicts.count < FEWEST_VERDICTS or verdicts.lower > EVEN:
        return found
    interval = f"{percent(verdicts.rate)}, interval {percent(verdicts.lower)} to {percent(verdicts.upper)}"
    worse = verdicts.upper < EVEN
    claim = "people prefer the base model's answers" if worse else "people's verdicts do not show a gain"
    sentence = (
        f"{tuned.name} rose from {number(tuned.shape.start)} to {number(tuned.shape.end)}, but {claim}: "
        f"they preferred the tuned model in {interval}, of {verdicts.count:,} comparisons."
    )
    evidence = {"win rate": verdicts.rate, "lower": verdicts.lower, "upper": verdicts.upper}
    tone = Tone.BAD if worse else Tone.WARNING
    doubted = [
        one for one in found if one.kind not in {Kind.RL_HEALTHY, Kind.REWARD_ROSE, Kind.REWARD_RISING}
    ]
    return [*doubted, said(Kind.NO_HUMAN_GAIN, sentence, tuned, evidence=evidence, tone=tone)]


def _place(finding: Finding) -> tuple[int, int, tuple[Key, ...]]:
    """Where a finding stands among others."""
    tone = TONES.index(finding.tone)
    first = finding.kind is Kind.ACCURACY and finding.tone in {Tone.GOOD, Tone.WARNING}
    return (
        TONES.index(Tone.WARNING) if first else tone,
        -1 if first else KINDS.index(finding.kind),
        finding.curves,
    )
