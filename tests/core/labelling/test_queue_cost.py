"""What labelling costs does not grow with what is stored."""

import pytest

from core.labelling import last_answer, next_pairs, person_progress, project_progress
from tests.core.builders import add_pairs, answer, new_person, new_project, queue, save, statements, undo


@pytest.fixture
def sizes(studio):
    """Two projects, of 20 pairs and of 2,000."""
    small, large = new_project(studio, "Small"), new_project(studio, "Large")
    add_pairs(studio, small, 20)
    add_pairs(studio, large, 2000)
    return small, large


def test_a_look_at_the_queue_is_one_query(studio, ada, sizes):
    """However many pairs there are and however many are asked for."""
    for project in sizes:
        with studio.db.read() as session, statements(studio.db) as sent:
            assert len(next_pairs(session, project, ada.id, limit=10)) == 10
        assert len(sent) == 1


def plan(studio, look) -> list[str]:
    """How SQLite would carry out the one query that ``look`` sends."""
    with studio.db.read() as session, statements(studio.db) as sent:
        look(session)
    ((statement, parameters),) = sent
    with studio.db.read() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    return [row.detail for row in rows]


def test_the_queue_runs_along_its_index(studio, ada, sizes):
    """In order, without sorting; and whether a person has answered a pair is looked up, not searched."""
    for project in sizes:
        steps = plan(studio, lambda session, one=project: next_pairs(session, one, ada.id, limit=10))
        assert steps == [
            "SEARCH pair USING INDEX ix_pair_queue (project_id=? AND judgment_count<?)",
            "CORRELATED SCALAR SUBQUERY 1",
            "SEARCH judgment USING INDEX uq_judgment_standing (pair_id=? AND person_id=?)",
        ]


def test_no_query_of_labelling_reads_a_whole_table(studio, ada, sizes):
    """A scan would cost more with every pair and judgment."""
    small, _ = sizes
    looks = [
        lambda session: next_pairs(session, small, ada.id, limit=10),
        lambda session: last_answer(session, small, ada.id),
        lambda session: project_progress(session, small),
        lambda session: person_progress(session, small, ada.id),
    ]
    steps = [step for look in looks for step in plan(studio, look)]
    assert [step for step in steps if step.startswith("SCAN")] == []


def sent_by_saving(studio, person, project, batch) -> list[str]:
    """The statements that saving a batch sends."""
    with statements(studio.db) as sent:
        assert save(studio, person, project, *batch).refused == ()
    return [statement for statement, _ in sent]


def test_saving_sends_as_many_statements_in_a_large_project(studio, sizes):
    """For the first answer, one among many, and an undo; each of them no more than a handful."""
    counts = []
    for project in sizes:
        person = new_person(studio, name=f"Person of {project.name}")
        first, second, *rest = [answer(pair.id) for pair in queue(studio, project, person, limit=10)]
        counts.append(
            [
                len(sent_by_saving(studio, person, project, batch))
                for batch in ([first], [first], [second], rest, [undo(second)])
            ]
        )
    assert counts[0] == counts[1]
    first, again, second, _, taking_back = counts[0]
    assert again == 1  # the look at which ids are known
    assert max(first, second, taking_back) <= 14


def test_saving_reads_no_whole_table(studio, ada, sizes):
    """Every SELECT and UPDATE it sends goes by an index."""
    _, large = sizes
    shown = queue(studio, large, ada, limit=3)
    given = [answer(pair.id) for pair in shown]
    with statements(studio.db) as sent:
        save(studio, ada, large, *given, undo(given[0]))
    with studio.db.read() as session:
        connection = session.connection()
        for statement, parameters in sent:
            if statement.startswith(("SELECT", "UPDATE")):
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                assert [row.detail for row in rows if row.detail.startswith("SCAN")] == [], statement
