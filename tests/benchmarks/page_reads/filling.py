"""Many judgments, made by the database itself: how many there are matters, not what they say."""

from sqlalchemy import Connection, text

from core.access import SYSTEM, NewPerson, PersonView, Role, add_person
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.services import Studio

PEOPLE = 20
NEEDED = 3
DAYS = 30
OPEN = 1000
"""Pairs that still want judgments: the same in every size, so that there is work."""
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :last) "
    "SELECT {} FROM s",
    "postgresql": "SELECT {} FROM generate_series(1, :last) AS s(n)",
}
MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-03-01', '+' || (j * {seconds}) || ' seconds')",
    "postgresql": "timestamptz '2026-03-01 00:00:00+00' + (j * {seconds}) * interval '1 second'",
}
PAIRS = (
    "INSERT INTO pair (id, project_id, content_hash, shuffle_key, input_text, candidate_0, candidate_1, "
    "judgment_count, votes_0, votes_1, minority, leases, priority, pool, origin) "
)
PAIR = (
    "n, :project, 'hash ' || n, (n % 100003) * 7919 % 1000003, 'post ' || n || :post, 'one ' || n || :one, "
    "'other ' || n || :other, {count}, {zero}, {one}, {minority}, 0, {priority}, 'regular', 'made'"
)
JUDGMENTS = (
    "INSERT INTO judgment (id, person_id, answered_at, received_at, active_ms, project_id, pair_id, outcome, "
    "purpose, is_retest, surplus, confidence) "
    "SELECT 'judgment ' || j, :first + (j % :people), {moment}, {moment}, 5000 + j % 20000, :project, "
    "1 + (j - 1) / :needed, CASE WHEN (j - 1) % :needed = 2 AND ((j - 1) / :needed) % 10 = 0 "
    "THEN 'candidate_1' ELSE 'candidate_0' END, 'regular', {false}, {false}, 1 + j % 3 "
    "FROM ({numbers}) AS made"
)


def fill(studio: Studio, judgments: int) -> PersonView:
    """A project with so many judgments, three a pair, a tenth of the pairs disputed; its lead."""
    with studio.db.write() as session:
        lead = add_person(session, SYSTEM, NewPerson("Lena", Role.LEAD))
        team = [
            add_person(session, SYSTEM, NewPerson(f"Annotator {number}", Role.ANNOTATOR))
            for number in range(PEOPLE)
        ]
        project = create_project(session, SYSTEM, ProjectSettings("Posts", judgments_per_pair=NEEDED))
        _insert(session.connection(), project.id, team[0].id or 0, judgments)
    with studio.db.engine.connect() as connection:
        analyse = "VACUUM ANALYZE" if not studio.db.is_sqlite else "ANALYZE"
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(analyse))
    return lead


def _insert(connection: Connection, project: int, first: int, judgments: int) -> None:
    kind, done = connection.dialect.name, judgments // NEEDED
    given = {"project": project, "post": " word" * 40, "one": " answer" * 8, "other": " reply" * 8}
    disputed = "CASE WHEN (n - 1) % 10 = 0 THEN {} ELSE {} END"
    complete = PAIR.format(
        count=NEEDED, zero=disputed.format(2, 3), one=disputed.format(1, 0), minority=disputed.format(1, 0),
        priority="NULL",
    )  # fmt: skip
    connection.execute(text(PAIRS + SERIES[kind].format(complete)), given | {"last": done})
    fresh = PAIR.format(count=0, zero=0, one=0, minority=0, priority=0)
    fresh = fresh.replace("n, :project", "n + :done, :project", 1).replace("'hash '", "'fresh '")
    connection.execute(text(PAIRS + SERIES[kind].format(fresh)), given | {"last": OPEN, "done": done})
    moment = MOMENT[kind].format(seconds=max(DAYS * 86_400 // judgments, 1))
    numbers = SERIES[kind].format("n AS j")
    false = "false" if kind == "postgresql" else "0"
    connection.execute(
        text(JUDGMENTS.format(moment=moment, false=false, numbers=numbers)),
        {"project": project, "first": first, "people": PEOPLE, "needed": NEEDED, "last": done * NEEDED},
    )
    _sum_up(connection, project, kind)


def _sum_up(connection: Connection, project: int, kind: str) -> None:
    """What every save keeps up to date, once for all."""
    day = "date(received_at)" if kind == "sqlite" else "CAST(received_at AS date)"
    connection.execute(
        text(
            "INSERT INTO tally (project_id, person_id, day, judged, skipped, surplus, active_ms) SELECT "
            f"project_id, person_id, {day}, count(*), 0, 0, sum(active_ms) FROM judgment GROUP BY 1, 2, 3"
        )
    )
    connection.execute(text("DELETE FROM coverage"))
    connection.execute(
        text(
            "INSERT INTO coverage (project_id, judgment_count, pairs) "
            "SELECT project_id, judgment_count, count(*) FROM pair GROUP BY 1, 2"
        )
    )
    connection.execute(
        text(
            'INSERT INTO member (project_id, person_id, state, "right", answered, dealt, leave_token, since) '
            "SELECT DISTINCT project_id, person_id, 'active', 0, 0, 0, '', min(received_at) FROM judgment "
            "GROUP BY 1, 2"
        )
    )
    if kind == "postgresql":
        connection.execute(text("SELECT setval('pair_id_seq', (SELECT max(id) FROM pair))"))
