"""What the curves of a reward model say together: rank loss and accuracy, also on held-out pairs."""

import math
from collections.abc import Iterator

import numpy as np

from core.curves.findings.finding import Context, Finding, Kind, Tone
from core.curves.findings.said import retold, said, told
from core.curves.findings.seen import Seen, Training
from core.curves.findings.shape import ShapeKind
from core.curves.findings.words import at, number, percent
from core.curves.tags import Meaning

FEW = 1000
COIN = math.log(2)
"""The rank loss of guessing: minus the log of one half."""
NOT_LEARNED = 0.01
"""A loss this close under ln 2 is that of choices told right with 57 %, at most."""
LEAST_GAIN, WIDEST = 0.02, 0.03
LOW = 0.15
"""A first loss that far under ln 2 is not that of a model that knows nothing yet."""
FIRST_POINTS = 3
NEARLY_NOTHING = 0.1
"""Under the floor of any people who agree on less than 93 % of pairs: 2 · (1 - 0.93) · ln 2 = 0.1."""
GAP = 0.2
GUESSING, FAIR = 0.53, 0.6
PERCENT = 1.5
NEGATIVE, ROUNDING = 0.05, 1e-6
FEW_EVALUATIONS = 4
DROP = 0.03


def ranking(training: Training, context: Context) -> Iterator[Finding]:
    """What is to be said of a reward model's curves."""
    loss, held_out = training.of(Meaning.RANK_LOSS), training.of(Meaning.RANK_LOSS, held_out=True)
    overfitted = _overfitting(loss, held_out)
    if overfitted:
        yield overfitted
    own = _of_loss(loss, context, held_out) if loss and loss.readable else None
    apart = _of_loss(held_out, context) if held_out and held_out.readable and not overfitted else None
    if own and apart and held_out and own.tone is apart.tone is Tone.GOOD:
        yield retold(own, f"On held-out pairs, {held_out.told}.", held_out)
    else:
        yield from (one for one in (own, apart) if one and not (overfitted and one.tone is Tone.GOOD))
    yield from _of_accuracy(training, context, overfitted=overfitted is not None)


