"""People's choices as a frozen preference set holds them, dealt into folds by prompt."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from core.datasets import DatasetView
from core.datasets.delivery import frozen_rows
from core.datasets.exports import Evidence, FrozenRow, prompt_text, sayable
from core.errors import InvalidInput
from core.rewards.samples import JudgedPair, answers_of, example_of

FOLDS = 5
HELD_OUT = 0
"""The fold that no model is fitted to."""

VOTES = {"candidate_0": 0, "candidate_1": 1}


def read_choices(dataset: DatasetView) -> list[JudgedPair]:
    """The pairs of a preference set; what no text can say is left out.

    Raises:
        InvalidInput: There are fewer than two prompts.
        Conflict: The set in storage is not what was frozen.
    """
    pairs = [_pair(frozen) for frozen in sayable(frozen_rows(dataset), Counter())]
    prompts = len({pair.prompt for pair in pairs})
    if prompts < 2:  # noqa: PLR2004 - one to learn from, one to hold out
        raise InvalidInput(
            f"Data set {dataset.name} has choices on {prompts} prompts that text can say, and a reward needs "
            "two at least: it is checked on prompts that it has not seen. Freeze a set with more pairs."
        )
    return pairs


def folds_of(pairs: Sequence[JudgedPair]) -> list[int]:
    """The fold of each pair, 0 to 4: prompts in the order of their sha256, dealt out in five equal parts.

    A prompt is in one fold, with all its pairs. Fold 0, which is held out, has the smallest hashes.
    """
    prompts = sorted({pair.prompt for pair in pairs}, key=prompt_hash)
    fold = {prompt: FOLDS * rank // len(prompts) for rank, prompt in enumerate(prompts)}
    return [fold[pair.prompt] for pair in pairs]


def prompt_hash(prompt: str) -> str:
    """What orders prompts, so that anybody can tell which are held out."""
    return hashlib.sha256(prompt.encode("utf-8", "surrogatepass")).hexdigest()


def _pair(frozen: FrozenRow) -> JudgedPair:
    prompt = " ".join(prompt_text(frozen.row).split())
    return JudgedPair(
        prompt, example_of(frozen), answers_of(frozen), frozen.row["choice"], votes_of(frozen.evidence)
    )


def votes_of(evidence: Evidence) -> tuple[int, ...]:
    """What each person chose; a tie is no choice."""
    given = [judgment["outcome"] for judgment in evidence.get("judgments", ())]
    return tuple(VOTES[outcome] for outcome in given if outcome in VOTES)
