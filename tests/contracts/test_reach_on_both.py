"""Where a place of one project lies in another's, the inner one says whose it is, on each database."""

import pytest

from core.access import SYSTEM, Role, set_project_role
from core.datasets import refuse_foreign_source
from core.errors import NotAllowed
from tests.core.builders import new_person, new_project, run_at

OUTER, INNER, INNERMOST = "gs://bucket/runs", "gs://bucket/runs/b", "gs://bucket/runs/b/a"


@pytest.fixture
def engineers(any_studio):
    """Of two projects: the first has the outer folder and the innermost one, the second what is between."""
    people = []
    for name, roots in (("A", (OUTER, INNERMOST)), ("B", (INNER,))):
        project, person = new_project(any_studio, name), new_person(any_studio, None, name)
        with any_studio.db.write() as session:
            people.append(set_project_role(session, SYSTEM, person.id, project.id, Role.ENGINEER))
            session.add_all(run_at(project, root) for root in roots)
    return people


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("gs://bucket/runs/c", "A"),
        ("gs://bucket/runs/bc", "A"),
        ("gs://bucket/runs/c/x*.jsonl", "A"),
        (OUTER, ""),
        ("gs://bucket/runs/x*", ""),
        (INNER, ""),
        ("gs://bucket/runs/b/x", "B"),
        ("gs://bucket/runs/b/x/y*.jsonl", "B"),
        (INNERMOST, "A"),
        ("gs://bucket/runs/b/a/x", "A"),
        ("gs://bucket", ""),
        ("gs://bucket/runs2", "AB"),
    ],
)
def test_the_inner_place_decides(any_studio, engineers, address, allowed):
    """And around another's place nobody names anything, for what is below would come with it."""
    for person in engineers:
        with any_studio.db.read() as session:
            if person.name in allowed:
                refuse_foreign_source(session, person, address)
                continue
            with pytest.raises(NotAllowed, match="that you do not see here"):
                refuse_foreign_source(session, person, address)