def learned_nothing(loss: Seen) -> bool:
    """Whether a rank loss ends where guessing is, or above: by its last half, with care for noise."""
    values = loss.finite[1]
    half = values[len(values) // 2 :]
    error = loss.error_of(len(half))
    middle = float(np.median(half))
    rising = loss.shape.kind is ShapeKind.FALLING and loss.shape.end > COIN + LEAST_GAIN
    near = COIN - max(NOT_LEARNED, min(2 * error, WIDEST))
    return middle > near and loss.shape.end > COIN - WIDEST - loss.error and not rising


def _of_loss(seen: Seen, context: Context, held_out: Seen | None = None) -> Finding:
    """The one thing to be said of a rank loss: of several that hold, the one that tells most."""
    shape, values = seen.shape, seen.finite[1]
    if np.mean(values < -ROUNDING) > NEGATIVE or shape.end < 0:
        more = (
            f" Its lowest value is {number(float(values.min()))}: minus the log of a probability is never "
            "below 0."
        )
        return said(Kind.NEGATIVE_LOSS, f"{seen.told}.{more}", seen, evidence={"lowest": float(values.min())})
    if learned_nothing(seen):
        more = f" Guessing gives {number(COIN)} (ln 2): the model has learned nothing{_so_far(seen)}."
        return told(Kind.LEARNED_NOTHING, seen, more, guessing=COIN)
    if shape.kind is ShapeKind.ROSE or shape.kind is ShapeKind.RISING:
        return told(Kind.RANK_LOSS_ROSE, seen)
    return _leak(seen) or _memorised(seen, context, held_out) or _of_learning(seen, context)


def _so_far(seen: Seen) -> str:
    return "" if seen.ended else " so far"


def _leak(seen: Seen) -> Finding | None:
    """A loss that was low before training could have made it so; held-out ones begin late."""
    first = float(seen.finite[1][:FIRST_POINTS].max())
    gained = first - seen.shape.end
    if seen.known.held_out or first > COIN - LOW or gained > COIN - first:
        return None
    sentence = (
        f"{seen.name} is at {number(first)} from its first points on, where a new model begins at "
        f"{number(COIN)} (ln 2), and ends at {number(seen.shape.end)}: most of the learning is not in this "
        "log. Either it continues an earlier training, or the label can be told from the text in another way."
    )
    return said(Kind.LABELS_LEAK, sentence, seen, evidence={"first": first, "guessing": COIN})


def _memorised(seen: Seen, context: Context, held_out: Seen | None) -> Finding | None:
    """A loss under what people's agreement allows."""
    floor = context.floor
    least = NEARLY_NOTHING if floor is None else floor.least if floor.lowest is None else floor.lowest
    if seen.shape.end + seen.error >= least:
        return None
    if floor is None:
        agreed = math.floor(100 * (1 - max(seen.shape.end, 0.0) / COIN / 2))
        under = f"so near to 0 that people would have to agree on over {agreed} % of pairs"
    else:
        under = f"under {number(least)}, the least that people who agree on {percent(floor.agreement)} allow"
    few = context.pairs if context.pairs and context.pairs < FEW else 0
    pairs = f" {few:,} pairs are few; Google advises 1,000 to 10,000." if few else ""
    sentence = f"{seen.told}. That is {under}: {_why_low(seen, held_out)}.{pairs}"
    return said(Kind.MEMORISING, sentence, seen, evidence={"floor": least}, step=seen.shape.since)


def _why_low(seen: Seen, held_out: Seen | None) -> str:
    if seen.known.held_out:
        return "these pairs are easier than those that people shared, or they were trained on as well"
    if held_out is not None and held_out.readable:
        return (
            "it knows its own pairs better than people do; on held-out ones it ends at "
            f"{number(held_out.shape.end)}"
        )
    return (
        "most likely it has learned its pairs by heart; without held-out pairs that cannot be told for sure"
    )


def _of_learning(seen: Seen, context: Context) -> Finding:
    floor, end = context.floor, seen.shape.end
    more = ""
    if floor is not None and floor.agreement > 1 / 2:
        where = "within" if end <= floor.rank_loss else "above"
        # A level's sentence names its middle, the others' their end.
        what = f"Its end, {number(end)}," if seen.shape.kind is ShapeKind.FLAT else "That"
        more = (
            f" {what} is {where} {number(floor.least)} to {number(floor.rank_loss)}, the best to expect "
            f"where people agree on {percent(floor.agreement)}."
        )
    if seen.shape.kind is ShapeKind.FALLING:
        return told(Kind.RANK_LOSS_FALLING, seen, more)
    if seen.shape.end < seen.shape.start and seen.shape.kind in {
        ShapeKind.FELL,
        ShapeKind.STEPPED,
        ShapeKind.COLLAPSED,
    }:
        return told(Kind.RANK_LOSS_LEVEL, seen, more)
    return told(Kind.TOO_NOISY if seen.shape.kind is ShapeKind.UNSTEADY else Kind.WENT, seen, more)


def _overfitting(loss: Seen | None, held_out: Seen | None) -> Finding | None:
    """Held-out loss that rises while the other falls, or ends far above it."""
    if loss is None or held_out is None or not loss.readable or loss.shape.end >= loss.shape.start:
        return None
    if held_out.broke_off:
        return None
    steps, values = held_out.finite
    if len(values) < FEW_EVALUATIONS:
        return None
    turned = _turn(held_out)
    if turned is not None:
        low = float(values[turned])
        end = float(np.median(values[-max(1, len(values) // 10) :]))
        step = int(steps[turned])
        sentence = (
            f"{held_out.name} was best at {at(held_out.curve, step)} with {number(low)} and rose to "
            f"{number(end)} after, while {loss.name} went on to {number(loss.shape.end)}: from there on "
            "the model learns its own pairs by heart (overfitting)."
        )
        figures = {"lowest held-out": low, "last held-out": end, "last in training": loss.shape.end}
        return said(Kind.OVERFITTING, sentence, held_out, loss, evidence=figures, step=step)
    end = float(np.median(values[-max(1, len(values) // 10) :]))
    gap = end - loss.shape.end
    if gap < GAP + 2 * (held_out.error + loss.error):
        return None
    sentence = (
        f"{loss.name} ends at {number(loss.shape.end)}, far below {held_out.name} at {number(end)}: much "
        "of what the model learned holds for its own pairs only (overfitting)."
    )
    return said(Kind.OVERFITTING, sentence, held_out, loss, evidence={"gap": gap})


def _turn(held_out: Seen) -> int | None:
    """Where a held-out loss was lowest, if it has clearly risen since."""
    values = held_out.finite[1]
    width = max(1, len(values) // 20)
    smooth = np.convolve(values, np.ones(width) / width, mode="valid")
    lowest = int(smooth.argmin())
    rise = float(np.median(smooth[-max(1, len(smooth) // 10) :]) - smooth[lowest])
    error = float(np.median(np.abs(np.diff(values)))) / np.sqrt(width) if len(values) > 1 else 0.0
    since = len(smooth) - 1 - lowest
    if held_out.readable:
        going_up = held_out.shape.kind in {
            ShapeKind.VALLEY,
            ShapeKind.RISING,
            ShapeKind.ROSE,
            ShapeKind.DIVERGED,
        }
        return lowest + width // 2 if going_up and rise > LEAST_GAIN else None
    return lowest if since > 1 and rise > max(LEAST_GAIN, 2 * error) and smooth[-2] > smooth[lowest] else None


def _of_accuracy(training: Training, context: Context, *, overfitted: bool) -> Iterator[Finding]:
    held_out = training.of(Meaning.ACCURACY, held_out=True)
    own = training.of(Meaning.ACCURACY)
    for seen in (held_out, own):
        if seen is not None and len(seen.finite[1]) and not seen.broke_off:
            yield _accuracy(seen, context)
    if held_out is not None and held_out.readable and not overfitted:
        yield from _past_its_best(held_out)


def _whole(highest: float) -> float:
    """What all pairs are, 1 or 100 %: a mean of shares may be rounded to a little over 1."""
    return 100.0 if highest > PERCENT else 1.0


def _accuracy(seen: Seen, context: Context) -> Finding:
    scale = _whole(float(seen.finite[1].max()))
    end = seen.shape.end / scale
    if not seen.known.held_out:
        sentence = (
            f"{seen.name} ends at {percent(end)} of the pairs that are trained on (guessing: 50 %). What "
            "it is on others, only held-out pairs tell."
        )
        return said(Kind.ACCURACY, sentence, seen, evidence={"accuracy": end}, tone=Tone.NOTE)
    people = f"; two people agree on {percent(context.floor.agreement)}" if context.floor else ""
    verdict = f" That is no better than guessing{_so_far(seen)}." if end < GUESSING else ""
    awaited = seen.shape.kind is ShapeKind.TOO_SHORT and not seen.ended
    tone = Tone.WARNING if end < GUESSING and not awaited else Tone.NOTE if end < FAIR else Tone.GOOD
    sentence = (
        f"{seen.name}: {percent(end)} of held-out pairs are ranked as people did at the end (guessing: 50 "
        f"%{people}).{verdict}"
    )
    return said(Kind.ACCURACY, sentence, seen, evidence={"accuracy": end}, tone=tone)


def _past_its_best(seen: Seen) -> Iterator[Finding]:
    high = seen.shape.high
    if high is None or seen.shape.kind not in {ShapeKind.HILL, ShapeKind.FALLING, ShapeKind.FELL}:
        return
    scale = _whole(high.value)
    if (high.value - seen.shape.end) / scale > max(DROP, 3 * seen.error / scale):
        best, end = percent(high.value / scale), percent(seen.shape.end / scale)
        sentence = f"{seen.name} was best at {at(seen.curve, high.step)} with {best}, and ends at {end}."
        yield said(Kind.OVERFITTING, sentence, seen, evidence={"best": high.value / scale}, step=high.step)
