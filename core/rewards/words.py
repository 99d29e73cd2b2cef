"""How a reward is said, on a page and at a terminal: its kind, its figures, its parts."""

from collections.abc import Iterator, Mapping, Sequence

from core.rewards.findings import in_words
from core.rewards.make import NewModel
from core.rewards.models import RewardView
from core.rewards.parts import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    Part,
    RewardKind,
)
from core.rewards.report import CrossValidation, Proportion, RewardReport

KINDS: Mapping[RewardKind, str] = {
    RewardKind.MODEL: "reward model",
    RewardKind.AUTORATER: "autorater",
    RewardKind.CLOUD_RUN: "reward server",
    RewardKind.LENGTH: "length",
    RewardKind.FORMAT: "format",
}
OWN, LONGER, AGREE = "This reward", "The longer wins", "Two people agree"
SERIES = {"text": "With words and letters of the text", "measures": "Ten hand-made measures"}
"""What is cross-validated, and what it is called."""


def kinds_words(reward: RewardView) -> str:
    """What it is made of, in a few words, such as "reward model + length"."""
    return " + ".join(dict.fromkeys(KINDS[kind] for kind in reward.kinds))


def reward_label(reward: RewardView) -> str:
    """A name that no other has, with how good it is: where a reward is chosen."""
    return f"{reward.full_name} · {kinds_words(reward)} · right on {in_words(reward.report.accuracy)}"


def compared(report: RewardReport) -> dict[str, Proportion]:
    """What a reward stands between: to prefer the longer answer costs nothing, people agree only so far."""
    shares = {OWN: report.accuracy, LONGER: report.longer}
    return shares if report.agreement is None else shares | {AGREE: report.agreement}


def accuracy_words(report: RewardReport) -> str:
    """The picture of `compared` as a sentence, for those who do not see it."""
    told = f"{OWN.lower()} on {in_words(report.accuracy)}, {LONGER.lower()} on {in_words(report.longer)}"
    known = report.agreement
    agreed = f"; of all pairs judged twice {AGREE.lower()} on {in_words(known)}" if known is not None else ""
    return f"Of {report.pairs:,} held-out pairs: {told}; a coin is right on 50 %{agreed}"


def other_figures(report: RewardReport) -> tuple[tuple[str, str, str], ...]:
    """What the shares do not say: what it is called, how much it is, and what that means."""
    length = report.length_correlation
    return (
        ("Held-out pairs", f"{report.pairs:,}", f"Of {report.prompts:,} prompts, none of which it has seen."),
        ("Not scored", f"{report.failed:,}", "Pairs left out because scoring one of their answers failed."),
        (
            "Goes with length",
            "–" if length is None else f"{length:+.2f}",
            "Spearman’s correlation of reward and words: 0 for none, 1 if longer always wins, -1 if shorter.",
        ),
        (
            "At -1 or 1",
            f"{100 * report.saturated:.1f} %",
            "Rewards that no better answer could raise any more.",
        ),
        (
            "Learned from",
            f"{report.training_pairs:,}" if report.training_pairs else "–",
            "Pairs it was fitted to. A judge and a server are not fitted here.",
        ),
    )


def cross_validated(found: CrossValidation) -> dict[str, Proportion]:
    """Both ways to see a text, by what they are called."""
    return {called: getattr(found, name) for name, called in SERIES.items()}


def mean_words(parts: Sequence[Part | NewModel]) -> str:
    """How the parts come to one number."""
    (first, *others) = parts
    if not others:
        return f"The reward is the score of its one part, {first.name}, cut to -1 … 1."
    products = " + ".join(f"{part.weight:g} · {part.name}" for part in parts)
    total = sum(part.weight for part in parts)
    return (
        f"The reward is the weighted mean of its parts, Σ(weight · part) / Σ weight, each cut to -1 … 1 "
        f"first: ({products}) / {total:g}."
    )


def part_rows(parts: Sequence[Part]) -> Iterator[tuple[str, str, float, float, str]]:
    """Each part as a line of a table: name, kind, weight, its share in per cent, what it does."""
    total = sum(part.weight for part in parts)
    for part in parts:
        yield part.name, KINDS[part.kind], part.weight, 100 * part.weight / total, part_words(part)


def part_words(part: Part) -> str:
    """What a part does."""
    match part:
        case ModelPart():
            return f"a program of {len(part.code):,} characters, sha256 {part.sha256[:12]}…"
        case AutoraterPart():
            asked = "once" if part.samples == 1 else f"{part.samples:,} times"
            return f"{part.model}, asked {asked} about each answer"
        case CloudRunPart():
            return part.address
        case LengthPart():
            return f"1 up to {part.most_words:,} words, falling to -1 at twice as many"
        case FormatPart():
            return f"{part.matched:g} where {part.expression} is found, else {part.unmatched:g}"
