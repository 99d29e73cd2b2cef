"""Whose judgments a compared model learned from: they may like what was made in their image.

OpenAI's evaluations asked labellers who had produced no training data (Ouyang et al. 2022, section 3.4).
"""

from collections.abc import Iterable

from sqlmodel import Session, select

from core.access import Action, ensure_may
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import frozen_rows
from core.errors import StudioError
from core.review.models import Teacher
from core.review.views import ReviewView


def people_behind(sets: Iterable[DatasetView]) -> tuple[set[int], list[str]]:
    """The numbers of those whose judgments stand behind these sets, and the sets of which nobody knows."""
    people: set[int] = set()
    unknown = []
    for one in sets:
        if one.kind != DatasetKind.PREFERENCE:
            continue
        found: set[int] = set()
        try:
            for row in frozen_rows(one):
                found.update(judgment["annotator"] for judgment in row.evidence.get("judgments", ()))
        except StudioError:
            unknown.append(one.name)
        else:
            people |= found
            if not one.evidence_address:
                unknown.append(one.name)
    return people, unknown


def learned_from(session: Session, review: ReviewView) -> frozenset[int]:
    """The numbers of the people whose judgments a model of this review learned from."""
    ensure_may(session, Action.COMPARE, review.project_id)
    return frozenset(session.exec(select(Teacher.person_id).where(Teacher.review_id == review.id)))
