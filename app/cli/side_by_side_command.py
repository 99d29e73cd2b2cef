"""``prefstudio side-by-side``: a review's answers as a file in the staging bucket, which AutoSxS reads."""

import shlex
from typing import Annotated

import typer

from app.cli.common import AsJson, opened, tell
from core.access import SYSTEM
from core.review import get_review
from core.review.judges import put_review_questions


def write_answers(
    number: Annotated[int, typer.Argument(help="Number of a review.")], *, as_json: AsJson = False
) -> None:
    """Write a review's answers where AutoSxS reads them; nothing in the file says whose an answer is."""
    with opened() as studio:
        made = put_review_questions(studio.db, SYSTEM, studio.db.ask(get_review, number))
    parameters = (f"evaluation_dataset={made.address}", f"rows={made.rows}")
    options = " ".join(f"--parameter {shlex.quote(one)}" for one in parameters)
    lines = [
        f"{made.rows:,} comparisons are in {made.address}.",
        f"See what judging them may cost: prefstudio launch --method autosxs --check {options}",
    ]
    tell("\n".join(lines), made, as_json=as_json)
