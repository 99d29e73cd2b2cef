"""People's choices as a frozen preference set holds them, dealt into folds by prompt."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from core.access import Action, PersonView, check_anew
from core.datasets import DatasetKind, DatasetView, get_dataset
from core.datasets.delivery import frozen_rows
from core.datasets.exports import Evidence, FrozenRow, prompt_text, sayable
from core.db import Database
from core.errors import InvalidInput, NotFound
from core.rewards.samples import JudgedPair, answers_of, example_of

FOLDS = 5
HELD_OUT = 0
"""The fold that no model is fitted to."""

BY_MODEL = "model"
"""How a row says that a model chose; a reward is learned from people's choices, and checked on them."""

VOTES = {"candidate_0": 0, "candidate_1": 1}


def preference_set(db: Database, actor: PersonView, project_id: int, dataset_id: int) -> DatasetView:
    """A frozen set of choices that somebody wants to make a reward of.

    Raises:
        InvalidInput: It holds no choices.
        NotAllowed: The actor may not make rewards.
        NotFound: The project has no such set.
    """
    with db.read() as session:
        check_anew(session, actor, Action.MAKE_REWARD, project_id)
        dataset = get_dataset(session, dataset_id)
    if dataset.project_id != project_id:
        raise NotFound(f"There is no data set with id {dataset_id} in this project.")
    if dataset.kind != DatasetKind.PREFERENCE:
        raise InvalidInput(
            f"Data set {dataset.name} holds no choices; make the reward from a preference set."
        )
    return dataset


def read_choices(dataset: DatasetView) -> list[JudgedPair]:
    """The pairs of a preference set; what no text can say, and what no person chose, is left out.

    Raises:
        InvalidInput: There are fewer than two prompts.
        Conflict: The set in storage is not what was frozen.
    """
    rows = sayable(frozen_rows(dataset), Counter())
    pairs = [_pair(frozen) for frozen in rows if frozen.evidence.get("annotator_kind") != BY_MODEL]
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


def held_out_pairs(dataset: DatasetView, most: int) -> list[JudgedPair]:
    """The pairs that no reward of a set has seen, those of the smallest hashes first, at most so many.

    Raises:
        InvalidInput: There are fewer than two prompts.
        Conflict: The set in storage is not what was frozen.
    """
    pairs = read_choices(dataset)
    return smallest(held_out_of(pairs, folds_of(pairs)), most)


def held_out_of(pairs: Sequence[JudgedPair], folds: Sequence[int]) -> list[JudgedPair]:
    """The pairs that no reward learns from; the others are those of all other folds."""
    return [pair for pair, fold in zip(pairs, folds, strict=True) if fold == HELD_OUT]


def smallest(pairs: Sequence[JudgedPair], most: int) -> list[JudgedPair]:
    """Pairs in the order of their prompts' hashes, at most so many."""
    return sorted(pairs, key=lambda pair: prompt_hash(pair.prompt))[:most]


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
