"""Which prompts are held out for evaluation: seeded, by text or by field, independent of the order."""

import json
import math
from collections.abc import Iterable
from typing import Any

from sqlalchemy import null, select
from sqlmodel import Session, col

from core.datasets.freezing.judged_pairs import FETCH, StoredRow
from core.datasets.freezing.recipe import PromptPool
from core.datasets.models import DatasetKind, Prompt
from core.datasets.shared_prompts import normalised_hash
from core.labelling import Pair, Pool, ProjectView
from core.labelling.hashing import content_hash, draw

DRAW_BITS = 62


def held_out(fingerprints: list[str], share: float, seed: int) -> set[str]:
    """The fingerprints that belong to the evaluation part.

    Every fingerprint gets a number from the seed; the ``ceil(share * n)`` smallest are held out.

    Args:
        fingerprints: One a distinct prompt.
        share: Part to hold out, between 0 and 1.
        seed: The recipe's seed.
    """
    distinct = set(fingerprints)
    count = math.ceil(round(share * len(distinct), 9))  # 0.2 * 15 is 3.0000000000000004
    ranked = sorted(distinct, key=lambda one: (draw("split", seed, one, bits=DRAW_BITS), one))
    return set(ranked[:count])


def prompts_of(session: Session, project: ProjectView, pool: PromptPool) -> Iterable[StoredRow]:
    """The prompts of a pool with where they came from, in the order of import; posts may repeat.

    Posts of pairs that are left out are among them, or a split would change with every one; each says so.
    """
    table: type[Pair | Prompt] = Prompt
    if pool == PromptPool.PAIRS:
        table, wanted = Pair, col(Pair.pool) != Pool.IMPLIED  # of a set the post comes once
    elif pool == PromptPool.EVALUATION:
        wanted = col(Prompt.purpose) == DatasetKind.EVALUATION
    else:
        wanted = col(Prompt.purpose) == DatasetKind.PROMPT
    columns = (table.input_text, table.extra, table.origin, table.line, table.conversation)
    left_out = col(Pair.left_out) if table is Pair else null().label("left_out")
    query = select(*map(col, columns), left_out).where(col(table.project_id) == project.id, wanted)
    query = query.order_by(col(table.id))
    return session.connection().execute(query, execution_options={"yield_per": FETCH})


def group_of(prompt: StoredRow, group_by: str) -> str:
    """The fingerprint of a prompt's group: of its text where the field is missing or not asked for."""
    value = _value(prompt.extra, group_by) if group_by else None
    if value is None:
        return content_hash(prompt.input_text)
    return content_hash(group_by, json.dumps(value, sort_keys=True))


def held_out_texts(
    session: Session, project: ProjectView, pool: PromptPool, *, share: float, seed: int, group_by: str
) -> set[str]:
    """The fingerprints of the texts of a pool that belong to the evaluation part.

    A text decides where a row stands, not the row's own field: a text that came with two groups joins them,
    and of the pairs of a ranking only the first has fields. Texts that differ in case and blanks alone are
    joined in the same way. A group is still drawn by the fingerprint of a text: where no two are alike, a
    split is that of the sets that were frozen before this was looked at.
    """
    groups: dict[str, str] = {}
    alike: dict[bytes, str] = {}
    joined: dict[str, str] = {}
    for prompt in prompts_of(session, project, pool):
        text = prompt.input_text
        group = group_of(prompt, group_by)
        earlier = {
            groups.setdefault(content_hash(text), group),
            alike.setdefault(normalised_hash(text), group),
        }
        for other in earlier - {group}:
            _join(joined, other, group)
    firsts = {text: _first(joined, group) for text, group in groups.items()}
    held = held_out(list(firsts.values()), share, seed)
    return {text for text, first in firsts.items() if first in held}


def _join(joined: dict[str, str], one: str, other: str) -> None:
    """Make two groups one, which goes by its smallest fingerprint whatever the order."""
    first, second = sorted((_first(joined, one), _first(joined, other)))
    if first != second:
        joined[second] = first


def _first(joined: dict[str, str], group: str) -> str:
    while group in joined:
        group = joined[group]
    return group


def _value(extra: dict[str, Any] | None, path: str) -> Any:
    """What stands at ``a.b.c``; None if nothing does."""
    value: Any = extra
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
