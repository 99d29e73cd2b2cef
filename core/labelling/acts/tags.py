"""Words on pairs, to find them again by."""

from collections.abc import Iterable

from sqlmodel import Session, col, delete, select

from core.access import Action, PersonView, check_anew
from core.db import clean_text, insert_new, one_line
from core.errors import InvalidInput
from core.labelling.acts.chosen import Done, PairAct, in_batches, tell
from core.labelling.models import Pair, PairTag
from core.labelling.project_view import ProjectView

LONGEST_TAG = 40


def tag_pairs(
    session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int], tag: str
) -> Done:
    """Put a word on pairs; those that have it already are passed over.

    Raises:
        NotAllowed: The actor may not mark pairs.
        InvalidInput: The word is empty, too long, or has characters that cannot be seen.
    """
    word = _word(tag)
    check_anew(session, actor, Action.MARK_PAIRS, project.id)
    numbers = sorted(set(pairs))
    changed: list[int] = []
    for some in in_batches(numbers):
        has_it = select(PairTag.pair_id).where(PairTag.project_id == project.id, PairTag.tag == word)
        query = select(Pair.id).where(
            col(Pair.id).in_(some), Pair.project_id == project.id, col(Pair.id).not_in(has_it)
        )
        fresh = [number for number in session.exec(query) if number is not None]
        rows = [{"project_id": project.id, "tag": word, "pair_id": number} for number in fresh]
        insert_new(session, PairTag, rows, key=["project_id", "tag", "pair_id"])
        changed += fresh
    return _told(session, actor, project, numbers, changed, {"tagged": word})


def untag_pairs(
    session: Session, actor: PersonView, project: ProjectView, pairs: Iterable[int], tag: str
) -> Done:
    """Take a word off pairs.

    Raises:
        NotAllowed: The actor may not mark pairs.
        InvalidInput: No word is given.
    """
    word = _word(tag)
    check_anew(session, actor, Action.MARK_PAIRS, project.id)
    numbers = sorted(set(pairs))
    changed: list[int] = []
    for some in in_batches(numbers):
        theirs = (
            col(PairTag.project_id) == project.id,
            col(PairTag.tag) == word,
            col(PairTag.pair_id).in_(some),
        )
        gone = delete(PairTag).where(*theirs).returning(col(PairTag.pair_id))
        changed += session.connection().execute(gone).scalars()
    return _told(session, actor, project, numbers, changed, {"untagged": word})


def _word(tag: str) -> str:
    word = one_line(clean_text(tag), LONGEST_TAG, called="tag")
    if not word:
        raise InvalidInput("The tag is empty; type a word by which you will look for these pairs.")
    return word


def _told(
    session: Session,
    actor: PersonView,
    project: ProjectView,
    numbers: list[int],
    changed: list[int],
    said: dict[str, str],
) -> Done:
    tell(session, actor, project, changed, PairAct(Action.MARK_PAIRS, said, (), {}))
    return Done(len(changed), len(numbers) - len(changed))
