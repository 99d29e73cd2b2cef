"""What labelling costs does not grow with what is stored."""

import pytest
from sqlmodel import update

from core.db import now
from core.labelling import Member, Pair, Pool
from core.labelling.judging import last_answer
from core.labelling.progress import person_progress, project_progress
from core.labelling.queue import has_work, read_assignment
from core.labelling.queue.leases import sweep
from core.labelling.queue.next_pairs import along_the_queue, from_pool
from tests.core.builders import (
    add_pairs,
    answer,
    assign_to,
    expire,
    make_gold,
    new_project,
    rows_of,
    save,
    statements,
    undo,
)

SMALL, LARGE = 66, 1_200
AHEAD = 12


@pytest.fixture
def sizes(studio):
    """Two projects that have all kinds of pairs, one of 66 and one of 1,200."""
    made = []
    for name, count in (("Small", SMALL), ("Large", LARGE)):
        rates = {"gold_rate": 0.1, "calibration_rate": 0.1, "calibration_pairs": 10, "retest_rate": 0.1}
        project = new_project(studio, name, judgments_per_pair=2, **rates)
        add_pairs(studio, project, count)
        mine = [one for one in rows_of(studio, Pair) if one.project_id == project.id]
        make_gold(studio, project, [one.id for one in mine if one.pool == Pool.REGULAR][:5])
        made.append(project)
    return made


def sent_by(studio, act, *given) -> int:
    """How many statements an action sends."""
    with statements(studio.db) as sent:
        act(studio, *given)
    return len(sent)


def first_shift(studio, project, person, other) -> dict[str, int]:
    """What each step of a person's first minutes sends; 12 pairs are dealt ahead."""
    costs = {"assign to a newcomer": sent_by(studio, assign_to, project, person, AHEAD)}
    costs["assign to who has enough"] = sent_by(studio, assign_to, project, person, AHEAD)
    first, second, *rest = [answer(pair.id) for pair in assign_to(studio, project, person, AHEAD).pairs]
    costs["save one"] = sent_by(studio, save, person, project, first)
    costs["save it again"] = sent_by(studio, save, person, project, first)
    costs["assign one more"] = sent_by(studio, assign_to, project, person, AHEAD)
    costs["save ten"] = sent_by(studio, save, person, project, second, *rest[:9])
    costs["undo"] = sent_by(studio, save, person, project, undo(second))
    assign_to(studio, project, other, AHEAD)
    expire(studio, other)
    costs["sweep and deal"] = sent_by(studio, assign_to, project, person, 2 * AHEAD)
    return costs


def test_a_step_sends_as_many_statements_in_a_large_project(studio, sizes, ada, ben):
    """Exactly as many, whatever is stored; the figures are pinned so that nobody adds to them unawares."""
    small, large = (first_shift(studio, project, ada, ben) for project in sizes)
    assert small == large
    assert small == {
        "assign to a newcomer": 14,  # one asks for the quota of the link they came by
        "assign to who has enough": 6,
        "save one": 11,
        "save it again": 6,
        "assign one more": 11,
        "save ten": 11,
        "undo": 14,
        "sweep and deal": 15,
    }


def plans(studio, look) -> list[list[str]]:
    """How SQLite would carry out each query that ``look`` sends."""
    with studio.db.read() as session, statements(studio.db) as sent:
        look(session)
    with studio.db.read() as session:
        connection = session.connection()
        rows = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given).all() for one, given in sent]
    return [[row.detail for row in steps] for steps in rows]


@pytest.fixture
def at_work(studio, sizes, ada):
    """Ada in the large project, with pairs behind and before her."""
    _, large = sizes
    save(studio, ada, large, *(answer(pair.id) for pair in assign_to(studio, large, ada, AHEAD).pairs))
    assign_to(studio, large, ada, AHEAD)
    return large


def member_of(session, project, person) -> Member:
    """The person's row."""
    return session.get_one(Member, (project.id, person.id))


