"""What a judge may be asked, drafted from choices that the reward will not be measured on."""

from dataclasses import dataclass

from core.access import PersonView
from core.db import Database
from core.labelling import get_project
from core.rewards.choices import HELD_OUT, folds_of, preference_set, read_choices
from core.rewards.judge_prompt import WORKED_EXAMPLES, draft_prompt


@dataclass(frozen=True)
class Draft:
    """A draft to be read and edited.

    Attributes:
        prompt: What a judge may be asked.
        held_out: Pairs that a reward of this set is checked on; none of them is among the worked examples.
    """

    prompt: str
    held_out: int


def draft_judge(
    db: Database, actor: PersonView, project_id: int, dataset_id: int, *, examples: int = WORKED_EXAMPLES
) -> Draft:
    """Draft what a judge may be asked about answers like those of a preference set.

    Args:
        db: The database; it is only read.
        actor: Who wants to make a reward.
        project_id: Whose instruction, guidelines and axes the judge goes by.
        dataset_id: A frozen preference set.
        examples: Worked examples, at most.

    Raises:
        InvalidInput: The set holds no choices, or too few.
        NotAllowed: The actor may not make rewards.
        NotFound: The project has no such set.
        Conflict: The set in storage is not what was frozen.
    """
    dataset = preference_set(db, actor, project_id, dataset_id)
    with db.read() as session:
        project = get_project(session, project_id)
    pairs = read_choices(dataset)
    folds = folds_of(pairs)
    shown = [pair for pair, fold in zip(pairs, folds, strict=True) if fold != HELD_OUT]
    return Draft(draft_prompt(project, shown, examples), len(pairs) - len(shown))
