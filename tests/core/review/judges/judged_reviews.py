"""Reviews with a judge beside their people."""

from typing import Any

from core.access import SYSTEM
from core.judges import Judge, judge_of
from core.review import ReviewView, close_early, get_review
from core.review.judges import JudgeView, add_judge
from core.services import Studio
from tests.core.review.review_scene import read
from tests.doubles.openai_server import MODEL, Endpoint


def at(endpoint: Endpoint, **changes: Any) -> Judge:
    """A judge at the made-up endpoint."""
    fields = {"kind": "openai", "model": MODEL, "base_url": endpoint.address, "instruction": "Judge."}
    return judge_of(fields | changes)


def added(studio: Studio, review: ReviewView, judge: Judge, *, most: int | None = None) -> JudgeView:
    """A judge that is set up."""
    with studio.db.write() as session:
        return add_judge(session, SYSTEM, review, judge, most=most)


def closed(studio: Studio, review: ReviewView) -> ReviewView:
    """The review, closed early by the studio."""
    with studio.db.write() as session:
        return close_early(session, SYSTEM, review, "Enough for a test")


def now(studio: Studio, review: ReviewView) -> ReviewView:
    """The review as it is."""
    return read(studio, get_review, review.id)


def fancy(one: str, _two: str) -> str:
    """The second model's answer wins, wherever it stands; its texts begin so."""
    return "1" if one.startswith("fancy") else "2"