ANSWERED = "SEARCH judgment USING INDEX uq_judgment_standing (pair_id=? AND person_id=?)"
TAUGHT = "SEARCH judgment USING INDEX ix_judgment_taught (project_id=? AND person_id=? AND pair_id=?)"
HELD = "SEARCH lease USING INDEX sqlite_autoindex_lease_1 (pair_id=? AND person_id=?)"


def test_the_queue_runs_along_its_index(studio, at_work, ada):
    """From the start and from a person's place, in order, without sorting; what a person did is looked up."""
    steps = []
    for place in (None, now()):
        with studio.db.write() as session:
            session.exec(update(Member).values(cursor_at=place))
        steps += plans(
            studio, lambda session: along_the_queue(session, at_work, member_of(session, at_work, ada), AHEAD)
        )[1:]
    for_me = ["CORRELATED SCALAR SUBQUERY 1", ANSWERED, "CORRELATED SCALAR SUBQUERY 2", HELD]
    assert steps == [
        ["SEARCH pair USING COVERING INDEX ix_pair_queue (project_id=? AND priority>?)", *for_me],
        [
            "SEARCH pair USING COVERING INDEX ix_pair_queue (project_id=? AND (priority,shuffle_key)>(?,?))",
            *for_me,
        ],
    ]


@pytest.mark.parametrize("pool", [Pool.GOLD, Pool.CALIBRATION])
def test_a_pool_runs_along_its_index(studio, at_work, ada, pool):
    """The few special pairs are found among the many without looking at the others."""
    (steps,) = plans(studio, lambda session: from_pool(session, at_work, ada.id or 0, pool, 3))
    assert steps == [
        "SEARCH pair USING INDEX ix_pair_pool (project_id=? AND pool=?)",
        "CORRELATED SCALAR SUBQUERY 1",
        ANSWERED,
        "CORRELATED SCALAR SUBQUERY 2",
        HELD,
        *(["CORRELATED SCALAR SUBQUERY 3", TAUGHT] if pool == Pool.GOLD else []),
    ]


def test_what_has_run_out_is_found_by_its_time(studio, at_work):
    """While nothing has, a look for it is all."""
    (steps,) = plans(studio, lambda session: sweep(session, at_work))
    found = "SEARCH lease USING INDEX ix_lease_expiry (project_id=? AND expires_at{}?)"
    assert steps == ["MULTI-INDEX OR", "INDEX 1", found.format("<"), "INDEX 2", found.format(">")]


def test_no_look_reads_a_whole_table(studio, at_work, ada):
    """A scan would cost more with every pair and judgment."""
    looks = [
        lambda session: read_assignment(session, ada, at_work),
        lambda session: has_work(session, ada, at_work, read_assignment(session, ada, at_work)),
        lambda session: last_answer(session, at_work, ada.id),
        lambda session: project_progress(session, at_work),
        lambda session: person_progress(session, at_work, ada.id),
    ]
    steps = [step for one in looks for plan in plans(studio, one) for step in plan]
    assert [step for step in steps if step.startswith("SCAN")] == []


def test_no_step_reads_a_whole_table(studio, at_work, ada, ben):
    """Every statement that dealing, saving, undoing and sweeping send goes by an index."""
    held = assign_to(studio, at_work, ada, AHEAD).pairs
    given = [answer(pair.id) for pair in held[:3]]
    with statements(studio.db) as sent:
        save(studio, ada, at_work, *given, undo(given[0]))
        expire(studio)
        assign_to(studio, at_work, ben, AHEAD)
    with studio.db.read() as session:
        connection = session.connection()
        for statement, parameters in sent:
            if statement.startswith(("SELECT", "UPDATE pair", "DELETE")):
                one = parameters[0] if isinstance(parameters, list) else parameters
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one).all()
                assert [row.detail for row in rows if row.detail.startswith("SCAN")] == [], statement
