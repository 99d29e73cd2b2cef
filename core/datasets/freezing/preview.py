"""What a recipe would come to now, without freezing anything."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlmodel import Session

from core.datasets.freezing.label_pairs import left_out
from core.datasets.freezing.recipe import PreferenceRecipe, Recipe
from core.datasets.freezing.select_rows import select_rows
from core.labelling import ProjectView

EXAMPLES = 5


@dataclass(frozen=True)
class RecipePreview:
    """What a set would be.

    Attributes:
        rows: How many rows it would have.
        counts: What became of each row that was looked at.
        left_out: Of these, the ones that are not in the set, by reason.
        examples: Its first rows.
    """

    rows: int
    counts: dict[str, int]
    left_out: dict[str, int]
    examples: tuple[dict[str, Any], ...]


def preview(session: Session, project: ProjectView, recipe: Recipe) -> RecipePreview:
    """Go through the rows of a recipe as freezing would, and keep the counts and the first few.

    Raises:
        InvalidInput: The recipe weighs votes by gold pairs that nobody has answered.
    """
    counts: Counter[str] = Counter()
    found = (one for one in select_rows(session, project, recipe, counts) if not one.beside)
    examples = tuple(one.row for one in islice(found, EXAMPLES))
    rows = len(examples) + sum(1 for _ in found)
    out = left_out(counts, recipe) if isinstance(recipe, PreferenceRecipe) else dict(counts)
    return RecipePreview(rows, dict(counts), out, examples)
