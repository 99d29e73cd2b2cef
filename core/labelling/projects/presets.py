"""Presets: protocols to start from."""

from dataclasses import dataclass
from enum import Enum

from core.labelling.protocol import Choices, LabellingProtocol

KEPT = ("members_only", "skip_reasons", "daily_goal", "reopening")
"""What no preset decides: who is let in, the goal a day, reasons to skip, whether answers may be changed."""


@dataclass(frozen=True)
class _Start:
    """Where a project may start from: ``description`` is one sentence for whoever chooses."""

    title: str
    description: str
    judgments_per_pair: int
    protocol: LabellingProtocol


class Preset(_Start, Enum):
    """A ready-made way to label pairs.

    ``TLDR_2020`` follows Stiennon et al., "Learning to summarize from human feedback" (2020), appendix C:
    a paid training on shared pairs with immediate feedback, after which labelers with enough agreement stay
    (C.1, step 1); comparisons on a nine-point scale (step 2); one label a comparison, but 10–20 % of a
    labeler's pairs from a pool shared by all (step 3); comparisons that researchers answered too, to measure
    agreement with them (step 4); room for concerns and explanations (C.4). The paper gives no figures for the
    training, its threshold and step 4: those here are ours, the threshold a little below the 73 % by which
    researchers agreed with each other (C.2). Its axes were rated apart from the comparisons, one summary at a
    time on seven points (C.5), so they are left out.
    """

    QUICK = (
        "Quick",
        "One choice between two answers for each pair and nothing else: the most labels in the least time.",
        1,
        LabellingProtocol(choices=Choices.TWO_WAY, confidence=False, flag_reasons=()),
    )
    CAREFUL = (
        "Careful",
        (
            "Three people for each pair, with ties, confidence and flags, while a qualification, gold pairs, "
            "shared pairs and re-tests show whom to trust."
        ),
        3,
        LabellingProtocol(
            qualification_pairs=10,
            qualification_threshold=0.8,
            gold_rate=0.1,
            calibration_rate=0.15,
            retest_rate=0.03,
        ),
    )
    TLDR_2020 = (
        "TL;DR 2020",
        (
            "The comparisons of Stiennon et al. (2020): a nine-point scale, one label a pair, a training "
            "with feedback, shared pairs, and pairs the researchers answered (here gold); left out are the "
            "reading without the post, the seven-point ratings of single summaries and the talks with "
            "labelers; how large training and gold are is our choice, for the paper gives no figures."
        ),
        1,
        LabellingProtocol(
            strength=True,
            confidence=False,
            rationale_minimum=0,
            qualification_pairs=20,
            qualification_threshold=0.7,
            gold_rate=0.05,
            calibration_rate=0.15,
        ),
    )

    def applied_to(self, protocol: LabellingProtocol) -> LabellingProtocol:
        """The preset's protocol for a project that has one: what no preset decides stays."""
        return self.protocol.model_copy(update={name: getattr(protocol, name) for name in KEPT})


def preset_of(judgments_per_pair: int, protocol: LabellingProtocol) -> Preset | None:
    """Which preset these settings equal, but for what no preset decides; None if they are custom."""
    for preset in Preset:
        if (judgments_per_pair, protocol) == (preset.judgments_per_pair, preset.applied_to(protocol)):
            return preset
    return None
